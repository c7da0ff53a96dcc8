import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useEvents } from '../../api/events'
import { session } from '../../session'
import { useKeyset, type Keyset, type Page } from '../keyset'
import { useRefresh } from '../use-refresh'
import { changeAddress, readAddress, sameValues } from './address'
import { filterWords, namesOf, noValues, type FilterField, type Values } from './filter'
import { keepView, readView, type ListView } from './view'

export interface ListSpec<Row> {
  /** Under this name the person's view and saved filters of the list are kept. */
  id: string
  filters?: readonly FilterField[]
  /** What else stands in the address and decides what is read, with its usual value: `{ sort: 'light' }`. */
  also?: Values
  /** What the values are to the server, where that differs: for pages, total and file alike. */
  query?: (values: Values) => Values
  load: (query: Values, cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>
  /** Live topics upon which it is read again. */
  topics?: string[]
  /** Milliseconds between readings, for lists without a topic. */
  every?: number
}

/** The state of a list page. It lives in the address, so that going back finds the list as it was. */
export interface ListState<Row> {
  id: string
  filters: readonly FilterField[]
  values: ComputedRef<Values>
  /** The values as the server is asked. */
  asked: ComputedRef<Values>
  view: Ref<ListView>
  look: (change: Partial<ListView>) => void
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
  const names = [...namesOf(filters), 'tab', ...Object.keys(spec.also ?? {})]
  const { values, set } = useAddress(names, spec.also)
  const selected = ref<string[]>([])
  const { view, look } = useView(spec.id, () => void list.reload())
  const asked = computed(() => {
    const { tab: _tab, ...rest } = values.value
    return spec.query?.(rest) ?? rest
  })
  const list = useKeyset<Row>((cursor, signal) =>
    spec.load({ ...asked.value, limit: String(view.value.size) }, cursor, signal),
  )
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
  const own = { id: spec.id, filters, values, asked, view, look, list, selected }
  return { ...own, filtered, words, set, clear, refresh, stamp }
}

/** @param resized another number of rows makes a page */
function useView(id: string, resized: () => void) {
  const person = String(session.user?.id ?? '')
  const view = ref(readView(localStorage, person, id))
  function look(change: Partial<ListView>): void {
    const { size } = view.value
    view.value = { ...view.value, ...change }
    keepView(localStorage, person, id, view.value)
    if (view.value.size !== size) resized()
  }
  return { view, look }
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
