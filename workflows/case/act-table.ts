/** Every act a person can do on a case: one table for server, web and drawing. Re-exported by domain.ts. */
import type { CaseStatus, Role, Side } from './status.ts'

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
    final: true,
    hint: '凭送达回证登记送达日期；补正时限自次日起算',
  },
  'chase-done': {
    name: '已催办送达',
    task: 'delivery-chase',
    in: ['supplementing'],
    roles: ['clerk', 'head'],
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
    roles: ['clerk', 'head'],
    side: 'centre',
    reason: 'required',
    final: true,
    hint: '办件终止，系统自动向申请人发送办件终止通知书；不影响重新申请，材料可继续使用',
  },
} as const satisfies Record<string, ActSpec>
export type CaseAct = keyof typeof caseActs
