import { http } from '../../api/http'
import type { Answer } from '../../api/types'
import type { CaseView, HandedIn, MaskedField } from './model'

const path = (no: string, part = ''): string => `/cases/${encodeURIComponent(no)}${part}`

export const getCase = (no: string): Promise<CaseView> => http.get(path(no))
export const addFiles = (no: string, material: string, handed: HandedIn) =>
  http.post<Answer<'/api/cases/{no}/materials/{id}/files', 'post'>>(
    path(no, `/materials/${encodeURIComponent(material)}/files`),
    handed,
  )
/** The full value; every call is written to the audit. */
export const unmask = (no: string, field: MaskedField) =>
  http.post<Answer<'/api/cases/{no}/unmask', 'post'>>(path(no, '/unmask'), { field })
