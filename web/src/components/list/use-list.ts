import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useEvents } from '../../api/events'
import { useKeyset, type Keyset, type Page } from '../keyset'
import { useRefresh } from '../use-refresh'
import { changeAddress, readAddress, sameValues } from './address'
import { filterWords, namesOf, noValues, type FilterField, type Values } from './filter'

export interface ListSpec<Row> {
  filters?: readonly FilterField[]
  /** What else stands in the address and decides what is read, with its usual value: `{ sort: 'light' }`. */
  also?: Values
  load: (values: Values, cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>
  /** Live topics upon which it is read again. */
  topics?: string[]
  /** Milliseconds between readings, for lists without a topic. */
  every?: number
}

/** The state of a list page. It lives in the address, so that going back finds the list as it was. */
export interface ListState<Row> {
  filters: readonly FilterField[]
  values: ComputedRef<Values>
  list: Keyset<Row>
  selected: Ref<string[]>
  /** Whether any filter is set, and which, in words. */
  filtered: ComputedRef<boolean>
  words: ComputedRef<string>
  /** Changes some values; '' takes one away. */
  set: (change: Values) => void
  clear: () => void
  /** After an act: the rows on screen again. */
  refresh: () => void
  /** Counts the refreshes, for what stands beside the list (numbers on tabs). */
  stamp: Ref<number>
}

export function useList<Row>(spec: ListSpec<Row>): ListState<Row> {
  const filters = spec.filters ?? []
  const names = [...namesOf(filters), ...Object.keys(spec.also ?? {})]
  const { values, set } = useAddress(names, spec.also)
  const selected = ref<string[]>([])
  const list = useKeyset<Row>((cursor, signal) => spec.load(values.value, cursor, signal))
  watch(
    values,
    (now, before) => {
      if (before && sameValues(now, before)) return
      selected.value = []
      void list.reload()
    },
    { immediate: true },
  )
  const stamp = ref(0)
  function refresh(): void {
    stamp.value += 1
    void list.refresh()
  }
  if (spec.topics) useEvents(spec.topics, refresh)
  if (spec.every) useRefresh(refresh, spec.every)
  const filtered = computed(() => namesOf(filters).some((name) => values.value[name]))
  const words = computed(() => filterWords(filters, values.value))
  const clear = () => set(noValues(filters))
  return { filters, values, list, selected, filtered, words, set, clear, refresh, stamp }
}

function useAddress(names: string[], defaults: Values = {}) {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  // While the next page opens the address is its; the list that is left is not read for it.
  const kept = ref(readAddress(names, route.query, defaults))
  watch(
    () => route.query,
    (query) => {
      if (route.path === path) kept.value = readAddress(names, query, defaults)
    },
  )
  const set = (change: Values) => void router.replace({ query: changeAddress(route.query, change, defaults) })
  return { values: computed(() => kept.value), set }
}
