/** What pauses the handling clocks: materials asked for after acceptance, and special procedures. */
import { extendClock, findClock, pauseClock, resumeClock } from './clocks.ts'
import { followUp, personAct, reasonOf, subject } from './step.ts'
import type { Subject } from './step.ts'
import { markMaterials } from './supplement.ts'
import type { Service } from '../process/activities.ts'
import { changeMaterial } from '../../server/records/case/case.ts'
import {
  addSpecial,
  addSupplement,
  closeSupplement,
  endSpecial as closeSpecial,
  findOpenSupplement,
  listSpecials,
  listSupplements,
  recordSupplementDelivery,
} from '../../server/records/case/supplement.ts'
import { specialKinds } from '../../workflows/case/domain.ts'
import type { SpecialKind } from '../../workflows/case/domain.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import type { ClockKind } from '../../workflows/clock/domain.ts'
import { surveyBasis } from '../../workflows/item/domain.ts'
import type { ClockArm, ServiceCall } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'

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
    followUps: [followUp(call, { paper: 'supplement-notice', message: 'late-supplement', ref: id })],
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
  const named = typeof act.payload.basis === 'string' && act.payload.basis !== '' ? act.payload.basis : null
  const basis =
    stage?.basis ?? named ?? (known.art45 ? '行政许可法 第四十五条' : '无第四十五条依据：计入法定时限')
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
  const longer = kind === 'site-survey' ? await lengthenForSurvey(trx, call, it) : []
  const kinds: ClockKind[] = []
  if (!countsPromised) kinds.push('promised')
  if (!countsStatutory) kinds.push('statutory')
  return {
    clocks: [...longer, ...(await pauseAll(trx, call, kinds, id, known.name, basis))],
    followUps: [followUp(call, { paper: 'special-procedure-notice', message: 'special-procedure', ref: id })],
  }
}

/** Some items' law gives a longer term where the place is inspected; that is no 延期, and comes once. */
async function lengthenForSurvey(trx: Db, call: ServiceCall, it: Subject): Promise<ClockArm[]> {
  const { statutory, statutoryWithSurvey } = it.item.terms
  const basis = surveyBasis(it.item)
  const clock = await findClock(trx, it.row.caseNo, 'statutory')
  if (!clock || statutory === null || statutoryWithSurvey === null || basis === undefined) return []
  if (clock.facts.extensions.some((extension) => extension.basis === basis)) return []
  const on = dayOf(call.cause.at)
  if (clock.dueDay !== null && on > clock.dueDay) return [] // over already: nothing can be added any more
  const days = statutoryWithSurvey - statutory
  return [await extendClock(trx, clock, { id: `${call.key}/survey`, days, on, basis }, call.cause.at)]
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

export const pauseServices = { beginLateSupplement, endLateSupplement, beginSpecial, endSpecial }
