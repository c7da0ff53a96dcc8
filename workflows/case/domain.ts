/**
 * 办件 — statuses, acts and who may do them, in one table. The server answers 409 from it, the web
 * draws its buttons from it, the process definition's user tasks carry the same ids.
 */
import type { ClockKind } from '../clock/domain.ts'

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

export type Role = 'clerk' | 'reviewer' | 'head' | 'operator' | 'bureau-staff' | 'administrator'
export type Side = 'centre' | 'bureau'

export interface ActSpec {
  name: string
  /** User task (element id of the definition) the act completes, or the message it sends. */
  task?: string
  message?: string
  /** Only what the case can take: statuses in which the act is offered. */
  in: readonly CaseStatus[]
  roles: readonly Role[]
  side: Side
  /** The applicant does it too, by handing in on the citizen page; no claim by a clerk stands in the way. */
  applicant?: true
  /** A reason is part of the act and printed on its paper (行政许可法 第三十八条). */
  reason?: 'required' | 'optional'
  /** Cannot be undone: the page asks first. */
  final?: boolean
  /** What the act does, told before it is done. */
  hint: string
}

const open = ['received', 'supplementing', 'accepted', 'sent-back', 'deciding'] as const
const handling = ['accepted', 'deciding'] as const

/** Statuses in which the applicant may still withdraw: until the decision (行政许可法 has no bar before it). */
export const withdrawableIn: readonly CaseStatus[] = open

/** Every act a person can do on a case. Task acts are `<task>/<outcome>` in the definition. */
export const caseActs = {
  accept: {
    name: '受理',
    task: 'acceptance-check',
    in: ['received'],
    roles: ['clerk', 'head'],
    side: 'centre',
    final: true,
    hint: '出具受理通知书，办件移交审批部门，法定与承诺时限按事项规定起算',
  },
  refuse: {
    name: '不予受理',
    task: 'acceptance-check',
    in: ['received'],
    roles: ['clerk', 'head'],
    side: 'centre',
    reason: 'required',
    final: true,
    hint: '出具不予受理决定书并告知救济途径，办件到此结束',
  },
  supplement: {
    name: '一次性告知补正',
    task: 'acceptance-check',
    in: ['received'],
    roles: ['clerk', 'head'],
    side: 'centre',
    reason: 'optional',
    hint: '一次性告知需要补正的全部内容；补正时限自告知书送达之日起算，逾期未补正视为撤回',
  },
  'new-demand': {
    name: '提出新的补正要求',
    task: 'acceptance-check',
    in: ['received'],
    roles: ['clerk'],
    side: 'centre',
    reason: 'required',
    hint: '首次告知书未列明的内容须经负责人批准并说明理由，批准后记录在案',
  },
  'approve-demand': {
    name: '批准新要求',
    task: 'demand-approval',
    in: ['received'],
    roles: ['head'],
    side: 'centre',
    reason: 'required',
    hint: '批准后出具补正告知书，补正时限重新起算',
  },
  'reject-demand': {
    name: '不批准新要求',
    task: 'demand-approval',
    in: ['received'],
    roles: ['head'],
    side: 'centre',
    reason: 'required',
    hint: '退回受理审查，不得要求补正首次告知书以外的内容',
  },
  'record-delivery': {
    name: '登记告知书送达',
    task: 'notice-delivery',
    in: ['supplementing'],
    roles: ['clerk', 'head'],
    side: 'centre',
    hint: '凭送达回证登记送达日期；补正时限自次日起算',
  },
  'chase-done': {
    name: '已催办送达',
    task: 'delivery-chase',
    in: ['supplementing'],
    roles: ['clerk', 'head', 'operator'],
    side: 'centre',
    reason: 'required',
    hint: '记录催办情况；未取得送达证明前办件不会自动终止',
  },
  'complete-supplement': {
    name: '补正材料收齐',
    task: 'supplement-wait',
    in: ['supplementing'],
    roles: ['clerk', 'head'],
    side: 'centre',
    applicant: true,
    hint: '材料已全部补正，办件回到受理审查',
  },
  pass: {
    name: '审查通过，提请决定',
    task: 'review',
    in: ['accepted'],
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'optional',
    hint: '提请负责人作出决定',
  },
  'send-back': {
    name: '退件',
    task: 'review',
    in: ['accepted'],
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'required',
    hint: '在约定时间内退回受理窗口更正；办理时限不停止',
  },
  resubmit: {
    name: '重新移交',
    task: 'resubmit',
    in: ['sent-back'],
    roles: ['clerk', 'head'],
    side: 'centre',
    reason: 'optional',
    hint: '更正后重新移交审批部门',
  },
  grant: {
    name: '准予许可',
    task: 'decide',
    in: ['deciding'],
    roles: ['head'],
    side: 'bureau',
    reason: 'optional',
    final: true,
    hint: '出具准予决定书，送达时限开始计算',
  },
  'refuse-grant': {
    name: '不予许可',
    task: 'decide',
    in: ['deciding'],
    roles: ['head'],
    side: 'bureau',
    reason: 'required',
    final: true,
    hint: '出具不予决定书，说明理由并告知复议、诉讼权利',
  },
  'return-review': {
    name: '退回审查',
    task: 'decide',
    in: ['deciding'],
    roles: ['head'],
    side: 'bureau',
    reason: 'required',
    hint: '退回审查人员重新审查；办理时限不停止',
  },
  deliver: {
    name: '送达结果',
    task: 'deliver',
    in: ['delivering'],
    roles: ['clerk', 'head'],
    side: 'centre',
    hint: '登记送达回证，办件办结',
  },
  'approve-extension': {
    name: '批准延期',
    task: 'extension-approval',
    in: handling,
    roles: ['head'],
    side: 'bureau',
    reason: 'required',
    hint: '法定时限延长一次，出具延期告知书说明理由',
  },
  'reject-extension': {
    name: '不批准延期',
    task: 'extension-approval',
    in: handling,
    roles: ['head'],
    side: 'bureau',
    reason: 'required',
    hint: '时限不变',
  },
  'complete-late-supplement': {
    name: '补正材料收齐',
    task: 'late-supplement-wait',
    in: handling,
    roles: ['clerk', 'reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    applicant: true,
    hint: '材料收齐，时限自次日恢复计算',
  },
  'complete-special': {
    name: '特别程序结束',
    task: 'special-procedure',
    in: handling,
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'required',
    hint: '登记特别程序结果，时限自次日恢复计算',
  },
  'request-extension': {
    name: '申请延期',
    message: 'request-extension',
    in: handling,
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'required',
    hint: '报负责人批准；只能延期一次，批准后告知申请人理由',
  },
  'request-late-supplement': {
    name: '受理后要求补正',
    message: 'request-late-supplement',
    in: handling,
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'required',
    hint: '暂停承诺时限；法定时限仅在有法律依据时暂停',
  },
  'start-special': {
    name: '启动特别程序',
    message: 'start-special',
    in: handling,
    roles: ['reviewer', 'bureau-staff', 'head'],
    side: 'bureau',
    reason: 'required',
    hint: '出具特别程序告知书；是否计入法定时限按事项配置与法律依据',
  },
  end: {
    name: '结束办件',
    message: 'end-case',
    in: open,
    roles: ['clerk', 'head', 'operator'],
    side: 'centre',
    reason: 'required',
    final: true,
    hint: '办件终止，系统自动向申请人发送办件终止通知书；不影响重新申请，材料可继续使用',
  },
} as const satisfies Record<string, ActSpec>
export type CaseAct = keyof typeof caseActs

/** Acts that have no button of their own: intake, and the applicant's word. */
const otherActs: Record<string, string> = {
  receive: '收件',
  withdraw: '申请撤回',
  'hand-in-part': '补交部分材料',
}

/** Name of any act of a case on screen. */
export function actName(act: string): string {
  return caseActs[act as CaseAct]?.name ?? otherActs[act] ?? act
}

/** Acts whose task is open or whose message the case takes in this status, for someone of these roles and side. */
export function allowedActs(
  status: CaseStatus,
  openTasks: readonly string[],
  actor: { roles: readonly string[]; side: string },
): CaseAct[] {
  return (Object.keys(caseActs) as CaseAct[]).filter((id) => {
    const act: ActSpec = caseActs[id]
    if (!act.in.includes(status)) return false
    if (act.task !== undefined && !openTasks.includes(act.task)) return false
    if (actor.side === 'applicant') return act.applicant === true
    if (act.side !== actor.side && !(id === 'end' && actor.roles.includes('operator'))) return false
    return act.roles.some((role) => actor.roles.includes(role))
  })
}

/** User tasks of the shipped definitions, their step name 环节 on worklists and the clock that governs them. */
export const caseTasks = {
  'acceptance-check': { name: '受理审查', clock: 'acceptance' },
  'demand-approval': { name: '新补正要求审批', clock: 'acceptance' },
  'notice-delivery': { name: '告知书送达', clock: 'supplement' },
  'delivery-chase': { name: '催办送达', clock: 'supplement' },
  'supplement-wait': { name: '等待补正', clock: 'supplement' },
  review: { name: '审查', clock: 'statutory' },
  resubmit: { name: '退件更正', clock: 'statutory' },
  decide: { name: '决定', clock: 'statutory' },
  'extension-approval': { name: '延期审批', clock: 'statutory' },
  'late-supplement-wait': { name: '受理后补正', clock: 'promised' },
  'special-procedure': { name: '特别程序', clock: 'promised' },
  deliver: { name: '送达', clock: 'delivery' },
} as const satisfies Record<string, { name: string; clock: ClockKind }>
export type CaseTask = keyof typeof caseTasks

export const materialStates = {
  present: '已收',
  missing: '待补齐',
  defective: '待补正',
  deferred: '容缺',
  'handed-in': '已补交',
} as const
export type MaterialState = keyof typeof materialStates

export const deliveryMethods = {
  'counter-signature': '当面签收',
  'e-delivery': '电子送达（申请人已同意）',
  'mail-receipt': '邮寄签收回执',
} as const
export type DeliveryMethod = keyof typeof deliveryMethods

export const applicantTypes = {
  'natural-person': '自然人',
  enterprise: '企业法人',
  institution: '事业单位法人',
  'social-organisation': '社会组织法人',
  'administrative-organ': '行政机关',
  'individual-business': '个体工商户',
  'other-organisation': '其他组织',
} as const
export type ApplicantType = keyof typeof applicantTypes

export const channels = {
  window: '窗口',
  pc: '电脑端',
  mobile: '移动端',
  mail: '邮寄',
  other: '其他',
} as const
export type Channel = keyof typeof channels

/** Special procedures 特别程序 and how they map to the national code (1 extension, 2 other). */
export const specialKinds = {
  hearing: { name: '听证', art45: true },
  tender: { name: '招标', art45: true },
  auction: { name: '拍卖', art45: true },
  inspection: { name: '检验', art45: true },
  testing: { name: '检测', art45: true },
  quarantine: { name: '检疫', art45: true },
  appraisal: { name: '鉴定', art45: true },
  'expert-review': { name: '专家评审', art45: true },
  'site-survey': { name: '现场踏勘', art45: false },
  'panel-review': { name: '会议评审', art45: false },
} as const
export type SpecialKind = keyof typeof specialKinds

/** Longest strings the platform takes; the page's fields and the server's schemas use the same. */
export const limits = { reason: 1000, name: 200, address: 300, phone: 20, note: 2000 } as const
