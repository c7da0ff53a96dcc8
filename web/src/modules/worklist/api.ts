import { http } from '../../api/http'
import type { Answer, RowOf } from '../../api/types'
import type { Page } from '../../components/keyset'
import type { Values } from '../../components/list/filter'

export type TaskRow = RowOf<'/api/tasks'>
export type CaseRow = RowOf<'/api/cases'>
export type Box = 'mine' | 'group' | 'waiting' | 'done'
type TaskRef = Pick<TaskRow, 'instance' | 'key'>
export type ActResult = Answer<'/api/tasks/claim', 'post'>['results'][number]
export type Person = RowOf<'/api/tasks/{instance}/{key}/candidates'>

const path = (task: TaskRef) => `/tasks/${encodeURIComponent(task.instance)}/${encodeURIComponent(task.key)}`
const refs = (tasks: TaskRow[]) => ({ tasks: tasks.map(({ instance, key }) => ({ instance, key })) })

export function listTasks(query: Values, cursor: string | null, signal: AbortSignal): Promise<Page<TaskRow>> {
  return http.get('/tasks', { ...query, cursor }, signal)
}
export const listCases = (
  filter: Values,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<CaseRow>> => http.get('/cases', { ...filter, cursor }, signal)

/** Steps to filter by, as the published processes draw them. */
export const listSteps = () => http.get<{ rows: { id: string; name: string }[] }>('/tasks/steps')
export const claimTask = (task: TaskRef) => http.post(`${path(task)}/claim`)
export const releaseTask = (task: TaskRef) => http.post(`${path(task)}/release`)
export const handOver = (task: TaskRef, toUserId: number, note: string) =>
  http.post(`${path(task)}/hand-over`, { toUserId, ...(note.trim() && { note: note.trim() }) })
export const claimTasks = (tasks: TaskRow[]) =>
  http.post<Answer<'/api/tasks/claim', 'post'>>('/tasks/claim', refs(tasks))
export const remind = (tasks: TaskRow[]) =>
  http.post<Answer<'/api/tasks/remind', 'post'>>('/tasks/remind', refs(tasks))
export const candidates = async (task: TaskRef): Promise<Person[]> =>
  (await http.get<{ rows: Person[] }>(`${path(task)}/candidates`)).rows

export const countTasks = () => http.get<Answer<'/api/tasks/counts'>>('/tasks/counts')
