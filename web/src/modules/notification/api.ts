import { http } from '../../api/http'
import type { Answer, Body, RowOf } from '../../api/types'
import type { Page } from '../../components/keyset'
import type { Values } from '../../components/list/filter'

export type InboxMessage = RowOf<'/api/inbox'>
export type InboxSummary = Answer<'/api/inbox/summary'>
export type ToldRow = RowOf<'/api/inbox/told'>
export type InboxState = 'unread' | 'read' | 'all'

export const listInbox = (query: Values, cursor: string | null, signal?: AbortSignal, limit = 50) =>
  http.get<Page<InboxMessage>>('/inbox', { ...query, cursor, limit }, signal)
export const summariseInbox = (after: number) => http.get<InboxSummary>('/inbox/summary', { after })
export const markRead = (which: Body<'/api/inbox/read', 'post'>) =>
  http.post<Answer<'/api/inbox/read', 'post'>>('/inbox/read', which)
export const listTold = (query: Values, cursor: string | null, signal: AbortSignal) =>
  http.get<Page<ToldRow>>('/inbox/told', { ...query, cursor }, signal)
