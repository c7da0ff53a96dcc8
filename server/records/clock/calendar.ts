import type { Calendar, Day } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { poolOf } from '../kept.ts'

export interface CalendarDay {
  day: Day
  kind: 'holiday' | 'make-up'
  name: string
}

/** One edition of a year: the published one, or the draft that will replace it. */
export interface CalendarEdition {
  id: number
  year: number
  status: 'draft' | 'published' | 'superseded'
  version: number
  publication: number | null
  source: string
  changedAt: string
  changedBy: string
  publishedAt: string | null
  publishedBy: string | null
}

/** Any number: who computes a due date holds this shared, who publishes a year holds it alone. */
export const CALENDAR_LOCK = 4_120_605

const columns = {
  id: 'id',
  year: 'year',
  status: 'status',
  version: 'version',
  publication: 'publication',
  source: 'source',
  changedAt: 'changed_at',
  changedBy: 'changed_by',
  publishedAt: 'published_at',
  publishedBy: 'published_by',
}

/**
 * The newest built calendar of each pool. Known by the edition's id: a publication that was rolled back gives
 * its number again, its id never.
 */
const built = new WeakMap<object, { newestId: number; calendar: Calendar }>()

/** The published calendar. Costs one small query; the days are read again only after a publication. */
export async function loadCalendar(db: Db): Promise<Calendar> {
  const newest = await db('work_calendar')
    .where({ status: 'published' })
    .orderBy('publication', 'desc')
    .first<{ id: number } | undefined>('id')
  const newestId = newest?.id ?? 0
  const known = built.get(poolOf(db))
  if (known?.newestId === newestId) return known.calendar
  const calendar = await buildCalendar(db)
  built.set(poolOf(db), { newestId, calendar })
  return calendar
}

/** The calendar whose newest edition a step has seen under its lock. */
export async function calendarOf(db: Db, newestId: number | null): Promise<Calendar> {
  const known = built.get(poolOf(db))
  return known && known.newestId === (newestId ?? 0) ? known.calendar : loadCalendar(db)
}

/**
 * The published calendar for writing due dates: until the transaction ends no year can be published, so a clock
 * is either seen by the publication's job or computed with the new year already.
 */
export async function holdCalendar(trx: Db): Promise<Calendar> {
  await trx.raw('select pg_advisory_xact_lock_shared(?)', [CALENDAR_LOCK])
  return loadCalendar(trx)
}

/** Waits for all transactions that are computing due dates, and lets none begin. */
export async function lockCalendars(trx: Db): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(?)', [CALENDAR_LOCK])
}

/** The published years, with one draft edition in the place of its year's published one when given. */
export async function buildCalendar(db: Db, draft?: CalendarEdition): Promise<Calendar> {
  const published = await listEditions(db, 'published')
  const editions = published.filter((edition) => edition.year !== draft?.year).concat(draft ?? [])
  const days: Calendar['days'] = {}
  for (const { day, kind, name } of await daysOf(
    db,
    editions.map((edition) => edition.id),
  )) {
    days[day] = { kind, name }
  }
  const version = Math.max(0, ...editions.map((edition) => edition.publication ?? 0))
  return { version, years: editions.map((edition) => edition.year).sort((a, b) => a - b), days }
}

export async function listEditions(
  db: Db,
  ...status: CalendarEdition['status'][]
): Promise<CalendarEdition[]> {
  return db('work_calendar').whereIn('status', status).orderBy(['year', 'status']).select(columns)
}

export async function findEdition(
  db: Db,
  year: number,
  status: 'draft' | 'published',
): Promise<CalendarEdition | undefined> {
  return db('work_calendar').where({ year, status }).first(columns)
}

/** Days of editions, in order; where two years arrange the same day of December, the later notice comes last. */
export async function daysOf(db: Db, editionIds: number[]): Promise<CalendarDay[]> {
  return db('work_calendar_day')
    .join('work_calendar', 'work_calendar.id', 'work_calendar_day.calendar_id')
    .whereIn('calendar_id', editionIds)
    .orderBy(['day', 'year'])
    .select('day', 'kind', 'name')
}

export interface DraftEdit {
  year: number
  source: string
  days: CalendarDay[]
  by: string
}

/** Writes a year's draft, replacing the days of the one there is. Call under `lockCalendars`. */
export async function writeDraft(trx: Db, edit: DraftEdit, at: string): Promise<CalendarEdition> {
  const { year, source } = edit
  const newest = await trx('work_calendar').where({ year }).max('version as version').first()
  const version = ((newest?.version as number | null) ?? 0) + 1
  const values = { version, source, changed_at: at, changed_by: edit.by }
  const known = await findEdition(trx, year, 'draft')
  const [row] = known
    ? await trx('work_calendar').where({ id: known.id }).update(values).returning('id')
    : await trx('work_calendar')
        .insert({ ...values, year, status: 'draft' })
        .returning('id')
  await trx('work_calendar_day').where({ calendar_id: row.id }).delete()
  const days = edit.days.map(({ day, kind, name }) => ({ calendar_id: row.id as number, day, kind, name }))
  if (days.length > 0) await trx('work_calendar_day').insert(days)
  return (await findEdition(trx, year, 'draft'))!
}

/** Makes a draft the published edition of its year. Call under `lockCalendars`. Gives the calendar's new version. */
export async function publishEdition(
  trx: Db,
  draft: CalendarEdition,
  by: string,
  at: string,
): Promise<number> {
  const newest = await trx('work_calendar').max('publication as publication').first()
  const publication = ((newest?.publication as number | null) ?? 0) + 1
  await trx('work_calendar').where({ year: draft.year, status: 'published' }).update({ status: 'superseded' })
  await trx('work_calendar')
    .where({ id: draft.id })
    .update({ status: 'published', publication, published_at: at, published_by: by })
  return publication
}
