import { http, type Query } from '../../../api/http'
import type { Answer } from '../../../api/types'
import type { DiagramData } from '../../../bpmn/model'
import { itemsPage } from '../../../components/keyset'
import type {
  ActAnswer,
  ActBody,
  AuditRow,
  InstanceView,
  MessageRow,
  NoteRow,
  PaperRow,
  TimelineRow,
} from './model'

type Rows<T> = Promise<{ rows: T[] }>
const path = (id: string, part = ''): string => `/instances/${encodeURIComponent(id)}${part}`
const taskPath = (id: string, key: string, part: string): string =>
  `/tasks/${encodeURIComponent(id)}/${encodeURIComponent(key)}/${part}`

export const getInstance = (id: string): Promise<InstanceView> => http.get(path(id))
export const getTimeline = (id: string): Rows<TimelineRow> => http.get(path(id, '/timeline'))
export const getDiagram = (id: string): Promise<DiagramData> => http.get(path(id, '/diagram'))
export const getLedger = (id: string) => http.get<Answer<'/api/instances/{id}/ledger'>>(path(id, '/ledger'))
export const getPapers = (id: string): Rows<PaperRow> => http.get(path(id, '/papers'))
export const getMessages = (id: string): Rows<MessageRow> => http.get(path(id, '/messages'))
export const getNotes = (id: string): Rows<NoteRow> => http.get(path(id, '/notes'))
export const addNote = (id: string, text: string): Promise<unknown> => http.post(path(id, '/notes'), { text })
export const listAudit = (id: string, query: Query, signal: AbortSignal) =>
  itemsPage<AuditRow>(path(id, '/audit'), query, signal)

/** @param key made once per intent: a second click and every retry carry the same */
export const doAct = (id: string, body: ActBody, key: string): Promise<ActAnswer> =>
  http.post(path(id, '/acts'), body, { key })

export const claim = (id: string, task: string): Promise<unknown> => http.post(taskPath(id, task, 'claim'))
export const release = (id: string, task: string): Promise<unknown> =>
  http.post(taskPath(id, task, 'release'))
