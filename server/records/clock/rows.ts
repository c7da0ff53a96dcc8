import { read, rungInstants, totalOf } from '../../../workflows/clock/calculator.ts'
import type { RungInstant } from '../../../workflows/clock/calculator.ts'
import { instantMs } from '../../../workflows/clock/day.ts'
import type { Calendar, ClockFacts, ClockMode, Day, Instant, Rung } from '../../../workflows/clock/domain.ts'
import type { ClockArm } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'

/** What the calculator made of a clock's facts when it was last changed. */
export interface ComputedDue {
  total: number
  dueDay: Day | null
  dueAt: Instant | null
  rungAt: RungInstant[]
  provisional: boolean
}

/** A clock as it is kept. `facts` go to the calculator; light and remaining days are read at the time of asking. */
export interface StoredClock extends ComputedDue {
  id: string
  instance: string
  kind: string
  /** Tells clocks of one kind apart; '' where there is one. */
  ref: string
  n: number
  mode: ClockMode
  facts: ClockFacts
  rungs: Rung[]
  /** Overdue is derived, not stored. */
  state: 'running' | 'paused' | 'stopped'
  stopReason: string | null
  startedBy: string
  calendarVersion: number
  revision: number
}

/** A reminder that was told. */
export interface ToldRung {
  clockId: string
  level: Rung['level']
  at: Instant
}

export interface ClockRow {
  id: string
  instance: string
  kind: string
  ref: string
  n: number
  mode: ClockMode
  unit: ClockFacts['unit']
  budget: number
  start_day: Day
  closes: ClockFacts['closes']
  closing_time: string | null
  unit_source: ClockFacts['unitSource'] | null
  basis: string | null
  started_by: string
  rungs: Rung[]
  state: StoredClock['state']
  stopped_on: Day | null
  stop_reason: string | null
  calendar_version: number
  total: number
  due_day: Day | null
  due_at: Instant | null
  rung_at: RungInstant[]
  provisional: boolean
  revision: number
  yellow_at?: Instant | null
  changed_at?: Instant
}

export interface PauseRow {
  clock_id: string
  id: string
  from_day: Day
  through_day: Day | null
  cause: string
  basis: string | null
}

export interface ExtensionRow {
  clock_id: string
  days: number
  on_day: Day
  basis: string
}

/** A clock with its causes, as clock.sql.ts gives it: pauses by their first day, extensions by their day. */
export interface ClockWithCauses extends ClockRow {
  pauses: PauseRow[]
  extensions: ExtensionRow[]
}

/** A clock's due date, rungs and flag, from its facts. The same whenever it is asked: no time goes in. */
export function computeDue(facts: ClockFacts, rungs: Rung[], calendar: Calendar): ComputedDue {
  const { total, dueDay, dueAt, provisional } = read(
    facts,
    calendar,
    `${facts.startDay}T00:00:00+08:00`,
    rungs,
  )
  return { total, dueDay, dueAt, provisional, rungAt: rungInstants(facts, calendar, rungs) }
}

/** Whether a workflow has to arm its timers again: the end of the term or a rung is at another instant. */
export function isMoved(a: ComputedDue, b: ComputedDue): boolean {
  const marks = ({ dueAt, rungAt }: ComputedDue) =>
    JSON.stringify([dueAt, rungAt.map((r) => [r.level, r.at])])
  return marks(a) !== marks(b)
}

/** Columns that hold a computed due. */
export function dueColumns(due: ComputedDue) {
  return {
    total: due.total,
    due_day: due.dueDay,
    due_at: due.dueAt,
    yellow_at: due.rungAt.find((rung) => rung.level === 'yellow')?.at ?? null,
    rung_at: due.rungAt,
    provisional: due.provisional,
  }
}

/** Clocks of rows, with their pauses and extensions: two queries for any number of clocks. */
export async function toClocks(db: Db, rows: ClockRow[]): Promise<StoredClock[]> {
  const ids = rows.map((row) => row.id)
  const pauses: PauseRow[] = await db('clock_pause').whereIn('clock_id', ids).orderBy(['from_day', 'id'])
  const extensions: ExtensionRow[] = await db('clock_extension')
    .whereIn('clock_id', ids)
    .orderBy(['on_day', 'id'])
  return rows.map((row) =>
    toClock({
      ...row,
      pauses: pauses.filter((one) => one.clock_id === row.id),
      extensions: extensions.filter((one) => one.clock_id === row.id),
    }),
  )
}

export function toClock(row: ClockWithCauses): StoredClock {
  const facts = toFacts(row)
  for (const { id, from_day: from, cause, through_day: through, basis } of row.pauses)
    facts.pauses.push({ id, from, cause, ...(through && { through }), ...(basis && { basis }) })
  for (const { days, on_day: on, basis } of row.extensions) facts.extensions.push({ days, on, basis })
  const { id, instance, kind, ref, n, mode, rungs, state, provisional, revision } = row
  return {
    ...{ id, instance, kind, ref, n, mode, facts, rungs, state, provisional, revision },
    stopReason: row.stop_reason,
    startedBy: row.started_by,
    calendarVersion: row.calendar_version,
    total: totalOf(facts),
    dueDay: row.due_day,
    dueAt: row.due_at,
    rungAt: row.rung_at,
  }
}

function toFacts(row: ClockRow): ClockFacts {
  return {
    kind: row.kind,
    unit: row.unit,
    budget: row.budget,
    startDay: row.start_day,
    pauses: [],
    extensions: [],
    closes: row.closes,
    ...(row.closing_time && { closingTime: row.closing_time }),
    ...(row.stopped_on && { stoppedOn: row.stopped_on }),
    ...(row.unit_source && { unitSource: row.unit_source }),
    ...(row.basis && { basis: row.basis }),
  }
}

/** The whole row of a clock. */
export function rowOfClock(clock: StoredClock, at: Instant): ClockRow {
  const { id, instance, kind, ref, n, mode, facts, rungs, state, revision } = clock
  return {
    ...{ id, instance, kind, ref, n, mode, rungs, state, revision },
    ...{ unit: facts.unit, budget: facts.budget, start_day: facts.startDay, closes: facts.closes },
    closing_time: facts.closingTime ?? null,
    unit_source: facts.unitSource ?? null,
    basis: facts.basis ?? null,
    started_by: clock.startedBy,
    stopped_on: facts.stoppedOn ?? null,
    stop_reason: clock.stopReason,
    calendar_version: clock.calendarVersion,
    ...dueColumns(clock),
    changed_at: at,
  }
}

/** What an instance arms its timers by: no due date while the clock does not run, no rungs that were told. */
export function armOf(clock: StoredClock, told: ToldRung[]): ClockArm {
  const { id, kind, ref, n, state, revision } = clock
  const runs = state !== 'stopped'
  const isTold = (rung: RungInstant) =>
    told.some(
      (one) => one.clockId === id && one.level === rung.level && instantMs(one.at) === instantMs(rung.at),
    )
  const rungs = runs
    ? clock.rungAt.filter((rung) => !isTold(rung)).map(({ level, at }) => ({ level, at }))
    : []
  return { kind, ...(ref !== '' && { ref }), n, dueAt: runs ? clock.dueAt : null, rungs, revision }
}
