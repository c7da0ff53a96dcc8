import { computed, onMounted, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ApiError, messageOf } from '../../api/http'
import { useEvents } from '../../api/events'
import { useKeyset } from '../../components/keyset'
import { message } from '../../ui/element'
import * as api from './api'
import type { Box, Filter, SavedFilter, TaskRow } from './api'

const fields = Object.keys(api.noFilter) as (keyof Filter)[]
const isBox = (value: unknown): value is Box => value === 'mine' || value === 'group' || value === 'done'

/** The worklist's state: it lives in the address, so that going back from a case finds the list as it was. */
export function useWorklist() {
  const route = useRoute()
  const router = useRouter()
  const selected = ref<string[]>([])
  const saved = ref<SavedFilter[]>([])
  const counts = ref<api.Counts | null>(null)

  const box = computed<Box>(() => (isBox(route.query.box) ? route.query.box : 'mine'))
  const sort = computed({
    get: () => (route.query.sort === 'openedAt' ? 'openedAt' : 'light'),
    set: (key: string) => go({ sort: key === 'openedAt' ? key : '' }),
  })
  const filter = computed<Filter>({
    get: () =>
      Object.fromEntries(fields.map((name) => [name, String(route.query[name] ?? '')])) as unknown as Filter,
    set: (now) => go({ ...now }),
  })

  function go(change: Record<string, string>): void {
    const query = Object.fromEntries(
      Object.entries({ ...route.query, ...change }).filter(([, value]) => value !== '' && value !== null),
    )
    void router.replace({ query })
  }
  function openBox(to: Box): void {
    void router.replace({ query: { box: to } })
  }
  function openSaved(one: SavedFilter): void {
    const { box: to, ...rest } = one.filter
    const words = Object.entries(rest).filter(([, value]) => value)
    void router.replace({ query: { ...Object.fromEntries(words), box: to ?? 'group', tab: one.id } })
  }

  const list = useKeyset<TaskRow>((cursor, signal) =>
    api.listTasks(
      { ...filter.value, box: box.value, sort: sort.value === 'openedAt' ? 'opened' : 'due', cursor },
      signal,
    ),
  )
  // Counts and saved filters are beside the list: when they fail, the list must not.
  async function readCounts(): Promise<void> {
    counts.value = await api.countTasks().catch(ifApiError(counts.value))
  }
  async function readSaved(): Promise<void> {
    saved.value = await api.listFilters().catch(ifApiError(saved.value))
  }
  watch(
    () => [box.value, sort.value, ...Object.values(filter.value)].join('\n'),
    () => {
      selected.value = []
      void list.reload()
    },
    { immediate: true },
  )
  onMounted(() => {
    void readCounts()
    void readSaved()
  })
  function changed(): void {
    void list.refresh()
    void readCounts()
  }
  useEvents(['worklist'], changed)
  return {
    route,
    box,
    sort,
    filter,
    list,
    selected,
    saved,
    counts,
    go,
    openBox,
    openSaved,
    changed,
    readSaved,
  }
}

function ifApiError<T>(fallback: T): (error: unknown) => T {
  return (error) => {
    if (!(error instanceof ApiError)) throw error
    return fallback
  }
}

export const taskId = (row: { instance: string; key: string }) => `${row.instance}|${row.key}`

/** What a person does to tasks from the list; `changed` is called after each. */
export function useTaskActs(changed: () => void) {
  const busy = ref('')

  async function one(row: TaskRow, done: string, act: (row: TaskRow) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = taskId(row)
    try {
      await act(row)
      message.success(`${done}：${row.number}`)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      message.error(messageOf(error))
      return false
    } finally {
      busy.value = ''
      changed()
    }
  }
  const claim = (row: TaskRow) => one(row, '已领取', api.claimTask)
  const release = (row: TaskRow) => one(row, '已退回本组', api.releaseTask)

  async function many(
    rows: TaskRow[],
    done: string,
    act: (tasks: api.TaskRef[]) => Promise<{ results?: api.ActResult[] }>,
  ) {
    const { results } = await act(rows.map(({ instance, key }) => ({ instance, key })))
    const lost = (results ?? []).filter((result) => !result.ok)
    if (lost.length === 0) message.success(`${done} ${rows.length} 件`)
    else message.warning(`${done} ${rows.length - lost.length} 件，${lost.length} 件未成：${lostWords(lost)}`)
    changed()
  }
  const claimMany = (rows: TaskRow[]) => many(rows, '已领取', api.claimTasks)
  const remindMany = (rows: TaskRow[]) => many(rows, '已催办', api.remind)
  return { busy, claim, release, claimMany, remindMany }
}

function lostWords(lost: api.ActResult[]): string {
  const words = lost.map((one) => (one.winner ? `${one.winner.name} 已先领取` : (one.title ?? '不能领取')))
  return [...new Set(words)].slice(0, 3).join('；')
}
