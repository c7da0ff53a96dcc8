import type { ApplicantType } from '../../../../workflows/case/domain'
import type {
  EntrustmentScope,
  EntrustmentStatus,
  HandlingMode,
  Item,
} from '../../../../workflows/item/domain'
import { http } from '../../api/http'

export interface ItemRow {
  code: string
  version: number
  name: string
  itemType: string
  bureau: string
  bureauName: string
  mode: HandlingMode
  theme: string
  applicantTypes: ApplicantType[]
  /** Can be taken at my centre today. */
  offered: boolean
  notOfferedReason?: string
}
export interface ItemDetail extends Item {
  offered?: boolean
  notOfferedReason?: string
  entrustment?: {
    id: string
    no: string
    centreName: string
    bureauName: string
    scope: EntrustmentScope[]
    from: string
    to: string
  }
}
export interface Entrustment {
  id: string
  no: string
  bureau: string
  bureauName: string
  centre: string
  centreName: string
  items: { code: string; name: string }[]
  scope: EntrustmentScope[]
  from: string
  to: string
  sealName: string
  /** Working time the bureau has to send an accepted case back. */
  sendBackHours: number
  status: EntrustmentStatus
  /** Told back with a change: 409 when somebody changed it meanwhile. */
  version: number
}
export interface EntrustmentForm {
  no: string
  bureau: string
  centre: string
  items: string[]
  scope: EntrustmentScope[]
  from: string
  to: string
  sealName: string
  sendBackHours: number
  version?: number
}
export interface Place {
  code: string
  name: string
  district?: string
  districtCode?: string
}
export interface Directory {
  districts: Place[]
  centres: Place[]
  bureaus: Place[]
}

export interface ItemQuery {
  q?: string
  bureau?: string
  theme?: string
  applicantType?: string
  forIntake?: 1
}
export const listItems = (query: ItemQuery, signal?: AbortSignal) =>
  http.get<{ rows: ItemRow[]; next?: string | null }>('/items', { ...query }, signal)
export const getItem = (code: string) => http.get<ItemDetail>(`/items/${encodeURIComponent(code)}`)

export const listEntrustments = () => http.get<{ rows: Entrustment[] }>('/entrustments')
export const createEntrustment = (form: EntrustmentForm) => http.post<Entrustment>('/entrustments', form)
export const changeEntrustment = (id: string, form: EntrustmentForm) =>
  http.put<Entrustment>(`/entrustments/${encodeURIComponent(id)}`, form)
export const endEntrustment = (id: string, reason: string) =>
  http.post(`/entrustments/${encodeURIComponent(id)}/end`, { reason })

let directory: Promise<Directory> | null = null
/** Districts, centres and bureaus: read once a page load, they change once a year. */
export function getDirectory(): Promise<Directory> {
  directory ??= http.get<Directory>('/directory').catch((error: unknown) => {
    directory = null
    throw error
  })
  return directory
}
