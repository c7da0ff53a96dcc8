import { z } from 'zod'
import { ticketLimits, ticketStatuses } from '../../../workflows/change-ticket/domain.ts'
import type { TicketStatus } from '../../../workflows/change-ticket/domain.ts'
import { any, cursorOf, onlyOf } from '../../paging.ts'

const status = z.enum(Object.keys(ticketStatuses) as [TicketStatus, ...TicketStatus[]])

export const newTicket = z
  .object({
    kind: z.string().max(30).default('item-change'),
    itemCode: z.string().trim().min(1).max(40),
    bureau: any(z.string().trim().max(30)).meta({ description: '确认的委办局；不填为事项的实施部门' }),
    title: z.string().trim().min(1, '请填写标题').max(ticketLimits.title),
    content: z.string().trim().min(1, '请填写变更内容').max(ticketLimits.content),
  })
  .strict()
export const openedView = z.object({ number: z.string(), instance: z.string() })
export const ticketParams = z.object({ number: z.string().max(20) })
export const ticketFilter = z.object({
  q: any(z.string().trim().max(60)),
  status: any(status),
  item: any(z.string().trim().max(40)),
  only: onlyOf(z.string().max(20)),
})
export const ticketQuery = ticketFilter.extend({
  cursor: cursorOf(z.iso.datetime(), z.string().max(20)).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const text = z.string()
export const ticketView = z
  .object({
    ...{ number: text, kind: text, itemCode: text, itemName: text, title: text, content: text },
    ...{ status, statusName: text, tone: z.enum(['info', 'warning', 'success', 'danger', 'neutral']) },
    ...{ bureau: text, bureauName: text, openedByName: text, openedAt: text, endedAt: text.nullable() },
  })
  .meta({ id: 'ChangeTicket' })
export const ticketPage = z.object({ rows: z.array(ticketView), next: z.string().nullable() })

export type NewTicketBody = z.output<typeof newTicket>
export type TicketSought = z.output<typeof ticketFilter>
export type TicketQuery = z.output<typeof ticketQuery>
