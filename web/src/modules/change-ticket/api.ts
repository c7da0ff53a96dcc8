import { http } from '../../api/http'
import type { Answer, RowOf } from '../../api/types'
import type { Page } from '../../components/keyset'
import type { Values } from '../../components/list/filter'

export type Ticket = RowOf<'/api/change-tickets'>

export const listTickets = (
  filter: Values,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<Ticket>> => http.get('/change-tickets', { ...filter, cursor }, signal)
export const getTicket = (number: string): Promise<Ticket> =>
  http.get(`/change-tickets/${encodeURIComponent(number)}`)
export const openTicket = (body: object, key: string) =>
  http.post<Answer<'/api/change-tickets', 'post'>>('/change-tickets', body, { key })
