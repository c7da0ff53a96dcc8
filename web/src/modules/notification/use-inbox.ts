import { reactive } from 'vue'
import { ApiError } from '../../api/http'
import { useEvents } from '../../api/events'
import { createOrder } from '../../api/order'
import { session } from '../../session'
import { markRead, summariseInbox, type InboxMessage, type InboxSummary } from './api'

/** Popups on screen at once; the others are summed up. */
const mostStacked = 3

/** What bell and popups show; one for the whole page. */
export const inbox = reactive({
  unread: 0,
  newest: 0,
  stack: [] as InboxMessage[],
  /** Urgent ones that are not on the stack: they came while nobody looked, or too many at once. */
  missed: 0,
})

const keyStart = 'banjian.inbox.'
const storageKey = () => `${keyStart}${session.user?.id ?? ''}`
/** The newest message this browser session has shown; nothing right after a sign-in. */
function shownUpTo(): number | null {
  const kept = sessionStorage.getItem(storageKey())
  return kept === null ? null : Number(kept) || 0
}

/** A later answer may overtake an earlier one. */
const order = createOrder()

async function refreshInbox(): Promise<void> {
  const isFresh = order.ask()
  const after = shownUpTo()
  let answer: InboxSummary
  try {
    answer = await summariseInbox(after ?? 0)
  } catch (error) {
    // The bell keeps what it shows; the next event or the next page asks again.
    if (error instanceof ApiError) return
    throw error
  }
  if (!isFresh() || !session.user) return
  inbox.unread = answer.unread
  inbox.newest = answer.newest
  sessionStorage.setItem(storageKey(), String(answer.newest))
  if (after === null) inbox.missed = answer.urgent
  else push(answer)
  if (answer.unread === 0) clearPopups()
}

/** New ones on top; what does not fit is summed up. */
function push({ popups, urgent }: InboxSummary): void {
  const all = [...popups, ...inbox.stack]
  inbox.stack = all.slice(0, mostStacked)
  inbox.missed += urgent - popups.length + all.length - inbox.stack.length
}

export function clearPopups(): void {
  inbox.stack = []
  inbox.missed = 0
}

export function dismiss(id: number): void {
  inbox.stack = inbox.stack.filter((one) => one.id !== id)
}

/** Marks messages read; the bell hears of it from the server, on every open page. */
export async function read(...ids: number[]): Promise<void> {
  ids.forEach(dismiss)
  await markRead({ ids })
}

/** At sign-out: the next person begins with nothing, and the same one with a sum of what came meanwhile. */
export function forgetInbox(): void {
  order.forget()
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(keyStart)) sessionStorage.removeItem(key)
  Object.assign(inbox, { unread: 0, newest: 0 })
  clearPopups()
}

/** Keeps bell and popups fresh for as long as the shell lives. */
export function useInbox(): void {
  void refreshInbox()
  useEvents(['inbox'], () => void refreshInbox())
}
