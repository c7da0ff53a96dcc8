import { addDays, daysBetween } from '../../../workflows/clock/day.ts'
import type { Day, Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { conflict, invalid, notFound } from '../../errors.ts'
import {
  buildCalendar,
  daysOf,
  findEdition,
  listEditions,
  lockCalendars,
  publishEdition,
  writeDraft,
} from '../../records/clock/calendar.ts'
import type { CalendarDay, CalendarEdition } from '../../records/clock/calendar.ts'
import { countOpen, createJob, openClocks } from '../../records/clock/job.ts'
import type { CalendarJob } from '../../records/clock/job.ts'
import { computeDue } from '../../records/clock/rows.ts'
import { clockName } from '../../../workflows/nouns.ts'
import { parseInstanceId } from '../../../workflows/process/domain.ts'

const SAMPLES = 20
const CLOCKS_A_PAGE = 500
/** A notice may also arrange the last days of the year before, as that for 2019 did with 29 December 2018. */
const DAYS_BEFORE_THE_YEAR = 14

export type EditionView = CalendarEdition & { days: CalendarDay[] }

export interface YearView<E> {
  year: number
  published: E | null
  draft: E | null
}

/** All years entered, newest first, with how many days each edition names. */
export async function listYears(db: Db) {
  const editions = await listEditions(db, 'published', 'draft')
  const summaries = await Promise.all(
    editions.map(async (edition) => {
      const days = await daysOf(db, [edition.id])
      const holidays = days.filter((day) => day.kind === 'holiday').length
      return { ...edition, holidays, makeUpDays: days.length - holidays }
    }),
  )
  const years = [...new Set(editions.map((edition) => edition.year))].sort((a, b) => b - a)
  return years.map((year) => yearOf(year, summaries))
}

function yearOf<E extends CalendarEdition>(year: number, editions: E[]): YearView<E> {
  const find = (status: string) => editions.find((one) => one.year === year && one.status === status) ?? null
  return { year, published: find('published'), draft: find('draft') }
}

/** Both editions of a year with their days; 404 when nobody has entered it. */
export async function getYear(db: Db, year: number): Promise<YearView<EditionView>> {
  const editions = (await listEditions(db, 'published', 'draft')).filter((edition) => edition.year === year)
  if (editions.length === 0) throw notFound(`${year}年工作日历`)
  const full = await Promise.all(editions.map(async (one) => ({ ...one, days: await daysOf(db, [one.id]) })))
  return yearOf(year, full)
}

export interface DraftRequest {
  source: string
  days: CalendarDay[]
  /** Version of the draft that was seen; null when there was none. */
  expectedVersion: number | null
}

/** Keeps a draft; 409 `calendar-changed` when somebody saved another one meanwhile. */
export async function saveDraft(
  trx: Db,
  year: number,
  edit: DraftRequest,
  by: string,
  at: Instant,
): Promise<void> {
  const outside = edit.days.flatMap(({ day }, index) =>
    isOfYear(day, year) ? [] : [{ path: `body.days.${index}.day`, message: `不是${year}年安排的日期` }],
  )
  if (outside.length > 0) throw invalid(outside)
  await lockCalendars(trx)
  const draft = await findEdition(trx, year, 'draft')
  expectVersion(draft, edit.expectedVersion)
  await writeDraft(trx, { year, source: edit.source, days: edit.days, by }, at)
}

function isOfYear(day: Day, year: number): boolean {
  return (
    day.startsWith(`${year}-`) ||
    (day < `${year}` && daysBetween(day, `${year}-01-01`) <= DAYS_BEFORE_THE_YEAR)
  )
}

function expectVersion(draft: CalendarEdition | undefined, expected: number | null): void {
  if ((draft?.version ?? null) === expected) return
  const extra = { version: draft?.version ?? null, changedBy: draft?.changedBy }
  throw conflict('calendar-changed', '日历草稿已被他人修改，请刷新后再试', { extra })
}

export interface Preview {
  moved: number
  unchanged: number
  samples: { number: string; kindName: string; oldDueDay: Day | null; newDueDay: Day | null }[]
}

/**
 * What publishing the draft would move, computed without writing. Only terms that reach the days a notice for the
 * year can arrange are computed; all others, and those that stand still, keep their day.
 */
export async function previewYear(db: Db, year: number): Promise<Preview> {
  const calendar = await buildCalendar(db, await getDraft(db, year))
  const dueFrom = addDays(`${year}-01-01`, -DAYS_BEFORE_THE_YEAR)
  const samples: Preview['samples'] = []
  let moved = 0
  for (let after: string | undefined = ''; after !== undefined;) {
    const clocks = await openClocks(db, after, CLOCKS_A_PAGE, { dueFrom })
    for (const clock of clocks) {
      const { instance, facts, rungs, dueDay: oldDueDay } = clock
      const { dueDay: newDueDay } = computeDue(facts, rungs, calendar)
      if (newDueDay !== oldDueDay && ++moved <= SAMPLES) {
        const { number } = parseInstanceId(instance)
        samples.push({ number, kindName: clockName(clock), oldDueDay, newDueDay })
      }
    }
    after = clocks.length < CLOCKS_A_PAGE ? undefined : clocks.at(-1)?.id
  }
  return { moved, unchanged: Math.max(0, (await countOpen(db)) - moved), samples }
}

async function getDraft(db: Db, year: number): Promise<CalendarEdition> {
  const draft = await findEdition(db, year, 'draft')
  if (!draft) throw notFound(`${year}年工作日历草稿`)
  return draft
}

/**
 * Publishes a draft and creates the job that recomputes every open clock. Waits for acts that are computing due
 * dates; those that come later use the new calendar, so that the job sees every clock that needs it.
 */
export async function publishYear(
  trx: Db,
  year: number,
  expectedVersion: number,
  by: string,
  at: Instant,
): Promise<CalendarJob> {
  await lockCalendars(trx)
  const draft = await findEdition(trx, year, 'draft')
  expectVersion(draft, expectedVersion)
  const publication = await publishEdition(trx, draft!, by, at)
  return createJob(trx, year, publication, at)
}
