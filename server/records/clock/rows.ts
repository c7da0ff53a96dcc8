import { read, rungInstants, totalOf } from '../../../workflows/clock/calculator.ts'
import type { RungInstant } from '../../../workflows/clock/calculator.ts'
import { instantMs } from '../../../workflows/clock/day.ts'
import type {
  Calendar,
  ClockFacts,
  ClockKind,
  ClockMode,
  Day,
  Instant,
  Rung,
} from '../../../workflows/clock/domain.ts'
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
  caseNo: string
  kind: ClockKind
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

/** What a workflow arms its timers by. `dueAt` is null and `rungs` empty while the clock does not run. */
export interface ClockDue {
  id: string
  caseNo: string
  kind: ClockKind
  n: number
  mode: ClockMode
  state: StoredClock['state']
  dueDay: Day | null
  dueAt: Instant | null
  provisional: boolean
  /** Reminders that were not told yet, by instant. */
  rungs: { level: Rung['level']; at: Instant }[]
  revision: number
}

export interface ClockRow {
  id: string
  case_no: string
  kind: ClockKind
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
    rung_at: JSON.stringify(due.rungAt),
    provisional: due.provisional,
  }
}

/** Clocks of rows, with their pauses and extensions: two queries for any number of clocks. */
export async function toClocks(db: Db, rows: ClockRow[]): Promise<StoredClock[]> {
  const ids = rows.map((row) => row.id)
  const pauses = await db('clock_pause').whereIn('clock_id', ids).orderBy(['from_day', 'id'])
  const extensions = await db('clock_extension').whereIn('clock_id', ids).orderBy(['on_day', 'id'])
  return rows.map((row) => {
    const facts = toFacts(row)
    for (const pause of pauses.filter((one) => one.clock_id === row.id)) {
      const { id, from_day: from, cause, through_day: through, basis } = pause
      facts.pauses.push({ id, from, cause, ...(through && { through }), ...(basis && { basis }) })
    }
    for (const { clock_id: clockId, days, on_day: on, basis } of extensions) {
      if (clockId === row.id) facts.extensions.push({ days, on, basis })
    }
    return toClock(row, facts)
  })
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

function toClock(row: ClockRow, facts: ClockFacts): StoredClock {
  return {
    id: row.id,
    caseNo: row.case_no,
    kind: row.kind,
    n: row.n,
    mode: row.mode,
    facts,
    rungs: row.rungs,
    state: row.state,
    stopReason: row.stop_reason,
    startedBy: row.started_by,
    calendarVersion: row.calendar_version,
    total: totalOf(facts),
    dueDay: row.due_day,
    dueAt: row.due_at,
    rungAt: row.rung_at,
    provisional: row.provisional,
    revision: row.revision,
  }
}

/** What a workflow has to know of a clock, without the rungs already told. */
export async function toDue(db: Db, clock: StoredClock): Promise<ClockDue> {
  const { id, caseNo, kind, n, mode, state, dueDay, provisional, revision } = clock
  const told = await db('clock_rung').where({ clock_id: id }).select('level', 'rung_at')
  const isTold = (rung: RungInstant) =>
    told.some((one) => one.level === rung.level && instantMs(one.rung_at as string) === instantMs(rung.at))
  const runs = state !== 'stopped'
  const rungs = runs
    ? clock.rungAt.filter((rung) => !isTold(rung)).map(({ level, at }) => ({ level, at }))
    : []
  return {
    id,
    caseNo,
    kind,
    n,
    mode,
    state,
    dueDay,
    dueAt: runs ? clock.dueAt : null,
    provisional,
    rungs,
    revision,
  }
}
