import type { CaseStatus } from '../../../../workflows/case/domain'
import type { ClockKind, DayUnit, Light } from '../../../../workflows/clock/domain'
import type { StatusWords } from '../../../../workflows/nouns'
import { http } from '../../api/http'
import type { Page } from '../../components/keyset'

export interface ClockChip {
  kind: ClockKind
  kindName: string
  light: Light
  provisional: boolean
  remaining: number
  unit: DayUnit
  dueDay: string | null
  text: string
}
export interface TaskRow {
  instance: string
  key: string
  /** The step, without the calls round it. */
  element: string
  stepName: string
  noun: string
  nounName: string
  number: string
  title: string
  whoMasked: string
  statusName: string
  tone: StatusWords['tone']
  openedAt: string
  dueDay: string | null
  clock: ClockChip | null
  claimedBy: number | null
  claimedName: string | null
  /** Something happened since this person last opened the case. */
  changed: boolean
  mine: boolean
}
export interface CaseRow {
  caseNo: string
  itemName: string
  applicantMasked: string
  status: CaseStatus
  statusName: string
  stepName?: string | null
  handlerName?: string | null
  centreName?: string
  bureauName?: string
  applyAt: string
  endedAt?: string | null
  dueDay?: string | null
  clock: ClockChip | null
}

export type Box = 'mine' | 'group' | 'done'
/** What narrows a list; empty strings stand for "any". */
export interface Filter {
  q: string
  item: string
  step: string
  status: string
  light: string
}
export const noFilter: Filter = { q: '', item: '', step: '', status: '', light: '' }

export interface SavedFilter {
  id: string
  name: string
  filter: Partial<Filter> & { box?: Box }
}
export interface Counts {
  mine: number
  group: number
  filters: Record<string, number>
}
export interface TaskRef {
  instance: string
  key: string
}
export interface ActResult {
  key: string
  ok: boolean
  code?: string
  title?: string
  winner?: { name: string; at?: string }
}
export interface Person {
  id: number
  name: string
}

const path = (task: TaskRef) => `/tasks/${encodeURIComponent(task.instance)}/${encodeURIComponent(task.key)}`

export const listTasks = (
  query: Filter & { box: Box; sort: string; cursor?: string | null },
  signal?: AbortSignal,
) => http.get<Page<TaskRow>>('/tasks', { ...query, limit: 50 }, signal)
export const countTasks = () => http.get<Counts>('/tasks/counts')
/** Steps to filter by, as the published processes draw them. */
export const listSteps = () => http.get<{ rows: { id: string; name: string }[] }>('/tasks/steps')
export const claimTask = (task: TaskRef) => http.post(`${path(task)}/claim`)
export const claimTasks = (tasks: TaskRef[]) => http.post<{ results: ActResult[] }>('/tasks/claim', { tasks })
export const releaseTask = (task: TaskRef) => http.post(`${path(task)}/release`)
export const handOver = (task: TaskRef, toUserId: number) =>
  http.post(`${path(task)}/hand-over`, { toUserId })
export const candidates = (task: TaskRef) =>
  http
    .get<{ rows: Person[] } | Person[]>(`${path(task)}/candidates`)
    .then((answer) => (Array.isArray(answer) ? answer : answer.rows))
export const remind = (tasks: TaskRef[]) => http.post<{ results?: ActResult[] }>('/tasks/remind', { tasks })

export const listFilters = () =>
  http
    .get<{ rows: SavedFilter[] } | SavedFilter[]>('/filters')
    .then((answer) => (Array.isArray(answer) ? answer : answer.rows))
export const saveFilter = (name: string, filter: SavedFilter['filter']) =>
  http.post<SavedFilter>('/filters', { name, filter })
export const deleteFilter = (id: string) => http.delete(`/filters/${encodeURIComponent(id)}`)

export type CaseQuery = Filter & { from: string; to: string }
export const listCases = (query: CaseQuery & { cursor?: string | null }, signal?: AbortSignal) =>
  http.get<Page<CaseRow>>('/cases', { ...query, limit: 50 }, signal)
