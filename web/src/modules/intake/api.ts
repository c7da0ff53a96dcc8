import type { Intake } from '../../../../workflows/intake/domain'
import { http } from '../../api/http'
import type { DraftData } from './form'

export interface DraftRow {
  id: string
  title: string
  data: DraftData
  changedAt: string
}
export interface Duplicate {
  caseNo: string
  status: string
  statusName: string
  applyAt: string
}
/** An ended case of the applicant and its materials that can be taken over. */
export interface Reusable {
  caseNo: string
  itemName: string
  statusName: string
  endedAt: string
  materials: { name: string; files: { id: string; name: string; size: number }[] }[]
}
export interface Taken {
  caseNo: string
  querySecret: string
  receipt: { paperId: string | null } | null
}
export interface Paper {
  id: string
  kind: string
  title: string
  number: string | null
  ready: boolean
}

export const listDrafts = () => http.get<{ rows: DraftRow[] }>('/drafts')
export const saveDraft = (id: string, title: string, data: DraftData) =>
  http.put(`/drafts/${encodeURIComponent(id)}`, { title, data })
export const deleteDraft = (id: string) => http.delete(`/drafts/${encodeURIComponent(id)}`)

export const duplicates = (item: string, documentNo: string, signal: AbortSignal) =>
  http.get<{ rows: Duplicate[] }>('/intake/duplicates', { item, documentNo }, signal)
export const reusableMaterials = (documentNo: string, signal: AbortSignal) =>
  http.get<{ rows: Reusable[] }>('/intake/reusable-materials', { documentNo }, signal)

/** The key is the draft's own: the same intake sent twice is one case. */
export const submitIntake = (intake: Intake, key: string) =>
  http.post<Taken>('/cases', intake, { key, timeout: 60_000 })
export const casePapers = (caseNo: string) =>
  http.get<{ rows: Paper[] }>(`/cases/${encodeURIComponent(caseNo)}/papers`)
