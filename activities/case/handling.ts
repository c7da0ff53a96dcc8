/** 审查、决定、送达: the handling clocks, their extension and pauses, and what ends them. */
import { handOverToBureau } from './acceptance.ts'
import { extendClock, findClock, startClock, stopClocks } from './clocks.ts'
import { pauseServices } from './pause.ts'
import { changeStatus, followUp, noteSystemAct, personAct, reasonOf, subject } from './step.ts'
import type { Service } from '../process/activities.ts'
import { changeCase, listMaterials, markDelivered, writeResult } from '../../server/records/case/case.ts'
import { addHandover, closeSupplement, listSupplements } from '../../server/records/case/supplement.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'

const submitForDecision: Service = async (trx, call) => {
  const it = await subject(trx, call)
  await changeStatus(trx, it.row, call, 'deciding')
  return {}
}

const returnToReview: Service = async (trx, call) => {
  const it = await subject(trx, call)
  await changeStatus(trx, it.row, call, 'accepted')
  return {}
}

/** 退件 within the agreed hours; the handling clocks go on. */
const recordSendBack: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const materials = await listMaterials(trx, it.row.caseNo)
  await addHandover(trx, it.row, {
    id: `${it.row.caseNo}/${call.key}`,
    direction: 'to-centre',
    list: materials.map(({ n, name, state }) => ({ n, name, state })),
    reason: reasonOf(act),
    byName: act.actorName,
    at: call.cause.at,
  })
  await changeStatus(trx, it.row, call, 'sent-back')
  return { followUps: [followUp(call, { paper: 'send-back-notice' })] }
}

const handOver: Service = async (trx, call) => {
  const it = await subject(trx, call)
  await handOverToBureau(trx, call, it)
  await changeStatus(trx, it.row, call, 'accepted')
  return { followUps: [followUp(call, { paper: 'handover-list' })] }
}

/** 行政许可法 第四十二条: once, with the head's approval, and the reasons told. */
const extendTerm: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const clock = await findClock(trx, it.row.caseNo, 'statutory')
  if (!clock) throw new TypeError(`no statutory clock in ${call.instance}`)
  const { extension, extensionBasis } = it.item.terms
  const arm = await extendClock(
    trx,
    clock,
    {
      id: call.key,
      days: extension,
      on: dayOf(call.cause.at),
      basis: extensionBasis ?? '行政许可法 第四十二条',
    },
    call.cause.at,
  )
  return { clocks: [arm], followUps: [followUp(call, { paper: 'extension-notice', message: 'extension' })] }
}

/** Late is recorded; nothing else follows by law, the case goes on. */
function recordLate(act: string, actName: string, opinion: string): Service {
  return async (trx, call) => {
    const it = await subject(trx, call)
    await noteSystemAct(trx, it.row, call, { stage: '监测', act, actName, opinion })
    if (act === 'statutory-overdue') await changeCase(trx, it.row.caseNo, { mark: act }, call.cause.at)
    return {}
  }
}

const issueDecision: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const at = call.cause.at
  const granted = act.outcome === 'grant'
  await changeStatus(trx, it.row, call, 'delivering')
  await changeCase(trx, it.row.caseNo, { decidedAt: at }, at)
  const text = (key: string): string | null =>
    typeof act.payload[key] === 'string' ? String(act.payload[key]) : null
  await writeResult(trx, it.row, {
    endedAt: at,
    result: granted ? 'issued' : 'refused',
    certificateName: granted ? (text('certificateName') ?? it.item.resultName) : null,
    validFrom: granted ? text('validFrom') : null,
    validTo: granted ? text('validTo') : null,
    refusalReason: granted ? null : reasonOf(act),
  })
  const stop = { id: call.key, on: dayOf(at), reason: granted ? '已准予' : '已作出不予决定' }
  const clocks = await stopClocks(trx, it.row.caseNo, ['statutory', 'promised'], stop, at)
  clocks.push(
    await startClock(trx, it.row, {
      id: call.key,
      kind: 'delivery',
      mode: 'advise',
      unit: 'working-day',
      budget: it.item.terms.delivery,
      startDay: dayOf(at),
      basis: '行政许可法 第四十四条',
      at,
    }),
  )
  const tell = granted
    ? ({ paper: 'grant-decision', message: 'decision-granted' } as const)
    : ({ paper: 'refusal-decision', message: 'decision-refused' } as const)
  return { clocks, followUps: [followUp(call, tell)] }
}

const closeCase: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const at = call.cause.at
  const certificateNo = typeof act.payload.certificateNo === 'string' ? act.payload.certificateNo : null
  await markDelivered(trx, it.row.caseNo, { at, method: String(act.payload.method), certificateNo })
  await changeStatus(trx, it.row, call, 'closed')
  await changeCase(trx, it.row.caseNo, { endedAt: at }, at)
  // Recorded today, delivered on its own day: the term is kept or not by that.
  const on = typeof act.payload.day === 'string' ? act.payload.day : dayOf(at)
  const stop = { id: call.key, on, reason: '已送达' }
  const clocks = await stopClocks(trx, it.row.caseNo, 'all', stop, at)
  return { clocks, followUps: [followUp(call, { paper: 'proof-of-service', message: 'delivered' })] }
}

/** 结束办件: ended by the centre, or withdrawn by the applicant. */
const endCase: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const at = call.cause.at
  const status = act.payload.status === 'withdrawn' ? 'withdrawn' : 'ended'
  for (const open of await listSupplements(trx, it.row.caseNo)) {
    if (open.status === 'open') await closeSupplement(trx, open.id, { status: 'ended', at, takenBy: null })
  }
  await changeStatus(trx, it.row, call, status)
  await changeCase(trx, it.row.caseNo, { endedAt: at }, at)
  const result = status === 'withdrawn' ? 'deleted' : 'void'
  await writeResult(trx, it.row, { endedAt: at, result, explanation: reasonOf(act) ?? '' })
  const stop = { id: call.key, on: dayOf(at), reason: '办件已终止' }
  const clocks = await stopClocks(trx, it.row.caseNo, 'all', stop, at)
  const message = status === 'withdrawn' ? 'terminated-withdrawn' : 'terminated-ended'
  return { clocks, followUps: [followUp(call, { paper: 'termination-notice', message })] }
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
