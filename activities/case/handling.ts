/** 审查、决定、送达: the handling clocks, their extension and pauses, and what ends them. */
import { extendClock, findClock, pauseClock, resumeClock, startClock, stopClocks } from './clocks.ts'
import { actOf, changeStatus, followUp, noteSystemAct, reasonOf, subject } from './step.ts'
import { handOverToBureau } from './acceptance.ts'
import { markMaterials } from './supplement.ts'
import type { Service } from '../process/activities.ts'
import {
  changeCase,
  changeMaterial,
  listMaterials,
  markDelivered,
  writeResult,
} from '../../server/modules/case/repository.ts'
import {
  addHandover,
  addSpecial,
  addSupplement,
  closeSupplement,
  endSpecial as closeSpecial,
  findOpenSupplement,
  listSpecials,
  listSupplements,
  recordSupplementDelivery,
} from '../../server/modules/case/supplement-repository.ts'
import { specialKinds } from '../../workflows/case/domain.ts'
import type { SpecialKind } from '../../workflows/case/domain.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import type { ClockKind } from '../../workflows/clock/domain.ts'
import type { ClockArm, ServiceCall } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'
import type { ActRow } from '../../server/modules/process/act-repository.ts'

async function personAct(trx: Db, call: ServiceCall): Promise<ActRow> {
  const act = await actOf(trx, call)
  if (!act) throw new TypeError(`no act behind ${call.key}`)
  return act
}

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

/** Pauses the promised clock; the statutory one only with a basis. */
const beginLateSupplement: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const at = call.cause.at
  const rounds = (await listSupplements(trx, it.row.caseNo)).filter((row) => row.phase === 'handling').length
  const id = `${it.row.caseNo}/${call.key}`
  const list = await markMaterials(trx, it, act, rounds + 100, at)
  await addSupplement(trx, it.row, {
    id,
    round: rounds + 1,
    clockN: 0,
    phase: 'handling',
    newDemand: false,
    reason: reasonOf(act),
    list,
    toldAt: at,
    toldBy: act.actorName,
  })
  if (it.row.eDelivery) {
    await recordSupplementDelivery(trx, id, { at, day: dayOf(at), method: 'e-delivery', proof: null })
  }
  const basis =
    typeof act.payload.basis === 'string' && act.payload.basis !== '' ? act.payload.basis : undefined
  const kinds: ClockKind[] = basis ? ['promised', 'statutory'] : ['promised']
  return {
    clocks: await pauseAll(trx, call, kinds, `late-supplement-${rounds + 1}`, '受理后补正材料', basis),
  }
}

const endLateSupplement: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const at = call.cause.at
  const open = await findOpenSupplement(trx, it.row.caseNo, 'handling')
  if (!open) throw new TypeError(`no open supplement for ${call.key}`)
  await closeSupplement(trx, open.id, { status: 'complete', at, takenBy: act.actorName })
  for (const { materialId } of open.list) await changeMaterial(trx, materialId, { state: 'handed-in' }, at)
  return { clocks: await resumeAll(trx, call, `late-supplement-${open.round}`) }
}

/** 特别程序: the item says which clocks it counts towards; without an item's word only those of 第四十五条 stop the term. */
const beginSpecial: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const kind = String(act.payload.kind) as SpecialKind
  const known = specialKinds[kind]
  const stage = it.item.specialStages.find((one) => one.kind === kind)
  const countsStatutory = stage ? stage.countsTowardsStatutory : !known.art45
  const countsPromised = stage?.countsTowardsPromised ?? false
  const basis = stage?.basis ?? (known.art45 ? '行政许可法 第四十五条' : '无第四十五条依据：计入法定时限')
  const id = `${it.row.caseNo}/${call.key}`
  await addSpecial(trx, it.row, {
    id,
    kind,
    name: known.name,
    reason: reasonOf(act) ?? known.name,
    basis,
    countsStatutory,
    countsPromised,
    startedAt: call.cause.at,
    limitDays: typeof act.payload.limitDays === 'number' ? act.payload.limitDays : null,
    appliedBy: act.actorName,
  })
  const kinds: ClockKind[] = []
  if (!countsPromised) kinds.push('promised')
  if (!countsStatutory) kinds.push('statutory')
  return {
    clocks: await pauseAll(trx, call, kinds, id, known.name, basis),
    followUps: [followUp(call, { paper: 'special-procedure-notice', message: 'special-procedure', ref: id })],
  }
}

const endSpecial: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await personAct(trx, call)
  const open = (await listSpecials(trx, it.row.caseNo)).find((row) => row.endedAt === null)
  if (!open) throw new TypeError(`no open special procedure for ${call.key}`)
  const result = String(act.payload.result ?? '已完成').slice(0, 300)
  await closeSpecial(trx, open.id, { at: call.cause.at, result, opinion: reasonOf(act) })
  return { clocks: await resumeAll(trx, call, open.id) }
}

async function pauseAll(
  trx: Db,
  call: ServiceCall,
  kinds: ClockKind[],
  id: string,
  cause: string,
  basis?: string,
): Promise<ClockArm[]> {
  const { row } = await subject(trx, call)
  const arms: ClockArm[] = []
  for (const kind of kinds) {
    const clock = await findClock(trx, row.caseNo, kind)
    if (!clock) continue
    const act = { id, noticedOn: dayOf(call.cause.at), cause, ...(basis && { basis }) }
    arms.push(await pauseClock(trx, clock, act, call.cause.at))
  }
  return arms
}

async function resumeAll(trx: Db, call: ServiceCall, pauseId: string): Promise<ClockArm[]> {
  const { row } = await subject(trx, call)
  const arms: ClockArm[] = []
  for (const kind of ['promised', 'statutory'] as const) {
    const clock = await findClock(trx, row.caseNo, kind)
    const open = clock?.facts.pauses.some((one) => one.id === pauseId && one.through === undefined)
    if (!clock || !open) continue
    arms.push(await resumeClock(trx, clock, { pauseId, receivedOn: dayOf(call.cause.at) }, call.cause.at))
  }
  return arms
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
    await startClock(trx, it.row.caseNo, {
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
  const stop = { id: call.key, on: dayOf(at), reason: '已送达' }
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
  beginLateSupplement,
  endLateSupplement,
  beginSpecial,
  endSpecial,
  recordOverdue: recordLate('statutory-overdue', '法定时限届满', '法定时限届满，尚未作出决定'),
  recordPromiseOverdue: recordLate('promised-overdue', '承诺时限届满', '承诺时限届满，尚未作出决定'),
  recordDeliveryOverdue: recordLate('delivery-overdue', '送达时限届满', '送达时限届满，决定尚未送达'),
  issueDecision,
  closeCase,
  endCase,
}
