/** Where a case stands, and who works on it. Re-exported by domain.ts. */
export const caseStatuses = {
  received: { name: '已收件', open: true, tone: 'info' },
  supplementing: { name: '待补正', open: true, tone: 'warning' },
  accepted: { name: '已受理', open: true, tone: 'info' },
  'sent-back': { name: '已退件', open: true, tone: 'warning' },
  deciding: { name: '待决定', open: true, tone: 'info' },
  delivering: { name: '待送达', open: true, tone: 'info' },
  closed: { name: '已办结', open: false, tone: 'success' },
  'not-accepted': { name: '不予受理', open: false, tone: 'danger' },
  'deemed-withdrawn': { name: '视为撤回', open: false, tone: 'danger' },
  withdrawn: { name: '申请撤回', open: false, tone: 'neutral' },
  ended: { name: '结束', open: false, tone: 'neutral' },
} as const
export type CaseStatus = keyof typeof caseStatuses

export type EndStatus = 'ended' | 'withdrawn'

export type Role = 'clerk' | 'reviewer' | 'head' | 'operator' | 'manager' | 'bureau-staff' | 'administrator'
export type Side = 'centre' | 'bureau'
