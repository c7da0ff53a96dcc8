import { http } from '../../api/http'
import type { CaseView } from './model'

const path = (no: string, part = ''): string => `/cases/${encodeURIComponent(no)}${part}`

export const getCase = (no: string): Promise<CaseView> => http.get(path(no))

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
