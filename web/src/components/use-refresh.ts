import { onScopeDispose } from 'vue'

/**
 * Reads again every `ms` while the page is looked at. Counts over all cases have no event of their own: a push for
 * every step of every case would cost more than it tells.
 */
export function useRefresh(call: () => unknown, ms = 10_000): void {
  const timer = window.setInterval(() => {
    if (document.visibilityState === 'visible') void call()
  }, ms)
  onScopeDispose(() => clearInterval(timer))
}
