/**
 * 补正 before acceptance. The term rests on the notice: it runs from its proven delivery, and a second round neither
 * asks for more than the first notice named nor starts the term anew.
 */
import { startAcceptanceClock } from './acceptance.ts'
import { openClock, pauseClocks, resumeClock, startClock, stopClocks } from './clocks.ts'
import {
  addSupplement,
  changeMaterial,
  changeSupplement,
  openSupplement,
  rowId,
  writeResult,
} from './facts.ts'
import type { CasePlan, CaseService, Supplement } from './facts.ts'
import { followTell } from '../process/tell.ts'
import type { Call } from '../process/plan.ts'
import type { SupplementItem } from '../../server/records/case/supplement.ts'
import type { LoadedAct } from '../../server/records/process/step.ts'
import { termUsedUp } from '../../workflows/case/domain.ts'
import { addDays, dayOf, startOfDay } from '../../workflows/clock/calculator.ts'
import { unitDayAfter } from '../../workflows/clock/calendar.ts'

/** Without proof of delivery the case does not end by itself; after these working days somebody is asked to see to it. */
const chaseAfterWorkingDays = 5

const requestSupplement: CaseService = (plan, call) => {
  const { at } = call.cause
  const act = demandOf(plan, call)
  const newDemand = act.act === 'new-demand'
  const before = plan.facts.supplements.filter((row) => row.phase === 'acceptance')
  const round = before.length + 1
  const running = newDemand ? undefined : openClock(plan, 'supplement')
  const clockN = newDemand ? (before.at(-1)?.clockN ?? 0) + 1 : (before.at(-1)?.clockN ?? 1)
  const reason = typeof act.payload.reason === 'string' ? act.payload.reason : null
  const supplement = addSupplement(plan, {
    ...{ id: rowId(plan, call), round, clockN, phase: 'acceptance', newDemand, reason },
    ...{ list: markMaterials(plan, act, round), toldAt: at, toldBy: act.actor_name },
  })
  plan.setStatus(call, 'supplementing')
  if (newDemand) plan.facts.row.mark = 'new-demand'
  const stop = { id: call.key, on: dayOf(at), reason: '已一次性告知补正' }
  stopClocks(plan, ['acceptance'], stop, at)
  if (newDemand) stopClocks(plan, ['supplement'], { ...stop, reason: '经批准提出新的补正要求' }, at)
  if (running) {
    resumeClock(plan, running, { pauseId: `check-${round - 1}`, receivedOn: dayOf(at) }, at)
    copyDelivery(plan, before.at(-1)!, supplement)
  } else if (plan.facts.row.eDelivery) {
    const proof = '申请人同意电子送达，告知书已送达其办件页面并短信通知'
    deliver(plan, call, supplement, { day: dayOf(at), method: 'e-delivery', proof })
  }
  followTell(plan, call, { paper: 'supplement-notice', message: 'supplement-notice', ref: supplement.id })
  const chaseOn = unitDayAfter(plan.calendar, 'working-day', dayOf(at), chaseAfterWorkingDays)
  return { delivered: running !== undefined || plan.facts.row.eDelivery, chaseAt: startOfDay(chaseOn) }
}

/** The demand itself: what the clerk named; for an approved new demand, what the head approved. */
function demandOf({ act, facts }: CasePlan, call: Call): LoadedAct {
  const demand = act?.act === 'approve-demand' ? facts.demand : act
  if (!demand) throw new TypeError(`no demand behind ${call.key}`)
  return demand
}

export function markMaterials(plan: CasePlan, act: LoadedAct, round: number): SupplementItem[] {
  const named = (act.payload.materials ?? []) as (Pick<SupplementItem, 'state' | 'reason'> & { id: string })[]
  return named.map(({ id, state, reason }) => {
    const change = { state, reason, round, ...(round === 1 && { firstNotice: true }) }
    const { name } = changeMaterial(plan, id, change)
    return { materialId: id, name, state, reason }
  })
}

/** The term rests on the notice that started it: a repeated demand goes on with what is left of it. */
function copyDelivery(plan: CasePlan, from: Supplement, to: Supplement): void {
  const { deliveredAt, deliveredDay, deliveryMethod } = from
  const deliveryProof = '沿用首次告知书的送达'
  changeSupplement(plan, to, { deliveredAt, deliveredDay, deliveryMethod, deliveryProof })
}

function deliver(
  plan: CasePlan,
  call: Call,
  supplement: Supplement,
  { day, method, proof }: { day: string; method: string; proof: string | null },
): void {
  const { at } = call.cause
  const delivery = { deliveredAt: at, deliveredDay: day, deliveryMethod: method, deliveryProof: proof }
  changeSupplement(plan, supplement, delivery)
  startClock(
    plan,
    {
      id: `${call.key}/supplement`,
      kind: 'supplement',
      mode: 'enforce',
      unit: 'working-day',
      budget: plan.facts.item.terms.supplement,
      startDay: day,
      basis: '一次性补正告知书',
    },
    at,
  )
}

const recordDelivery: CaseService = (plan, call) => {
  const { payload } = plan.personAct()
  const open = openSupplement(plan, call, 'acceptance')
  deliver(plan, call, open, {
    day: plan.said('day') ?? dayOf(call.cause.at),
    method: String(payload.method),
    proof: payload.proof === undefined ? null : String(payload.proof),
  })
  followTell(plan, call, { paper: 'proof-of-service', ref: open.id })
}

/** All in: checked again. A fresh acceptance clock runs from this day; the applicant's own term stands still. */
const receiveSupplement: CaseService = (plan, call) => {
  const { at } = call.cause
  const on = dayOf(at)
  const open = openSupplement(plan, call, 'acceptance')
  const takenBy = plan.act?.actor_name ?? null
  changeSupplement(plan, open, { status: 'complete', supplementedAt: at, takenBy })
  for (const { materialId } of open.list) changeMaterial(plan, materialId, { state: 'handed-in' })
  plan.setStatus(call, 'received')
  if (openClock(plan, 'supplement')?.dueDay === on) {
    // On its last day: nothing of the term is left that could stand still, and it must not look overdue tomorrow.
    stopClocks(plan, ['supplement'], { id: call.key, on, reason: termUsedUp }, at)
  } else {
    const pause = { id: `check-${open.round}`, noticedOn: on, cause: '补正材料审查' }
    pauseClocks(plan, ['supplement'], pause, call)
  }
  startAcceptanceClock(plan, call, on)
  followTell(plan, call, { message: 'supplement-received' })
}

/** 视为撤回: the term of a proven notice is over and not everything is in. */
const deemWithdrawn: CaseService = (plan, call) => {
  const { at } = call.cause
  const open = openSupplement(plan, call, 'acceptance')
  const explanation = '补正时限届满，申请人未补齐补正材料，视为主动撤回申请'
  plan.noteSystemAct(call, {
    stage: '补正',
    act: 'supplement-expired',
    actName: '视为撤回',
    opinion: explanation,
    nodeKind: 'last',
  })
  changeSupplement(plan, open, { status: 'expired' })
  plan.setStatus(call, 'deemed-withdrawn')
  plan.facts.row.endedAt = at
  writeResult(plan, { endedAt: at, result: 'returned', explanation })
  // `at` is 24:00 of the last day, which is 00:00 of the next.
  stopClocks(plan, 'all', { id: call.key, on: addDays(dayOf(at), -1), reason: '补正时限届满' }, at)
  const message = 'terminated-deemed-withdrawn'
  followTell(plan, call, { paper: 'termination-notice', message, ref: open.id })
}

export const supplementServices = { requestSupplement, recordDelivery, receiveSupplement, deemWithdrawn }
