import { itemsPage } from '../../components/keyset'

export interface AuditRow {
  id: number
  at: string
  userId: number | null
  username: string | null
  address: string | null
  action: string
  objectType: string
  objectId: string | null
  outcome: 'ok' | 'refused' | 'failed'
  detail?: Record<string, unknown>
}
export interface AuditQuery {
  objectId?: string
  action?: string
  outcome?: string
  from?: string
  to?: string
}

export const listAudit = (query: AuditQuery & { cursor: string | null }, signal: AbortSignal) =>
  itemsPage<AuditRow>('/audit', { ...query, limit: 50 }, signal)
