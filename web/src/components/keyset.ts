import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ApiError, http, type Query } from '../api/http'

export interface Page<Row> {
  rows: Row[]
  next: string | null
}

/** Users and audit page under names of their own (`items`, `after`); here they are lists like the others. */
export async function itemsPage<Row>(path: string, query: Query, signal: AbortSignal): Promise<Page<Row>> {
  const { cursor, ...rest } = query
  const page = await http.get<{ items: Row[]; next: string | null }>(path, { ...rest, after: cursor }, signal)
  return { rows: page.items, next: page.next }
}

/** A list that pages by keyset: what is loaded, whether there is more, and what went wrong. */
export interface Keyset<Row> {
  rows: ShallowRef<Row[]>
  next: Ref<string | null>
  loading: Ref<boolean>
  /** True until the first answer: the table draws its skeleton. */
  fresh: Ref<boolean>
  error: Ref<ApiError | null>
  /** From the top, e.g. after a filter changed. */
  reload: () => Promise<void>
  /** The next page. */
  more: () => Promise<void>
  /** As many rows as are on screen, read again without a flicker (live updates). */
  refresh: () => Promise<void>
}

/** Largest number of rows read again on a live update; beyond it only the top is fresh. */
const refreshMost = 200

export function useKeyset<Row>(
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>,
): Keyset<Row> {
  const rows: ShallowRef<Row[]> = shallowRef([])
  const next = ref<string | null>(null)
  const loading = ref(false)
  const fresh = ref(true)
  const error = ref<ApiError | null>(null)
  let running = new AbortController()

  // A newer request cancels an older one: answers that arrive out of order must not win.
  async function run(task: (signal: AbortSignal) => Promise<void>, quiet = false): Promise<void> {
    running.abort()
    const mine = (running = new AbortController())
    if (!quiet) loading.value = true
    try {
      await task(mine.signal)
      error.value = null
      fresh.value = false
    } catch (thrown) {
      if (mine.signal.aborted) return
      if (!(thrown instanceof ApiError)) throw thrown
      if (!quiet) error.value = thrown
    } finally {
      if (mine === running) loading.value = false
    }
  }

  const reload = () =>
    run(async (signal) => {
      const page = await load(null, signal)
      rows.value = page.rows
      next.value = page.next
    })
  const more = () =>
    run(async (signal) => {
      if (!next.value) return
      const page = await load(next.value, signal)
      rows.value = [...rows.value, ...page.rows]
      next.value = page.next
    })
  const readAgain = () =>
    run(async (signal) => {
      const wanted = Math.min(rows.value.length, refreshMost)
      let page = await load(null, signal)
      const all = [...page.rows]
      while (page.next && all.length < wanted) {
        page = await load(page.next, signal)
        all.push(...page.rows)
      }
      rows.value = all
      next.value = page.next
    }, true)
  return { rows, next, loading, fresh, error, reload, more, refresh: oneAfterAnother(readAgain) }
}

/**
 * A call while one is under way waits for it, and all that wait are one call. A live list whose refresh takes longer
 * than the pause between two events would otherwise cancel itself for ever.
 */
function oneAfterAnother(task: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null
  let following: Promise<void> | null = null
  const start = () => {
    current = task().finally(() => (current = null))
    return current
  }
  return () => {
    if (!current) return start()
    following ??= current.then(() => {
      following = null
      return start()
    })
    return following
  }
}
