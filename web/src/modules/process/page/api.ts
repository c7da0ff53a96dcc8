import { http } from '../../../api/http'
import type { DiagramData } from '../../../bpmn/model'
import type {
  ActAnswer,
  AuditRow,
  ClockLedger,
  InstanceView,
  MessageRow,
  NoteRow,
  PaperRow,
  TimelineRow,
} from './model'

const path = (id: string, part = ''): string => `/instances/${encodeURIComponent(id)}${part}`
const taskPath = (id: string, key: string, part: string): string =>
  `/tasks/${encodeURIComponent(id)}/${encodeURIComponent(key)}/${part}`

export const getInstance = (id: string): Promise<InstanceView> => http.get(path(id))
export const getTimeline = (id: string): Promise<{ rows: TimelineRow[] }> => http.get(path(id, '/timeline'))
export const getDiagram = (id: string): Promise<DiagramData> => http.get(path(id, '/diagram'))
export const getLedger = (id: string): Promise<{ clocks: ClockLedger[] }> => http.get(path(id, '/ledger'))
export const getPapers = (id: string): Promise<{ rows: PaperRow[] }> => http.get(path(id, '/papers'))
export const getMessages = (id: string): Promise<{ rows: MessageRow[] }> => http.get(path(id, '/messages'))
export const getNotes = (id: string): Promise<{ rows: NoteRow[] }> => http.get(path(id, '/notes'))
export const addNote = (id: string, text: string): Promise<unknown> => http.post(path(id, '/notes'), { text })
/** The audit pages under its own names (`items`, `after`); here it is a list like the others. */
export async function getAudit(
  id: string,
  cursor: string | null,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const page = await http.get<{ items: AuditRow[]; next: string | null }>(path(id, '/audit'), {
    after: cursor,
  })
  return { rows: page.items, next: page.next }
}

export interface ActBody {
  outcome?: string
  message?: string
  task?: string
  reason?: string
  data?: Record<string, unknown>
  files?: string[]
}

/** @param key made once per intent: a second click and every retry carry the same */
export const doAct = (id: string, body: ActBody, key: string): Promise<ActAnswer> =>
  http.post(path(id, '/acts'), body, { key })

export const claim = (id: string, task: string): Promise<unknown> => http.post(taskPath(id, task, 'claim'))
export const release = (id: string, task: string): Promise<unknown> =>
  http.post(taskPath(id, task, 'release'))
