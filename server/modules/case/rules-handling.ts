/** 审查与决定: what was begun is closed before a decision; extension and special procedures as the law has them. */
import { specialKinds } from '../../../workflows/case/domain.ts'
import { newestOf } from '../../../workflows/clock/newest.ts'
import { surveyBasis } from '../../../workflows/item/domain.ts'
import { conflict, invalid } from '../../errors.ts'
import type { CaseInput, CaseScene } from './scene.ts'

/** Steps beside the review, by their task, with the act that begins each. */
const besides = {
  'late-supplement-wait': { name: '受理后补正', begun: 'request-late-supplement' },
  'special-procedure': { name: '特别程序', begun: 'start-special' },
  'extension-approval': { name: '延期审批', begun: 'request-extension' },
} as const
type Beside = keyof typeof besides

function isOpen(task: Beside, { openTasks, pending }: CaseScene): boolean {
  return openTasks.includes(task) || pending.some(({ act }) => act === besides[task].begun)
}

/** A decision waits for what was begun: the pause has to be closed first. */
export function nothingStandsOpen(scene: CaseScene): void {
  const open = (Object.keys(besides) as Beside[]).filter((task) => isOpen(task, scene))
  if (open.length > 0)
    throw conflict('step-open', `${open.map((task) => besides[task].name).join('、')}尚未结束，不能继续`)
}

/** While the centre corrects what was sent back, the bureau has nothing in hand to begin a step with. */
export function inTheBureau({ context: { row } }: CaseScene): void {
  if (row.status === 'sent-back')
    throw conflict('act-not-allowed', '办件已退回受理窗口更正，请待重新移交后办理')
}

export function withinSendBackHours({ context: { row }, at }: CaseScene): void {
  if (row.sendBackUntil && at > row.sendBackUntil)
    throw conflict('send-back-over', '已超过约定的退件时间，不能再退件')
}

export function validityInOrder(_: CaseScene, { data }: CaseInput): void {
  if (data.validFrom && data.validTo && data.validFrom > data.validTo)
    throw invalid([{ path: 'body.data.validTo', message: '有效期截止日不能早于起始日' }])
}

/** 行政许可法 第四十二条: once; only where the item's law allows it, and before the term is over. */
export function extensionPossible({ context: { item }, clocks, at }: CaseScene): void {
  const clock = newestOf(clocks, 'statutory')
  if (!clock || item.terms.extension === 0) throw conflict('no-extension', '该事项没有可以延长的法定时限')
  const extended = clock.facts.extensions.some(({ basis }) => basis !== surveyBasis(item))
  if (extended) throw conflict('extended-already', '法定时限已延长过一次，不能再延')
  if (clock.dueAt !== null && at >= clock.dueAt) throw conflict('term-over', '法定时限已届满，不能再延期')
}

export function noOpenExtension(scene: CaseScene): void {
  if (isOpen('extension-approval', scene)) throw conflict('extension-open', '已有一项延期申请正在审批')
}

export function noOpenLateSupplement(scene: CaseScene): void {
  if (isOpen('late-supplement-wait', scene))
    throw conflict('late-supplement-open', '已有一项受理后补正正在进行')
}

export function noOpenEnding({ openTasks, pending }: CaseScene): void {
  if (openTasks.includes('ending-approval') || pending.some(({ act }) => act === 'propose-end'))
    throw conflict('ending-open', '已有一项结束申请正在审批')
}

export function noOpenSpecial(scene: CaseScene): void {
  if (isOpen('special-procedure', scene)) throw conflict('special-open', '已有一项特别程序正在进行')
}

/** 行政许可法 第四十五条: the time needed is told to the applicant in writing. */
export function namesKind(_: CaseScene, { data }: CaseInput): void {
  if (!data.kind) throw invalid([{ path: 'body.data.kind', message: '请选择特别程序的种类' }])
  if (specialKinds[data.kind].art45 && data.limitDays === undefined)
    throw invalid([{ path: 'body.data.limitDays', message: '请填写所需时间，须书面告知申请人' }])
}
