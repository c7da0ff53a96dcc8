/** 结束办件 and 撤回: until the decision; ending by the centre needs the bureau's word. */
import { withdrawableIn } from '../../../workflows/case/domain.ts'
import { conflict, invalid } from '../../errors.ts'
import type { CaseInput, CaseScene } from './scene.ts'

/** A decision that is kept counts, though its records are still being written: it was there first. */
export function undecided({ context: { row }, pending }: CaseScene): void {
  const decided = pending.some(({ act }) => act === 'grant' || act === 'refuse-grant')
  if (decided || !withdrawableIn.includes(row.status))
    throw conflict('decided-already', '已经作出决定，不能再撤回或结束')
}

/**
 * Once accepted the bureau has the case in hand: the centre ends it only at the applicant's request or with the bureau's
 * consent, and with its head's approval. The applicant's own withdrawal asks nobody.
 */
export function beforeAcceptance({ context: { row }, roles, pending }: CaseScene): void {
  const isKept = pending.some(({ act }) => act === 'accept')
  const accepted = isKept || (row.status !== 'received' && row.status !== 'supplementing')
  if (accepted && roles.length > 0)
    throw conflict(
      'ending-needs-approval',
      '受理后结束办件须有申请人书面申请或审批部门同意，并经负责人批准，请用“提请结束办件”',
    )
}

/** What the head approves rests on a paper: which one. */
export function namesGround(_: CaseScene, { data }: CaseInput): void {
  if (!data.status) throw invalid([{ path: 'body.data.status', message: '请选择结束的依据' }])
  if (!data.proof)
    throw invalid([{ path: 'body.data.proof', message: '请写明书面申请或同意意见的日期、编号' }])
}

/** Withdrawal is the applicant's own right. */
export function mayEnd({ context: { entrusted } }: CaseScene, { data }: CaseInput): void {
  if (data.status !== 'withdrawn' && entrusted && !entrusted.includes('end'))
    throw conflict('outside-entrustment', '委托协议未授权中心结束办件，请联系审批部门')
}
