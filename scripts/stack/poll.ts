import { setTimeout as delay } from 'node:timers/promises'

/**
 * Asks `probe` until it answers something other than undefined/false, or `timeoutMs` has passed.
 * @returns the answer, or undefined when the time was up. Errors of the probe end the wait.
 */
export async function poll<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs: number,
  everyMs = 50,
): Promise<T | undefined> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const answer = await probe()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() >= end) return undefined
    await delay(everyMs)
  }
}
