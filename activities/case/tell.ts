/**
 * What the applicant is given after a step: the paper, then the message that names it. The activity's payload holds
 * ids only; names, numbers and texts are read here.
 */
import { paperInput } from './paper-input.ts'
import type { PaperContext } from './paper-input.ts'
import { getClocks } from '../../server/modules/clock/repository.ts'
import type { StoredClock } from '../../server/modules/clock/repository.ts'
import { getCase } from '../../server/modules/case/repository.ts'
import { listSpecials, listSupplements } from '../../server/modules/case/supplement-repository.ts'
import { guarded } from '../process/activities.ts'
import { subject } from './step.ts'
import type { NotificationActivities } from '../notification/activities.ts'
import type { PaperActivities } from '../paper/activities.ts'
import { unitDayAfter } from '../../workflows/clock/calendar.ts'
import { loadCalendar } from '../../server/modules/clock/repository.ts'
import { addDays, dayOf } from '../../workflows/clock/calculator.ts'
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import type { Personal } from '../../server/personal.ts'
import type { Db } from '../../server/db.ts'

export interface Tell {
  caseNo: string
  stepKey: string
  actId: string
  at: string
  paper: PaperKind | null
  message: NotificationTemplate | null
  /** The row a paper is about: a supplement's or special procedure's id. */
  ref: string | null
}

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
  const { db, personal, papers, notifications } = deps
  const { caseNo, stepKey, at } = tell
  let paperNumber = ''
  if (tell.paper) {
    const context = await paperContext(deps, tell)
    const data = paperInput(tell.paper, context)
    const issued = await papers.issuePaper({ caseNo, stepKey, kind: tell.paper, data, at })
    paperNumber = issued.number
    await noteNumber(db, tell, issued)
  }
  if (!tell.message) return
  const row = await getCase(db, caseNo)
  const vars = await messageVars(deps, tell, paperNumber)
  const phone = personal.open(row.phoneEnc)
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

async function paperContext({ db, personal, publicUrl }: TellDeps, tell: Tell): Promise<PaperContext> {
  const it = await subject(db, { instance: `case:${tell.caseNo}` })
  const { row } = it
  const act = await db('act').where({ id: tell.actId }).first('payload', 'actor_name')
  const supplements = await listSupplements(db, tell.caseNo)
  const notice = supplements.find((one) => one.id === tell.ref) ?? supplements.at(-1)
  const noticePaper =
    notice &&
    (await db('paper')
      .where({ case_no: tell.caseNo, kind: 'supplement-notice' })
      .orderBy('at', 'desc')
      .first('number', 'title'))
  return {
    ...it,
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
    clocks: await clocksAt(db, tell),
    notice,
    noticeNumber: noticePaper?.number,
    special: (await listSpecials(db, tell.caseNo)).find((one) => one.id === tell.ref),
    result: await db('case_result').where({ case_no: tell.caseNo }).first(),
    decision: await db('paper')
      .where({ case_no: tell.caseNo })
      .whereIn('kind', ['grant-decision', 'refusal-decision'])
      .first('number', 'title'),
    lastDayIfDeliveredOn: await lastDays(db, it.item.terms.supplement, dayOf(tell.at)),
  }
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

async function lastDays(db: Db, days: number, from: string): Promise<string> {
  return unitDayAfter(await loadCalendar(db), 'working-day', from, days)
}

async function messageVars({ db }: TellDeps, tell: Tell, paperNumber: string): Promise<NotificationVars> {
  const row = await getCase(db, tell.caseNo)
  const it = await subject(db, { instance: `case:${tell.caseNo}` })
  const clocks = await clocksAt(db, tell)
  const newest = (kind: string) => clocks.filter((clock) => clock.kind === kind).sort((a, b) => b.n - a.n)[0]
  const clock = newest(clockOfMessage[tell.message as NotificationTemplate] ?? 'promised')
  const supplement = (await listSupplements(db, tell.caseNo)).find((one) => one.id === tell.ref)
  const special = (await listSpecials(db, tell.caseNo)).find((one) => one.id === tell.ref)
  const fallback = await lastDays(db, it.item.terms.supplement, dayOf(tell.at))
  const remaining = clock?.dueDay ? `至${clock.dueDay}` : ''
  return {
    caseNo: row.caseNo,
    item: row.itemName,
    date: tell.message === 'case-deemed-accepted' ? (row.acceptedDay ?? '') : dayOf(tell.at),
    lastDay: lastDayText(tell, clock?.dueDay ?? null, supplement?.deliveredDay ?? null, fallback),
    count: supplement?.list.length ?? 0,
    days:
      tell.message === 'extension'
        ? daysText(it.item.terms.extension, it.item.terms.unit)
        : tell.message === 'special-procedure'
          ? special?.limitDays
            ? `${special.limitDays}个工作日`
            : '视情况而定'
          : `${it.item.terms.supplement}个工作日`,
    procedure: special?.name ?? '',
    paperNumber,
    remaining,
  }
}

const clockOfMessage: Partial<Record<NotificationTemplate, string>> = {
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
