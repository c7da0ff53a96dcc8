import { caseInstance } from '../../../../workflows/case/domain'
import type { Intake } from '../../../../workflows/intake/domain'
import { http } from '../../api/http'
import type { Answer, RowOf } from '../../api/types'
import type { DraftData } from './form'

/** The server keeps a draft as it is given; what it holds is the page's. */
export type DraftRow = Omit<RowOf<'/api/drafts'>, 'data'> & { data: DraftData }
export type Duplicate = RowOf<'/api/intake/duplicates'>
/** An ended case of the applicant and its materials that can be taken over. */
export type Reusable = RowOf<'/api/intake/reusable-materials'>
export type Taken = Answer<'/api/cases', 'post'>
export type Paper = RowOf<'/api/instances/{id}/papers'>

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
  http.get<{ rows: Paper[] }>(`/instances/${encodeURIComponent(caseInstance(caseNo))}/papers`)
