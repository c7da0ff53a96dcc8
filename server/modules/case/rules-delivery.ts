/** A term and a closing rest on a delivery (民事诉讼法 第八十七、九十条): how it was delivered, when, and what proves it. */
import { dayOf } from '../../../workflows/clock/calculator.ts'
import { unitDayAfter } from '../../../workflows/clock/calendar.ts'
import { conflict, invalid } from '../../errors.ts'
import type { CaseInput, CaseScene } from './scene.ts'

export function provenDelivery({ context: { row } }: CaseScene, { data }: CaseInput): void {
  if (!data.method) throw invalid([{ path: 'body.data.method', message: '请选择送达方式' }])
  if (data.method === 'e-delivery') {
    if (!row.eDelivery)
      throw invalid([{ path: 'body.data.method', message: '申请人没有同意电子送达，请当面或邮寄送达' }])
  } else if (!data.proof) {
    const message = data.method === 'mail-receipt' ? '邮寄送达请填写回执单号' : '请写明由谁签收'
    throw invalid([{ path: 'body.data.proof', message }])
  }
}

/** Not before the notice, not in the future. */
export function deliveredOnPossibleDay({ context, at }: CaseScene, { data }: CaseInput): void {
  const notice = context.supplements.find((one) => one.status === 'open')
  const day = data.day ?? dayOf(at)
  if (day > dayOf(at) || (notice && day < dayOf(notice.toldAt)))
    throw invalid([{ path: 'body.data.day', message: '送达日期应在告知之日至今日之间' }])
}

export function deliveredAfterDecision({ context: { row }, at }: CaseScene, { data }: CaseInput): void {
  if (data.day === undefined) return
  if (data.day > dayOf(at) || (row.decidedAt !== null && data.day < dayOf(row.decidedAt)))
    throw invalid([{ path: 'body.data.day', message: '送达日期应在作出决定之日至今日之间' }])
}

/** Recording a delivery of long ago ends the case at once: that is a head's word, not a slip of the pen. */
export function termStillRuns({ context, calendar, at, roles }: CaseScene, { data }: CaseInput): void {
  const day = data.day ?? dayOf(at)
  const last = unitDayAfter(calendar, 'working-day', day, context.item.terms.supplement)
  if (last >= dayOf(at) || roles.includes('head')) return
  throw conflict('delivery-term-over', '自该日起算，补正时限已经届满，登记后办件即终止', {
    detail: `请核对送达日期；确系当日送达的（最后一日 ${last}），由负责人登记`,
    extra: { dueDay: last },
  })
}
