/** 事项变更工单 — words of a change ticket. What people do to it is drawn in its process definition. */
import { instanceId } from '../process/domain.ts'

export const ticketStatuses = {
  received: { name: '已收到', open: true, tone: 'info' },
  reviewing: { name: '初审中', open: true, tone: 'info' },
  'in-panel': { name: '会审中', open: true, tone: 'info' },
  confirming: { name: '待确认', open: true, tone: 'warning' },
  verifying: { name: '待核实', open: true, tone: 'info' },
  closed: { name: '核实关闭', open: false, tone: 'success' },
  rejected: { name: '不予处理', open: false, tone: 'neutral' },
} as const
export type TicketStatus = keyof typeof ticketStatuses

/** The change ticket as a noun: what every room calls it. */
export const changeTicketWords = {
  key: 'change-ticket',
  name: '变更工单',
  statuses: ticketStatuses,
  kinds: { 'item-change': '事项变更' },
  openKinds: true,
  clocks: { 'first-review': '初审时限', panel: '会审时限', confirm: '确认时限', verify: '核实时限' },
  otherActs: { open: '开立工单' },
} as const

export const ticketInstance = (number: string): string => instanceId(changeTicketWords.key, number)

/** BG20261124-0001: day and sequence of the day. */
export const ticketNumber = (day: string, n: number): string =>
  `BG${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`

export const ticketLimits = { title: 100, content: 2000 } as const
