/**
 * What a paper and a message of a case say: its facts as the step leaves them, and nothing that comes after. Pure; names
 * and numbers are opened here and lie sealed with the follow-up until it is printed and sent.
 */
import type { CaseFacts, CasePlan, Supplement } from './facts.ts'
import { sendBackHoursOf } from './facts.ts'
import { isRepeated, paperInput } from './paper-input.ts'
import type { PaperContext, Told } from './paper-input.ts'
import type { Letter, Tell } from '../process/follow.ts'
import type { Call } from '../process/plan.ts'
import { numberOf, titleOf } from '../process/tell.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import type { Personal } from '../../server/personal.ts'
import { provisionalClause, unitDayAfter } from '../../workflows/clock/calendar.ts'
import { addDays, dayOf, read } from '../../workflows/clock/calculator.ts'
import type { Calendar, ClockKind } from '../../workflows/clock/domain.ts'
import { newestOf } from '../../workflows/clock/newest.ts'
import { basisTexts } from '../../workflows/item/domain.ts'
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'

export interface LetterDeps {
  personal: Personal
  publicUrl: string
}

export function caseLetter(
  deps: LetterDeps,
  plan: CasePlan,
  { cause }: Pick<Call, 'cause'>,
  tell: Tell,
): Letter {
  const { paper, message } = tell
  const told = { ...tell, at: cause.at }
  const phone = deps.personal.open(plan.facts.row.phoneEnc)
  return {
    ...(paper && { paper: paperInput(paper, paperContext(deps, plan, told)) }),
    ...(message && { message: { vars: messageVars(message, told, factsOf(plan, told)), phone } }),
  }
}

/** What papers and messages both tell of. */
function factsOf(plan: CasePlan, told: Told) {
  const { facts, calendar } = plan
  const { row, item, supplements, specials } = facts
  return {
    ...{ row, item, supplements, calendar },
    basis: basisTexts(item.basis).join('、'),
    sendBackHours: sendBackHoursOf(facts),
    clocks: plan.clocks.all(),
    special: specials.find((one) => one.id === told.ref),
    lastDayIfDeliveredOn: unitDayAfter(calendar, 'working-day', dayOf(told.at), item.terms.supplement),
  }
}

type Facts = ReturnType<typeof factsOf>

function paperContext({ personal, publicUrl }: LetterDeps, plan: CasePlan, told: Told): PaperContext {
  const { facts, act } = plan
  // A paper gives the reasons of the request, not the word of its approval.
  const said = act?.outcome === 'approve-end' ? facts.endProposal : act
  const { row, decision } = facts
  const { supplements, calendar, ...shared } = factsOf(plan, told)
  const notice = supplements.find((one) => one.id === told.ref) ?? supplements.at(-1)
  return {
    ...shared,
    tell: told,
    applicantName: personal.open(row.applicantNameEnc),
    querySecret: personal.open(row.querySecretEnc),
    progressUrl: `${publicUrl}/c?no=${row.caseNo}`,
    act: said ? { payload: said.payload, actorName: said.actor_name } : undefined,
    extensionReason: facts.extensionRequest?.payload.reason,
    calendar,
    centre: facts.centre,
    bureau: facts.bureau,
    entrustmentNo: facts.entrustment?.no,
    materials: facts.materials,
    notice,
    noticeNumber: notice && noticeNumber(facts, notice),
    termNoticeNumber: termNoticeNumber(facts, notice),
    daysLeft: daysLeft(newestOf(shared.clocks, 'supplement'), calendar, told.at),
    lastDayBefore: lastDayBefore(plan),
    result: facts.result ?? undefined,
    decision: decision
      ? {
          number: numberOf(decision.stepKey, decision.kind),
          title: titleOf(decision.stepKey, decision.kind),
        }
      : undefined,
  }
}

/** A supplement's id names the step of its notice. */
function noticeNumber({ row }: CaseFacts, notice: Supplement): string {
  return numberOf(notice.id.slice(row.caseNo.length + 1), 'supplement-notice')
}

/** Rounds of one clock share its term: the first of them is the notice that was delivered. */
function termNoticeNumber(facts: CaseFacts, notice: Supplement | undefined): string | undefined {
  const rounds = facts.supplements.filter(
    (one) => one.phase === notice?.phase && one.clockN === notice.clockN,
  )
  const first = rounds.sort((a, b) => a.round - b.round)[0]
  return first && noticeNumber(facts, first)
}

/** Days of a clock that are left when it is told of. */
function daysLeft(clock: StoredClock | undefined, calendar: Calendar, at: string): number {
  return clock ? read(clock.facts, calendar, at).remaining : 0
}

/** The last day of the statutory term before it was extended. */
function lastDayBefore({ clocks }: CasePlan): string | undefined {
  const statutory = clocks.newest('statutory')
  const extended = clocks.changes.filter(
    ({ clockId, cause }) => clockId === statutory?.id && cause === 'extend',
  )
  return extended.at(-1)?.dueDayBefore ?? undefined
}

function messageVars(
  message: NotificationTemplate,
  tell: Told,
  { row, item, clocks, supplements, special, calendar, lastDayIfDeliveredOn }: Facts,
): NotificationVars {
  const clock = newestOf(clocks, clockOfMessage[message] ?? 'promised')
  const supplement = supplements.find((one) => one.id === tell.ref)
  const left = clock ? daysText(daysLeft(clock, calendar, tell.at), clock.facts.unit) : ''
  const repeated = message === 'supplement-notice' && isRepeated(supplement)
  return {
    caseNo: row.caseNo,
    item: row.itemName,
    date: message === 'case-deemed-accepted' ? (row.acceptedDay ?? '') : dayOf(tell.at),
    lastDay: lastDayText(
      tell,
      clock?.dueDay ?? null,
      supplement?.deliveredDay ?? null,
      lastDayIfDeliveredOn,
      (day) => day + provisionalClause(calendar, day),
    ),
    count: supplement?.list.length ?? 0,
    days:
      message === 'extension'
        ? daysText(item.terms.extension, item.terms.unit)
        : message === 'special-procedure'
          ? special?.limitDays
            ? `${special.limitDays}个工作日`
            : '视情况而定'
          : repeated && left
            ? `沿用首次告知的期限、尚余${left}`
            : `${item.terms.supplement}个工作日`,
    procedure: special?.name ?? '',
    remaining: left,
  }
}

const clockOfMessage: Partial<Record<NotificationTemplate, ClockKind>> = {
  'supplement-notice': 'supplement',
  'supplement-reminder': 'supplement',
  'terminated-deemed-withdrawn': 'supplement',
  extension: 'statutory',
  'decision-granted': 'delivery',
}

/** The last day as the clock has it; before delivery, the last day if it is delivered on the day of the notice. */
function lastDayText(
  tell: Told,
  dueDay: string | null,
  deliveredDay: string | null,
  fallback: string,
  say: (day: string) => string,
): string {
  if (tell.message === 'terminated-deemed-withdrawn') return dueDay ?? addDays(dayOf(tell.at), -1)
  if (tell.message === 'supplement-notice' && deliveredDay === null)
    return `自送达次日起算（如当日送达为${say(fallback)}）`
  if (tell.message === 'late-supplement') return say(fallback)
  return dueDay ? say(dueDay) : '另行告知'
}

function daysText(days: number, unit: string): string {
  return `${days}个${unit === 'working-day' ? '工作日' : '自然日'}`
}
