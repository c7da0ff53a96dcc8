import { http } from '../../api/http'
import type { Answer, Body, RowOf } from '../../api/types'

export type ItemRow = RowOf<'/api/items'>
export type ItemDetail = Answer<'/api/items/{code}'>
export type Entrustment = RowOf<'/api/entrustments'>
export type EntrustmentBody = Body<'/api/entrustments', 'post'>

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
export const createEntrustment = (form: EntrustmentBody) => http.post<Entrustment>('/entrustments', form)
export const changeEntrustment = (id: string, form: EntrustmentBody & { version?: number }) =>
  http.put<Entrustment>(`/entrustments/${encodeURIComponent(id)}`, form)
export const endEntrustment = (id: string, reason: string) =>
  http.post(`/entrustments/${encodeURIComponent(id)}/end`, { reason })
