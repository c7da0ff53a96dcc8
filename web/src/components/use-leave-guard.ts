import { onBeforeUnmount, onMounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { messageBox } from '../ui/element'
import { words } from './words'

export interface LeaveGuard {
  /** Whether something would be lost. */
  dirty: () => boolean
  title?: string
  /** What would be lost, said when it is asked. */
  text?: () => string
  leave?: string
  stay?: string
  /** Done before it is asked, e.g. saving a draft; nothing is asked when it was all that was needed. */
  before?: () => Promise<unknown>
  /** Whether closing the window would lose it, where that differs. */
  closing?: () => boolean
}

/** Asks before a page with unsaved changes is left: by the router with our words, by the browser with its own. */
export function useLeaveGuard(guard: LeaveGuard): void {
  async function may(): Promise<boolean> {
    if (!guard.dirty()) return true
    await guard.before?.()
    return !guard.dirty() || askToLeave(guard)
  }
  onBeforeRouteLeave(may)
  // The same page of another record loses as much; another query is the same page.
  onBeforeRouteUpdate((to, from) => to.path === from.path || may())
  const warn = (event: BeforeUnloadEvent) => {
    if ((guard.closing ?? guard.dirty)()) event.preventDefault()
  }
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}

function askToLeave({ title, text, leave, stay }: LeaveGuard): Promise<boolean> {
  return messageBox
    .confirm(text?.() ?? words.leaveText, title ?? words.leaveTitle, {
      confirmButtonText: leave ?? words.leave,
      cancelButtonText: stay ?? words.stay,
      type: 'warning',
    })
    .then(
      () => true,
      () => false,
    )
}
