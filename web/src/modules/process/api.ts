import { apiUrl, http } from '../../api/http'
import type { Page } from '../../components/keyset'
import type {
  CheckAnswer,
  DefinitionRow,
  DefinitionView,
  DraftRow,
  DraftStart,
  DraftView,
  IncidentRow,
  MappingView,
  NewMapping,
  Vocabulary,
} from './model'

export const getDefinitions = (): Promise<{ rows: DefinitionRow[] }> => http.get('/processes')
export const getDefinition = (key: string, version: number | null): Promise<DefinitionView> =>
  http.get(`/processes/${encodeURIComponent(key)}`, { version })
export const checkDefinition = (bpmn: string): Promise<CheckAnswer> => http.post('/processes/check', { bpmn })
/** `unchanged`: the same file was published before; its version is told and nothing new is made. */
export const publishDefinition = (
  bpmn: string,
  how: { note: string; current: number | null },
): Promise<{ key: string; version: number; unchanged: boolean }> => http.post('/processes', { bpmn, ...how })
export const definitionFile = (key: string, version: number): string =>
  apiUrl(`/processes/${encodeURIComponent(key)}/bpmn`, { version })
export const getVocabulary = (): Promise<Vocabulary> => http.get('/processes/vocabulary')
export const getDrafts = (): Promise<{ rows: DraftRow[] }> => http.get('/process-drafts')
export const getDraft = (id: string): Promise<DraftView> => http.get(`/process-drafts/${id}`)
export const beginDraft = (start: DraftStart): Promise<{ id: string }> => http.post('/process-drafts', start)
export const saveDraft = (
  id: string,
  body: { bpmn: string; revision: number },
): Promise<CheckAnswer & { revision: number; changedAt: string }> => http.put(`/process-drafts/${id}`, body)
export const deleteDraft = (id: string): Promise<unknown> => http.delete(`/process-drafts/${id}`)
export const publishDraft = (
  id: string,
  body: { note: string; revision: number; current: number | null },
): Promise<{ key: string; version: number; unchanged: boolean }> =>
  http.post(`/process-drafts/${id}/publish`, body)
export const getIncidents = (cursor: string | null, signal: AbortSignal): Promise<Page<IncidentRow>> =>
  http.get('/incidents', { cursor }, signal)
export const retryIncident = ({ instance, key }: IncidentRow): Promise<unknown> =>
  http.post(`/incidents/${encodeURIComponent(instance)}/${encodeURIComponent(key)}/retry`)
export const getMappings = (): Promise<MappingView> => http.get('/definition-mappings')
export const addMapping = (row: NewMapping): Promise<unknown> => http.post('/definition-mappings', row)
