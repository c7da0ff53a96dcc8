/** 收件、受理、不予受理, and acceptance by silence (行政许可法 第三十二条). */
import { startClock, stopClocks } from './clocks.ts'
import { addHandover, sendBackHoursOf, writeResult } from './facts.ts'
import type { CasePlan, CaseService } from './facts.ts'
import { followTell } from '../process/tell.ts'
import type { Call } from '../process/plan.ts'
import { addSeconds, dayOf } from '../../workflows/clock/day.ts'
import { completeDay as completeDayOf, handlingStartDay } from '../../workflows/case/terms.ts'
import type { Day } from '../../workflows/clock/domain.ts'
import { basisTexts, isLicensing } from '../../workflows/item/domain.ts'

/** The receipt starts the acceptance clock from the day of receipt, whatever the hour or weekday. */
const registerReceipt: CaseService = (plan, call) => {
  startAcceptanceClock(plan, call, plan.facts.row.receivedDay)
  followTell(plan, call, { paper: 'receipt', message: 'case-received' })
}

/**
 * Silence is acceptance for licensing only (第三十二条第一款第（四）项); for the rest the clock only advises.
 * @param day day on which the materials, or all supplements, were received
 */
export function startAcceptanceClock(plan: CasePlan, call: Call, day: Day): void {
  const { item } = plan.facts
  startClock(
    plan,
    {
      id: call.key,
      kind: 'acceptance',
      mode: isLicensing(item.itemType) ? 'enforce' : 'advise',
      unit: 'working-day',
      budget: item.terms.acceptance,
      startDay: day,
      basis: '行政许可法 第三十二条',
    },
    call.cause.at,
  )
}

const acceptCase: CaseService = (plan, call) => {
  const day = dayOf(call.cause.at)
  Object.assign(plan.facts.row, { acceptedAt: call.cause.at, acceptedDay: day })
  accepted(plan, call, day)
}

/** Not told in time: accepted from the day of receipt, recorded as such. */
const deemAccepted: CaseService = (plan, call) => {
  const day = completeDay(plan)
  plan.noteSystemAct(call, {
    stage: '受理',
    act: 'deemed-accepted',
    actName: '视为受理',
    opinion: `受理时限届满未告知，依照行政许可法第三十二条，自${day}收到申请材料之日起即为受理`,
  })
  const deemed = { deemedAccepted: true, mark: 'deemed-accepted' }
  Object.assign(plan.facts.row, { acceptedAt: call.cause.at, acceptedDay: day, ...deemed })
  accepted(plan, call, day)
}

/** Day on which everything was in: the day of receipt, or of the last supplement. */
function completeDay({ facts }: CasePlan): Day {
  return completeDayOf(facts.row.receivedDay, facts.supplements)
}

function accepted(plan: CasePlan, call: Call, acceptedDay: Day): void {
  const { at } = call.cause
  plan.setStatus(call, 'accepted')
  stopClocks(plan, ['acceptance', 'supplement'], { id: call.key, on: dayOf(at), reason: '已受理' }, at)
  handOverToBureau(plan, call)
  startHandlingClocks(plan, call, acceptedDay)
  const deemed = plan.facts.row.deemedAccepted
  followTell(plan, call, {
    paper: 'acceptance-notice',
    message: deemed ? 'case-deemed-accepted' : 'case-accepted',
  })
  followTell(plan, call, { paper: 'handover-list' })
}

/** 移交: list, files and received time, recorded; the bureau may send back within the agreed hours. */
export function handOverToBureau(plan: CasePlan, call: Call): void {
  const { at } = call.cause
  addHandover(plan, call, 'to-bureau', plan.act?.actor_name ?? '系统')
  const until = addSeconds(at, sendBackHoursOf(plan.facts) * 3_600)
  Object.assign(plan.facts.row, { handedOverAt: at, sendBackUntil: until })
}

/** Statutory and promised side by side, from the item's start event (`requirements.md`, "The acts in order"). */
function startHandlingClocks(plan: CasePlan, call: Call, acceptedDay: Day): void {
  const { terms, basis } = plan.facts.item
  const startDay = handlingStartDay(terms.startEvent, { accepted: acceptedDay, complete: completeDay(plan) })
  const common = { mode: 'advise' as const, startDay }
  if (terms.statutory !== null) {
    const statutory = { unit: terms.unit, unitSource: terms.unitSource, budget: terms.statutory }
    const kind = { id: `${call.key}/statutory`, kind: 'statutory' as const }
    startClock(plan, { ...common, ...kind, ...statutory, basis: basisTexts(basis).join('、') }, call.cause.at)
  }
  startClock(
    plan,
    {
      ...common,
      id: `${call.key}/promised`,
      kind: 'promised',
      unit: terms.promisedUnit,
      budget: terms.promised,
      basis: '事项承诺办结时限',
    },
    call.cause.at,
  )
}

const refuseAcceptance: CaseService = (plan, call) => {
  const { at } = call.cause
  plan.setStatus(call, 'not-accepted')
  plan.facts.row.endedAt = at
  writeResult(plan, { endedAt: at, result: 'not-accepted', refusalReason: plan.said('reason') })
  stopClocks(plan, 'all', { id: call.key, on: dayOf(at), reason: '不予受理' }, at)
  followTell(plan, call, { paper: 'non-acceptance-decision', message: 'refused' })
}

export const acceptanceServices = { registerReceipt, acceptCase, deemAccepted, refuseAcceptance }
