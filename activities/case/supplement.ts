/**
 * 补正 before acceptance. The term rests on the notice: it runs from its proven delivery, and a second round neither
 * asks for more than the first notice named nor starts the term anew.
 */
import { findClock, pauseClock, resumeClock, startClock, stopClocks, workingDaysAfter } from './clocks.ts'
import { actOf, changeStatus, followUp, noteSystemAct, reasonOf, subject } from './step.ts'
import type { Subject } from './step.ts'
import { startAcceptanceClock } from './acceptance.ts'
import type { Service } from '../process/activities.ts'
import { changeCase, changeMaterial, listMaterials, writeResult } from '../../server/records/case/case.ts'
import {
  addSupplement,
  closeSupplement,
  copyDelivery,
  findOpenSupplement,
  listSupplements,
  recordSupplementDelivery,
} from '../../server/records/case/supplement.ts'
import type { SupplementItem } from '../../server/records/case/supplement.ts'
import { findLastAct } from '../../server/records/process/act.ts'
import type { ActRow } from '../../server/records/process/act.ts'
import { termUsedUp } from '../../workflows/case/domain.ts'
import { addDays, dayOf, startOfDay } from '../../workflows/clock/calculator.ts'
import type { ClockArm, ServiceCall } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'

/** Without proof of delivery the case does not end by itself; after these working days somebody is asked to see to it. */
const chaseAfterWorkingDays = 5

const requestSupplement: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const at = call.cause.at
  const act = await demandOf(trx, call)
  const newDemand = act.act === 'new-demand'
  const before = (await listSupplements(trx, it.row.caseNo)).filter((row) => row.phase === 'acceptance')
  const round = before.length + 1
  const running = newDemand ? undefined : await findClock(trx, it.row.caseNo, 'supplement')
  const clockN = newDemand ? (before.at(-1)?.clockN ?? 0) + 1 : (before.at(-1)?.clockN ?? 1)
  const list = await markMaterials(trx, it, act, round, at)
  const id = `${it.row.caseNo}/${call.key}`
  await addSupplement(trx, it.row, {
    id,
    round,
    clockN,
    phase: 'acceptance',
    newDemand,
    reason: reasonOf(act),
    list,
    toldAt: at,
    toldBy: act.actorName,
  })
  await changeStatus(trx, it.row, call, 'supplementing')
  if (newDemand) await changeCase(trx, it.row.caseNo, { mark: 'new-demand' }, at)
  const stop = { id: call.key, on: dayOf(at), reason: '已一次性告知补正' }
  const clocks = await stopClocks(trx, it.row.caseNo, ['acceptance'], stop, at)
  if (newDemand) {
    const superseded = { id: call.key, on: dayOf(at), reason: '经批准提出新的补正要求' }
    clocks.push(...(await stopClocks(trx, it.row.caseNo, ['supplement'], superseded, at)))
  }
  const delivered = running !== undefined || it.row.eDelivery
  if (running) {
    const end = { pauseId: `check-${round - 1}`, receivedOn: dayOf(at) }
    clocks.push(await resumeClock(trx, running, end, at))
    // The term rests on the notice that started it: a repeated demand goes on with what is left of it.
    await copyDelivery(trx, before.at(-1)!, id)
  } else if (it.row.eDelivery) {
    const proof = '申请人同意电子送达，告知书已送达其办件页面并短信通知'
    clocks.push(await deliver(trx, call, it, id, { day: dayOf(at), method: 'e-delivery', proof }))
  }
  return {
    vars: { delivered, chaseAt: startOfDay(await workingDaysAfter(trx, dayOf(at), chaseAfterWorkingDays)) },
    clocks,
    followUps: [followUp(call, { paper: 'supplement-notice', message: 'supplement-notice', ref: id })],
  }
}

/** The demand itself: what the clerk named; for an approved new demand, what the head approved. */
async function demandOf(trx: Db, call: ServiceCall): Promise<ActRow> {
  const act = await actOf(trx, call)
  const demand = act?.act === 'approve-demand' ? await findLastAct(trx, call.instance, 'new-demand') : act
  if (!demand) throw new TypeError(`no demand behind ${call.key}`)
  return demand
}

export async function markMaterials(
  trx: Db,
  it: Subject,
  act: ActRow,
  round: number,
  at: string,
): Promise<SupplementItem[]> {
  const named = (act.payload.materials ?? []) as {
    id: string
    state: 'missing' | 'defective'
    reason: string
  }[]
  const materials = await listMaterials(trx, it.row.caseNo)
  const list: SupplementItem[] = []
  for (const { id, state, reason } of named) {
    const material = materials.find((one) => one.id === id)
    if (!material) throw new TypeError(`no material ${id}`)
    await changeMaterial(trx, id, { state, reason, round, ...(round === 1 && { firstNotice: true }) }, at)
    list.push({ materialId: id, name: material.name, state, reason })
  }
  return list
}

async function deliver(
  trx: Db,
  call: ServiceCall,
  it: Subject,
  supplementId: string,
  delivery: { day: string; method: string; proof: string | null },
): Promise<ClockArm> {
  await recordSupplementDelivery(trx, supplementId, { at: call.cause.at, ...delivery })
  return startClock(trx, it.row, {
    id: `${call.key}/supplement`,
    kind: 'supplement',
    mode: 'enforce',
    unit: 'working-day',
    budget: it.item.terms.supplement,
    startDay: delivery.day,
    basis: '一次性补正告知书',
    at: call.cause.at,
  })
}

const recordDelivery: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const act = await actOf(trx, call)
  const open = await findOpenSupplement(trx, it.row.caseNo, 'acceptance')
  if (!open || !act) throw new TypeError(`no open supplement for ${call.key}`)
  const clock = await deliver(trx, call, it, open.id, {
    day: String(act.payload.day ?? dayOf(call.cause.at)),
    method: String(act.payload.method),
    proof: act.payload.proof === undefined ? null : String(act.payload.proof),
  })
  return { clocks: [clock], followUps: [followUp(call, { paper: 'proof-of-service', ref: open.id })] }
}

/** All in: checked again. A fresh acceptance clock runs from this day; the applicant's own term stands still. */
const receiveSupplement: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const at = call.cause.at
  const act = await actOf(trx, call)
  const open = await findOpenSupplement(trx, it.row.caseNo, 'acceptance')
  if (!open) throw new TypeError(`no open supplement for ${call.key}`)
  await closeSupplement(trx, open.id, { status: 'complete', at, takenBy: act?.actorName ?? null })
  for (const { materialId } of open.list) await changeMaterial(trx, materialId, { state: 'handed-in' }, at)
  await changeStatus(trx, it.row, call, 'received')
  const clocks: ClockArm[] = []
  const term = await findClock(trx, it.row.caseNo, 'supplement')
  if (term?.dueDay === dayOf(at)) {
    // On its last day: nothing of the term is left that could stand still, and it must not look overdue tomorrow.
    const stop = { id: call.key, on: dayOf(at), reason: termUsedUp }
    clocks.push(...(await stopClocks(trx, it.row.caseNo, ['supplement'], stop, at)))
  } else if (term) {
    const pause = { id: `check-${open.round}`, noticedOn: dayOf(at), cause: '补正材料审查' }
    clocks.push(await pauseClock(trx, term, pause, at))
  }
  clocks.push(await startAcceptanceClock(trx, it, call, dayOf(at)))
  return { clocks, followUps: [followUp(call, { message: 'supplement-received' })] }
}

/** 视为撤回: the term of a proven notice is over and not everything is in. */
const deemWithdrawn: Service = async (trx, call) => {
  const it = await subject(trx, call)
  const at = call.cause.at
  const open = await findOpenSupplement(trx, it.row.caseNo, 'acceptance')
  if (!open) throw new TypeError(`no open supplement for ${call.key}`)
  const explanation = '补正时限届满，申请人未补齐补正材料，视为主动撤回申请'
  await noteSystemAct(trx, it.row, call, {
    stage: '补正',
    act: 'supplement-expired',
    actName: '视为撤回',
    opinion: explanation,
    nodeKind: 'last',
  })
  await closeSupplement(trx, open.id, { status: 'expired', at, takenBy: null })
  await changeStatus(trx, it.row, call, 'deemed-withdrawn')
  await changeCase(trx, it.row.caseNo, { endedAt: at }, at)
  await writeResult(trx, it.row, { endedAt: at, result: 'returned', explanation })
  // `at` is 24:00 of the last day, which is 00:00 of the next.
  const stop = { id: call.key, on: addDays(dayOf(at), -1), reason: '补正时限届满' }
  const clocks = await stopClocks(trx, it.row.caseNo, 'all', stop, at)
  const tell = { paper: 'termination-notice', message: 'terminated-deemed-withdrawn', ref: open.id } as const
  return { clocks, followUps: [followUp(call, tell)] }
}

export const supplementServices = { requestSupplement, recordDelivery, receiveSupplement, deemWithdrawn }
