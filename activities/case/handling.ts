/** 审查、决定、送达: the handling clocks, their extension and pauses, and what ends them. */
import { handOverToBureau } from './acceptance.ts'
import { openClock, startClock, stopClocks } from './clocks.ts'
import { addHandover, changeSupplement, writeResult } from './facts.ts'
import type { CaseService } from './facts.ts'
import { pauseServices } from './pause.ts'
import { followTell } from '../process/tell.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'

const submitForDecision: CaseService = (plan, call) => plan.setStatus(call, 'deciding')

const returnToReview: CaseService = (plan, call) => plan.setStatus(call, 'accepted')

/** 退件 within the agreed hours; the handling clocks go on. */
const recordSendBack: CaseService = (plan, call) => {
  addHandover(plan, call, 'to-centre', plan.personAct().actor_name)
  plan.setStatus(call, 'sent-back')
  followTell(plan, call, { paper: 'send-back-notice' })
}

const handOver: CaseService = (plan, call) => {
  handOverToBureau(plan, call)
  plan.setStatus(call, 'accepted')
  followTell(plan, call, { paper: 'handover-list' })
}

/** 行政许可法 第四十二条: once, with the head's approval, and the reasons told. */
const extendTerm: CaseService = (plan, call) => {
  const clock = openClock(plan, 'statutory')
  if (!clock) throw new TypeError(`no statutory clock in ${plan.instance.id}`)
  const { extension, extensionBasis } = plan.facts.item.terms
  const { at } = call.cause
  const basis = extensionBasis ?? '行政许可法 第四十二条'
  plan.arm(plan.clocks.extend(clock.id, { id: call.key, days: extension, on: dayOf(at), basis }, at))
  followTell(plan, call, { paper: 'extension-notice', message: 'extension' })
}

/** Late is recorded; nothing else follows by law, the case goes on. */
function recordLate(act: string, actName: string, opinion: string): CaseService {
  return (plan, call) => {
    plan.noteSystemAct(call, { stage: '监测', act, actName, opinion })
    if (act === 'statutory-overdue') plan.facts.row.mark = act
  }
}

const issueDecision: CaseService = (plan, call) => {
  const act = plan.personAct()
  const { at } = call.cause
  const { item, row } = plan.facts
  const granted = act.outcome === 'grant'
  plan.setStatus(call, 'delivering')
  row.decidedAt = at
  writeResult(plan, {
    endedAt: at,
    result: granted ? 'issued' : 'refused',
    certificateName: granted ? (plan.said('certificateName') ?? item.resultName) : null,
    validFrom: granted ? plan.said('validFrom') : null,
    validTo: granted ? plan.said('validTo') : null,
    refusalReason: granted ? null : plan.said('reason'),
  })
  const stop = { id: call.key, on: dayOf(at), reason: granted ? '已准予' : '已作出不予决定' }
  stopClocks(plan, ['statutory', 'promised'], stop, at)
  startClock(
    plan,
    {
      id: call.key,
      kind: 'delivery',
      mode: 'advise',
      unit: 'working-day',
      budget: item.terms.delivery,
      startDay: dayOf(at),
      basis: '行政许可法 第四十四条',
    },
    at,
  )
  followTell(
    plan,
    call,
    granted
      ? { paper: 'grant-decision', message: 'decision-granted' }
      : { paper: 'refusal-decision', message: 'decision-refused' },
  )
}

const closeCase: CaseService = (plan, call) => {
  const act = plan.personAct()
  const { at } = call.cause
  const { facts } = plan
  if (!facts.result) throw new TypeError(`nothing was decided in ${plan.instance.id}`)
  const certificateNo = plan.said('certificateNo') ?? facts.result.certificateNo
  const delivery = { delivered: true, deliveredAt: at, deliveryMethod: String(act.payload.method) }
  writeResult(plan, { ...facts.result, ...delivery, certificateNo })
  plan.setStatus(call, 'closed')
  facts.row.endedAt = at
  // Recorded today, delivered on its own day: the term is kept or not by that.
  stopClocks(plan, 'all', { id: call.key, on: plan.said('day') ?? dayOf(at), reason: '已送达' }, at)
  followTell(plan, call, { paper: 'proof-of-service', message: 'delivered' })
}

/** 结束办件: ended by the centre, or withdrawn by the applicant; after acceptance, what the head has approved. */
const endCase: CaseService = (plan, call) => {
  const own = plan.personAct()
  const act = own.outcome === 'approve-end' ? plan.facts.endProposal : own
  if (!act) throw new TypeError(`no request to end behind ${call.key}`)
  const { at } = call.cause
  const withdrawn = act.payload.status === 'withdrawn'
  for (const open of plan.facts.supplements)
    if (open.status === 'open') changeSupplement(plan, open, { status: 'ended' })
  plan.setStatus(call, withdrawn ? 'withdrawn' : 'ended')
  plan.facts.row.endedAt = at
  const result = withdrawn ? 'deleted' : 'void'
  writeResult(plan, { endedAt: at, result, explanation: String(act.payload.reason ?? '') })
  stopClocks(plan, 'all', { id: call.key, on: dayOf(at), reason: '办件已终止' }, at)
  const message = withdrawn ? 'terminated-withdrawn' : 'terminated-ended'
  followTell(plan, call, { paper: 'termination-notice', message })
}

export const handlingServices = {
  submitForDecision,
  returnToReview,
  recordSendBack,
  handOver,
  extendTerm,
  ...pauseServices,
  recordOverdue: recordLate('statutory-overdue', '法定时限届满', '法定时限届满，尚未作出决定'),
  recordPromiseOverdue: recordLate('promised-overdue', '承诺时限届满', '承诺时限届满，尚未作出决定'),
  recordDeliveryOverdue: recordLate('delivery-overdue', '送达时限届满', '送达时限届满，决定尚未送达'),
  issueDecision,
  closeCase,
  endCase,
}
