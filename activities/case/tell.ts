/**
 * What the applicant is given after a step: the paper, then the message that names it. The activity's payload holds
 * ids only; names, numbers and texts are read here.
 */
import { clockOf, isRepeated, paperInput } from './paper-input.ts'
import type { PaperContext } from './paper-input.ts'
import { getClocks, loadCalendar } from '../../server/records/clock/clock.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { listSpecials, listSupplements } from '../../server/records/case/supplement.ts'
import type { SupplementRow } from '../../server/records/case/supplement.ts'
import { guarded } from '../process/activities.ts'
import { subject } from './step.ts'
import type { Tell } from './step.ts'
import type { NotificationActivities } from '../notification/activities.ts'
import type { PaperActivities } from '../paper/activities.ts'
import { caseInstance } from '../../workflows/case/domain.ts'
import { unitDayAfter } from '../../workflows/clock/calendar.ts'
import { addDays, dayOf, read } from '../../workflows/clock/calculator.ts'
import type { Calendar, ClockKind } from '../../workflows/clock/domain.ts'
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import type { Personal } from '../../server/personal.ts'
import type { Db } from '../../server/db.ts'

export interface TellDeps {
  db: Db
  personal: Personal
  papers: PaperActivities
  notifications: NotificationActivities
  publicUrl: string
}

export function createCaseActivities(deps: TellDeps) {
  return { tellApplicant: (tell: Tell) => guarded(() => tellApplicant(deps, tell)) }
}

async function tellApplicant(deps: TellDeps, tell: Tell): Promise<void> {
  const { personal, papers, notifications } = deps
  const { caseNo, stepKey, at } = tell
  const facts = await factsOf(deps.db, tell)
  let paperNumber = ''
  if (tell.paper) {
    const data = paperInput(tell.paper, await paperContext(deps, tell, facts))
    const issued = await papers.issuePaper({ caseNo, stepKey, kind: tell.paper, data, at })
    paperNumber = issued.number
    await noteNumber(deps.db, tell, issued)
  }
  if (!tell.message) return
  const vars = messageVars(tell.message, tell, facts, paperNumber)
  const phone = personal.open(facts.row.phoneEnc)
  await notifications.sendNotification({ caseNo, stepKey, template: tell.message, phone, vars, at })
}

/** Numbers that the case's own rows carry. */
async function noteNumber(db: Db, tell: Tell, issued: { paperId: string; number: string }): Promise<void> {
  if (tell.paper === 'acceptance-notice') {
    await db('case_record').where({ case_no: tell.caseNo }).update({ acceptance_no: issued.number })
  } else if (tell.paper === 'grant-decision' || tell.paper === 'refusal-decision') {
    await db('case_result').where({ case_no: tell.caseNo }).update({ decision_no: issued.number })
  } else if (tell.paper === 'supplement-notice') {
    await db('case_supplement').where({ id: tell.ref }).update({ paper_id: issued.paperId })
  }
}

type Facts = Awaited<ReturnType<typeof factsOf>>

/** What papers and messages both tell of. */
async function factsOf(db: Db, tell: Tell) {
  const it = await subject(db, { instance: caseInstance(tell.caseNo) })
  const calendar = await loadCalendar(db)
  return {
    ...it,
    calendar,
    clocks: await clocksAt(db, tell),
    supplements: await listSupplements(db, tell.caseNo),
    special: (await listSpecials(db, tell.caseNo)).find((one) => one.id === tell.ref),
    lastDayIfDeliveredOn: unitDayAfter(calendar, 'working-day', dayOf(tell.at), it.item.terms.supplement),
  }
}

async function paperContext(
  { db, personal, publicUrl }: TellDeps,
  tell: Tell,
  { calendar, supplements, ...facts }: Facts,
): Promise<PaperContext> {
  const { row } = facts
  const act = await db('act').where({ id: tell.actId }).first('payload', 'actor_name')
  const notice = supplements.find((one) => one.id === tell.ref) ?? supplements.at(-1)
  return {
    ...facts,
    tell,
    applicantName: personal.open(row.applicantNameEnc),
    querySecret: personal.open(row.querySecretEnc),
    progressUrl: `${publicUrl}/c?no=${tell.caseNo}`,
    act: act ? { payload: act.payload, actorName: act.actor_name } : undefined,
    centre: await db('centre').where({ code: row.centre }).first(),
    bureau: await db('bureau').where({ code: row.bureau }).first(),
    entrustmentNo: row.entrustmentId
      ? (await db('entrustment').where({ id: row.entrustmentId }).first('no'))?.no
      : undefined,
    materials: await db('case_material').where({ case_no: tell.caseNo }).orderBy('n'),
    notice,
    noticeNumber: notice && (await noticeNumber(db, tell.caseNo, notice)),
    ...(tell.paper === 'termination-notice' && {
      termNoticeNumber: await termNoticeNumber(db, tell.caseNo, supplements, notice),
    }),
    daysLeft: daysLeft(clockOf(facts, 'supplement'), calendar, tell.at),
    ...(tell.paper === 'extension-notice' && { lastDayBefore: await lastDayBefore(db, tell) }),
    result: await db('case_result').where({ case_no: tell.caseNo }).first(),
    decision: await db('paper')
      .where({ case_no: tell.caseNo })
      .whereIn('kind', ['grant-decision', 'refusal-decision'])
      .first('number', 'title'),
  }
}

/** A notice's own number; until it is noted there, that of the newest one. */
async function noticeNumber(db: Db, caseNo: string, notice: SupplementRow): Promise<string | undefined> {
  const papers = db('paper').where({ case_no: caseNo, kind: 'supplement-notice' })
  if (notice.paperId) papers.where({ id: notice.paperId })
  return (await papers.orderBy('at', 'desc').first('number'))?.number
}

/** Rounds of one clock share its term: the first of them is the notice that was delivered. */
async function termNoticeNumber(
  db: Db,
  caseNo: string,
  supplements: SupplementRow[],
  notice: SupplementRow | undefined,
): Promise<string | undefined> {
  const rounds = supplements.filter((one) => one.phase === notice?.phase && one.clockN === notice.clockN)
  const first = rounds.sort((a, b) => a.round - b.round)[0]
  return first && noticeNumber(db, caseNo, first)
}

/** Days of a clock that are left when it is told of. */
function daysLeft(clock: StoredClock | undefined, calendar: Calendar, at: string): number {
  return clock ? read(clock.facts, calendar, at).remaining : 0
}

async function lastDayBefore(db: Db, { caseNo, at }: Tell): Promise<string | undefined> {
  const change = await db('clock_change as h')
    .join('clock as c', 'c.id', 'h.clock_id')
    .where({ 'c.case_no': caseNo, 'c.kind': 'statutory', 'h.cause': 'extend' })
    .andWhere('h.at', '<=', at)
    .orderBy('h.revision', 'desc')
    .first('h.due_day_before')
  return change?.due_day_before ?? undefined
}

/** Clocks as the step left them: a letter that is printed later must not tell of what came after it. */
async function clocksAt(db: Db, { caseNo, at }: Tell): Promise<StoredClock[]> {
  const clocks = await getClocks(db, caseNo)
  const changes: { clock_id: string; due_day: string | null }[] = await db('clock_change')
    .whereIn(
      'clock_id',
      clocks.map(({ id }) => id),
    )
    .andWhere('at', '<=', at)
    .orderBy('revision')
    .select('clock_id', 'due_day')
  const dueThen = new Map(changes.map((change) => [change.clock_id, change.due_day]))
  return clocks
    .filter(({ id }) => dueThen.has(id))
    .map((clock) => ({ ...clock, dueDay: dueThen.get(clock.id) ?? null }))
}

function messageVars(
  message: NotificationTemplate,
  tell: Tell,
  { row, item, clocks, supplements, special, calendar, lastDayIfDeliveredOn }: Facts,
  paperNumber: string,
): NotificationVars {
  const clock = clockOf({ clocks }, clockOfMessage[message] ?? 'promised')
  const supplement = supplements.find((one) => one.id === tell.ref)
  const left = clock ? daysText(daysLeft(clock, calendar, tell.at), clock.facts.unit) : ''
  const repeated = message === 'supplement-notice' && isRepeated(supplement)
  return {
    caseNo: row.caseNo,
    item: row.itemName,
    date: message === 'case-deemed-accepted' ? (row.acceptedDay ?? '') : dayOf(tell.at),
    lastDay: lastDayText(tell, clock?.dueDay ?? null, supplement?.deliveredDay ?? null, lastDayIfDeliveredOn),
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
    paperNumber,
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
  tell: Tell,
  dueDay: string | null,
  deliveredDay: string | null,
  fallback: string,
): string {
  if (tell.message === 'terminated-deemed-withdrawn') return dueDay ?? addDays(dayOf(tell.at), -1)
  if (tell.message === 'supplement-notice' && deliveredDay === null)
    return `自送达次日起算（如当日送达为${fallback}）`
  if (tell.message === 'late-supplement') return fallback
  return dueDay ?? '另行告知'
}

function daysText(days: number, unit: string): string {
  return `${days}个${unit === 'working-day' ? '工作日' : '自然日'}`
}
