/** What pauses the handling clocks: materials asked for after acceptance, and special procedures. */
import { openClock, pauseClocks, resumeClock } from './clocks.ts'
import {
  addSpecial,
  addSupplement,
  changeMaterial,
  changeSupplement,
  endSpecial as closeSpecial,
  openSupplement,
  rowId,
} from './facts.ts'
import type { CasePlan, CaseService } from './facts.ts'
import { markMaterials } from './supplement.ts'
import { followTell } from '../process/tell.ts'
import type { Call } from '../process/plan.ts'
import { specialKinds } from '../../workflows/case/domain.ts'
import type { SpecialKind } from '../../workflows/case/domain.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import type { ClockKind } from '../../workflows/clock/domain.ts'
import { surveyBasis } from '../../workflows/item/domain.ts'

/** Rounds after acceptance are told apart from those before on a material. */
const laterRounds = 100

/** Pauses the promised clock; the statutory one only with a basis. */
const beginLateSupplement: CaseService = (plan, call) => {
  const act = plan.personAct()
  const { at } = call.cause
  const rounds = plan.facts.supplements.filter((row) => row.phase === 'handling').length
  const id = rowId(plan, call)
  const supplement = addSupplement(plan, {
    ...{ id, round: rounds + 1, clockN: 0, phase: 'handling', newDemand: false, reason: plan.said('reason') },
    list: markMaterials(plan, act, rounds + laterRounds),
    ...{ toldAt: at, toldBy: act.actor_name },
  })
  if (plan.facts.row.eDelivery) {
    const delivery = { deliveredAt: at, deliveredDay: dayOf(at), deliveryMethod: 'e-delivery' }
    changeSupplement(plan, supplement, delivery)
  }
  const basis = plan.said('basis') ?? undefined
  const kinds: ClockKind[] = basis ? ['promised', 'statutory'] : ['promised']
  pauseAll(plan, call, kinds, `late-supplement-${rounds + 1}`, '受理后补正材料', basis)
  followTell(plan, call, { paper: 'supplement-notice', message: 'late-supplement', ref: id })
}

const endLateSupplement: CaseService = (plan, call) => {
  const act = plan.personAct()
  const open = openSupplement(plan, call, 'handling')
  const { at } = call.cause
  changeSupplement(plan, open, { status: 'complete', supplementedAt: at, takenBy: act.actor_name })
  for (const { materialId } of open.list) changeMaterial(plan, materialId, { state: 'handed-in' })
  resumeAll(plan, call, `late-supplement-${open.round}`)
}

/** 特别程序: the item says which clocks it counts towards; without an item's word only those of 第四十五条 stop the term. */
const beginSpecial: CaseService = (plan, call) => {
  const act = plan.personAct()
  const kind = String(act.payload.kind) as SpecialKind
  const known = specialKinds[kind]
  const stage = plan.facts.item.specialStages.find((one) => one.kind === kind)
  const countsStatutory = stage ? stage.countsTowardsStatutory : !known.art45
  const countsPromised = stage?.countsTowardsPromised ?? false
  const basis =
    stage?.basis ??
    plan.said('basis') ??
    (known.art45 ? '行政许可法 第四十五条' : '无第四十五条依据：计入法定时限')
  const id = rowId(plan, call)
  addSpecial(plan, {
    ...{ id, kind, name: known.name, reason: plan.said('reason') ?? known.name, basis },
    ...{ countsStatutory, countsPromised, startedAt: call.cause.at, appliedBy: act.actor_name },
    limitDays: typeof act.payload.limitDays === 'number' ? act.payload.limitDays : null,
  })
  if (kind === 'site-survey') lengthenForSurvey(plan, call)
  const kinds: ClockKind[] = []
  if (!countsPromised) kinds.push('promised')
  if (!countsStatutory) kinds.push('statutory')
  pauseAll(plan, call, kinds, id, known.name, basis)
  followTell(plan, call, { paper: 'special-procedure-notice', message: 'special-procedure', ref: id })
}

/** Some items' law gives a longer term where the place is inspected; that is no 延期, and comes once. */
function lengthenForSurvey(plan: CasePlan, call: Call): void {
  const { item } = plan.facts
  const { statutory, statutoryWithSurvey } = item.terms
  const basis = surveyBasis(item)
  const clock = openClock(plan, 'statutory')
  if (!clock || statutory === null || statutoryWithSurvey === null || basis === undefined) return
  if (clock.facts.extensions.some((extension) => extension.basis === basis)) return
  const { at } = call.cause
  if (clock.dueDay !== null && dayOf(at) > clock.dueDay) return // over already: nothing can be added any more
  const extension = { days: statutoryWithSurvey - statutory, on: dayOf(at), basis }
  plan.arm(plan.clocks.extend(clock.id, { id: `${call.key}/survey`, ...extension }, at))
}

const endSpecial: CaseService = (plan, call) => {
  plan.personAct()
  const open = plan.facts.specials.find((row) => row.endedAt === null)
  if (!open) throw new TypeError(`no open special procedure for ${call.key}`)
  const result = (plan.said('result') ?? '已完成').slice(0, 300)
  closeSpecial(plan, open, { endedAt: call.cause.at, result, opinion: plan.said('reason') })
  resumeAll(plan, call, open.id)
}

function pauseAll(
  plan: CasePlan,
  call: Call,
  kinds: ClockKind[],
  id: string,
  cause: string,
  basis?: string,
): void {
  const act = { id, noticedOn: dayOf(call.cause.at), cause, ...(basis && { basis }) }
  pauseClocks(plan, kinds, act, call)
}

function resumeAll(plan: CasePlan, call: Call, pauseId: string): void {
  const { at } = call.cause
  for (const kind of ['promised', 'statutory'] as const) {
    const clock = openClock(plan, kind)
    const open = clock?.facts.pauses.some((one) => one.id === pauseId && one.through === undefined)
    if (clock && open) resumeClock(plan, clock, { pauseId, receivedOn: dayOf(at) }, at)
  }
}

export const pauseServices = { beginLateSupplement, endLateSupplement, beginSpecial, endSpecial }
