import type { RowOf } from '../../api/types'
import { itemsPage, type Page } from '../../components/keyset'
import type { Values } from '../../components/list/filter'

export type AuditRow = RowOf<'/api/audit'>

/** Days are Beijing's; the end day is included, up to the next day's first instant. */
const startOf = (day: string | undefined, plusDays = 0): string =>
  day ? new Date(Date.parse(`${day}T00:00:00+08:00`) + plusDays * 86_400_000).toISOString() : ''

export const auditQuery = ({ from, to, ...rest }: Values): Values => ({
  ...rest,
  from: startOf(from),
  to: startOf(to, 1),
})
export const listAudit = (
  query: Values,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<AuditRow>> => itemsPage<AuditRow>('/audit', { ...query, cursor }, signal)
