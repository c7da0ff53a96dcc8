import { http } from '../../api/http'
import type { Page } from '../../components/keyset'
import type {
  CheckAnswer,
  DefinitionRow,
  DefinitionView,
  IncidentRow,
  MappingView,
  NewMapping,
} from './model'

export const getDefinitions = (): Promise<{ rows: DefinitionRow[] }> => http.get('/processes')
export const getDefinition = (key: string, version: number | null): Promise<DefinitionView> =>
  http.get(`/processes/${encodeURIComponent(key)}`, { version })
export const checkDefinition = (bpmn: string): Promise<CheckAnswer> => http.post('/processes/check', { bpmn })
/** `unchanged`: the same file was published before; its version is told and nothing new is made. */
export const publishDefinition = (
  bpmn: string,
  note: string,
): Promise<{ key: string; version: number; unchanged: boolean }> => http.post('/processes', { bpmn, note })
export const getIncidents = (cursor: string | null, signal: AbortSignal): Promise<Page<IncidentRow>> =>
  http.get('/incidents', { cursor }, signal)
export const retryIncident = ({ instance, key }: IncidentRow): Promise<unknown> =>
  http.post(`/incidents/${encodeURIComponent(instance)}/${encodeURIComponent(key)}/retry`)
export const getMappings = (): Promise<MappingView> => http.get('/definition-mappings')
export const addMapping = (row: NewMapping): Promise<unknown> => http.post('/definition-mappings', row)
