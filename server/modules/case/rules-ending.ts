/** 结束办件 and 撤回: until the decision; ending by the centre needs the bureau's word. */
import { withdrawableIn } from '../../../workflows/case/domain.ts'
import { conflict } from '../../errors.ts'
import type { CaseInput, CaseScene } from './scene.ts'

/** A decision that is kept counts, though its records are still being written: it was there first. */
export function undecided({ context: { row }, pending }: CaseScene): void {
  const decided = pending.some(({ act }) => act === 'grant' || act === 'refuse-grant')
  if (decided || !withdrawableIn.includes(row.status))
    throw conflict('decided-already', '已经作出决定，不能再撤回或结束')
}

/** Withdrawal is the applicant's own right. */
export function mayEnd({ context: { entrusted } }: CaseScene, { data }: CaseInput): void {
  if (data.status !== 'withdrawn' && entrusted && !entrusted.includes('end'))
    throw conflict('outside-entrustment', '委托协议未授权中心结束办件，请联系审批部门')
}
