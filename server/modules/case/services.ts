/** The case's own services, in the words of someone who draws. One without words does not compile. */
import type { CaseService } from '../../../workflows/case/services.ts'
import type { ServiceWord } from '../../service-word.ts'

const words: Record<CaseService, [title: string, description: string]> = {
  registerReceipt: ['登记收件', '登记收件，自收件之日起算受理时限，出具收件凭证'],
  acceptCase: ['受理并移交', '出具受理通知书，移交审批部门，起算法定与承诺时限'],
  deemAccepted: ['视为受理', '受理时限届满未告知的，自收件之日起视为受理'],
  refuseAcceptance: ['不予受理', '出具不予受理决定书，办件结束'],
  requestSupplement: ['一次性告知补正', '出具补正告知书并送达，停止受理时限'],
  recordDelivery: ['登记告知书送达', '记录告知书送达日，起算补正时限'],
  receiveSupplement: ['核收补正材料', '停止补正时限，重新起算受理时限'],
  deemWithdrawn: ['视为撤回', '逾期未补正的，记录视为撤回申请'],
  submitForDecision: ['提请决定', '办件转为待决定状态'],
  returnToReview: ['退回审查', '办件退回审查环节'],
  recordSendBack: ['登记退件', '记录审批部门退件及理由，时限继续计算'],
  handOver: ['移交', '向审批部门移交办件与材料清单'],
  extendTerm: ['延长时限并告知', '依法延长办理时限一次，出具延期告知书'],
  beginLateSupplement: ['受理后补正：告知', '告知需补正的材料，按规定暂停计时'],
  endLateSupplement: ['受理后补正：收齐', '恢复计时'],
  beginSpecial: ['特别程序：开始', '告知特别程序，按事项规定暂停计时'],
  endSpecial: ['特别程序：结束', '记录结果，恢复计时'],
  recordOverdue: ['记录法定超期', '记录超过法定时限，办件继续办理'],
  recordPromiseOverdue: ['记录承诺超期', '记录超过承诺时限，办件继续办理'],
  recordDeliveryOverdue: ['记录送达超期', '记录超过送达时限'],
  issueDecision: ['出具决定书', '按决定出具准予或不予许可决定书，起算送达时限'],
  closeCase: ['办结归档', '停止全部时限，办件办结'],
  endCase: ['终止办件', '停止全部时限，出具终止通知书，办件结束'],
}

export const caseServices: readonly ServiceWord[] = Object.entries(words).map(
  ([name, [title, description]]) => ({
    name,
    title,
    description,
    inputs: [],
  }),
)
