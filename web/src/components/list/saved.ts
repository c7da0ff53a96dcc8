import { onMounted, ref, watch, type Ref } from 'vue'
import { ApiError } from '../../api/http'
import type { Values } from './filter'

export interface SavedFilter {
  id: string
  name: string
  filter: Values
}
/** Tabs of a list: groups that are always there, and the filters a person saved, where these can be kept. */
export interface TabSource {
  /** Name of the group in the address. */
  name: string
  tabs: readonly { id: string; title: string }[]
  /** Group of an address or a saved filter that names none. */
  usual: string
  /** Numbers by group and by saved filter. */
  counts?: () => Promise<Record<string, number>>
  saved?: {
    list: () => Promise<SavedFilter[]>
    save: (name: string, filter: Values) => Promise<unknown>
    remove: (id: string) => Promise<unknown>
  }
}

/** Saved filters and numbers are beside the list: when they fail, the list must not. */
export function useSaved(source: TabSource, stamp: Ref<number>) {
  const saved = ref<SavedFilter[]>([])
  const counts = ref<Record<string, number>>({})
  const read = async () => (saved.value = (await source.saved?.list().catch(keep(saved.value))) ?? [])
  const count = async () => (counts.value = (await source.counts?.().catch(keep(counts.value))) ?? {})
  watch(stamp, count)
  onMounted(() => {
    void count()
    void read()
  })
  async function changed(): Promise<void> {
    await Promise.all([read(), count()])
  }
  return { saved, counts, changed }
}

function keep<T>(before: T): (error: unknown) => T {
  return (error) => {
    if (!(error instanceof ApiError)) throw error
    return before
  }
}
