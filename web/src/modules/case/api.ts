import { http } from '../../api/http'
import type { CaseAct } from '../../../../workflows/case/domain'
import type { DiagramData } from '../../bpmn/model'
import type {
  ActAnswer,
  AuditRow,
  CaseView,
  ClockLedger,
  MessageRow,
  NoteRow,
  PaperRow,
  TimelineRow,
} from './model'

const path = (no: string, part = ''): string => `/cases/${encodeURIComponent(no)}${part}`
const taskPath = (no: string, key: string, part: string): string =>
  `/tasks/${encodeURIComponent(`case:${no}`)}/${encodeURIComponent(key)}/${part}`

export const getCase = (no: string): Promise<CaseView> => http.get(path(no))
export const getTimeline = (no: string): Promise<{ rows: TimelineRow[] }> => http.get(path(no, '/timeline'))
export const getDiagram = (no: string): Promise<DiagramData> => http.get(path(no, '/diagram'))
export const getLedger = (no: string): Promise<{ clocks: ClockLedger[] }> => http.get(path(no, '/ledger'))
export const getPapers = (no: string): Promise<{ rows: PaperRow[] }> => http.get(path(no, '/papers'))
export const getMessages = (no: string): Promise<{ rows: MessageRow[] }> => http.get(path(no, '/messages'))
export const getNotes = (no: string): Promise<{ rows: NoteRow[] }> => http.get(path(no, '/notes'))
export const addNote = (no: string, text: string): Promise<unknown> => http.post(path(no, '/notes'), { text })
/** The audit pages under its own names (`items`, `after`); here it is a list like the others. */
export async function getAudit(
  no: string,
  cursor: string | null,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const page = await http.get<{ items: AuditRow[]; next: string | null }>(
    `/audit/cases/${encodeURIComponent(no)}`,
    {
      after: cursor,
    },
  )
  return { rows: page.items, next: page.next }
}

export interface ActBody {
  act: CaseAct
  task?: string
  reason?: string
  data?: Record<string, unknown>
}

/** @param key made once per intent: a second click and every retry carry the same */
export const doAct = (no: string, body: ActBody, key: string): Promise<ActAnswer> =>
  http.post(path(no, '/acts'), body, { key })

export const claim = (no: string, task: string): Promise<unknown> => http.post(taskPath(no, task, 'claim'))
export const release = (no: string, task: string): Promise<unknown> =>
  http.post(taskPath(no, task, 'release'))

export const addFiles = (
  no: string,
  material: string,
  handed: { fileIds: string[]; paper: boolean },
): Promise<{ complete: boolean; saving: boolean }> =>
  http.post(path(no, `/materials/${encodeURIComponent(material)}/files`), handed)

export type MaskedField = 'name' | 'documentNo' | 'phone' | 'contact' | 'agent' | 'address'
/** The full value; every call is written to the audit. */
export const unmask = (no: string, field: MaskedField): Promise<{ value: string }> =>
  http.post(path(no, '/unmask'), { field })
