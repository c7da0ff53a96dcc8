/** The list of change tickets: its total and its file. */
import type { Router } from 'express'
import { timeText } from '../../../workflows/clock/day.ts'
import { changeTicketWords, ticketStatuses } from '../../../workflows/change-ticket/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { pagesOf } from '../../paging.ts'
import { notesOf } from '../../export-list.ts'
import type { ExportColumn } from '../../export-list.ts'
import { countTickets, listTickets } from '../../records/change-ticket/change-ticket.ts'
import type { TicketKey, TicketRow } from '../../records/change-ticket/change-ticket.ts'
import { totalRoute } from '../../total.ts'
import * as schema from './schema.ts'
import { ticketsAsked } from './service.ts'

const columns: ExportColumn<TicketRow>[] = [
  { title: '工单编号', width: 20, cell: (row) => row.number },
  { title: '标题', width: 36, cell: (row) => row.title },
  { title: '事项', width: 36, cell: (row) => row.itemName },
  { title: '状态', width: 10, cell: (row) => ticketStatuses[row.status].name },
  { title: '委办局', width: 26, cell: (row) => row.bureauName },
  { title: '开立人', width: 10, cell: (row) => row.openedByName },
  { title: '开立时间', cell: (row) => timeText(row.openedAt) },
  { title: '办结时间', cell: (row) => row.endedAt && timeText(row.endedAt) },
]

export function ticketTools(router: Router, deps: AppDeps): void {
  const { name } = changeTicketWords
  const list = { name, tags: [name], roles: 'staff', filter: schema.ticketFilter } as const
  totalRoute(router, deps, {
    ...list,
    path: '/api/change-tickets/total',
    count: (own, actor, { filter, most }) => countTickets(own.db, actor, ticketsAsked(own, filter), most),
  })
  exportRoute(router, deps, {
    ...list,
    path: '/api/change-tickets/export',
    audit: { action: 'change-ticket.export', objectType: 'change-ticket-list' },
    columns,
    pages: (own, actor, filter) =>
      pagesOf(
        (after: TicketKey | undefined, limit) =>
          listTickets(own.db, actor, ticketsAsked(own, filter), { after, limit }),
        (row): TicketKey => [row.openedAt, row.number],
      ),
    words: ({ q, item, status, only }) =>
      notesOf([
        ['所选', only && `${only.length} 张`],
        ['按词搜索', q !== undefined && '是'],
        ['事项编码', item],
        ['状态', status && ticketStatuses[status].name],
      ]),
    auditOf: ({ q, only, ...codes }) => ({ ...codes, searched: q !== undefined, marked: only?.length }),
  })
}
