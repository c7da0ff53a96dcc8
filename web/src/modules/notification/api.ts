import type { InboxKind, InboxLevel } from '../../../../workflows/notification/inbox'
import { http, request } from '../../api/http'
import type { Page } from '../../components/keyset'

export interface InboxMessage {
  id: number
  kind: InboxKind
  kindName: string
  level: InboxLevel
  levelName: string
  popup: boolean
  title: string
  text: string
  instance: string | null
  link: string | null
  at: string
  readAt: string | null
}
export interface InboxSummary {
  unread: number
  newest: number
  urgent: number
  popups: InboxMessage[]
}
export type InboxState = 'unread' | 'read' | 'all'
export interface InboxFilter {
  state: InboxState
  q: string
  kind: string
  level: string
  from: string
  to: string
}
export interface ToldRow extends Omit<InboxMessage, 'popup' | 'link'> {
  userId: number
  userName: string
}
type Paged = { cursor: string | null; limit?: number }

export const listInbox = (query: Partial<InboxFilter> & Paged, signal?: AbortSignal) =>
  http.get<Page<InboxMessage>>('/inbox', { limit: 50, ...query }, signal)
export const summariseInbox = (after: number) => http.get<InboxSummary>('/inbox/summary', { after })
export const markRead = (which: { ids: number[] } | { upTo: number }) =>
  http.post<{ marked: number }>('/inbox/read', which)
export const listTold = (query: { instance: string; state: InboxState } & Paged, signal?: AbortSignal) =>
  http.get<Page<ToldRow>>('/inbox/told', { limit: 50, ...query }, signal)
