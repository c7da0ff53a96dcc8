/**
 * The recomputation of all open clocks after a publication. A batch is one transaction: its clocks, the signals
 * that are owed to workflows and the job's place move together, so that a crash repeats nothing and leaves
 * nothing out.
 */
import type { Calendar, Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { holdCalendar } from './calendar-repository.ts'
import { writeChange } from './change.ts'
import { computeDue, dueColumns, isMoved, toClocks } from './rows.ts'
import type { ClockRow, ComputedDue, StoredClock } from './rows.ts'

export interface CalendarJob {
  id: number
  year: number
  publication: number
  status: 'running' | 'done'
  /** Open clocks when the year was published. */
  total: number
  done: number
  /** Clocks whose last day is another one than before. */
  moved: number
  startedAt: string
  finishedAt: string | null
}

const columns = {
  id: 'id',
  year: 'year',
  publication: 'publication',
  status: 'status',
  total: 'total',
  done: 'done',
  moved: 'moved',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
}

export async function createJob(
  trx: Db,
  year: number,
  publication: number,
  at: Instant,
): Promise<CalendarJob> {
  const open = await trx('clock').whereNot({ state: 'stopped' }).count('id as total').first()
  const [row] = await trx('calendar_job')
    .insert({ year, publication, total: Number(open?.total ?? 0), started_at: at })
    .returning('id')
  return (await findJob(trx, row.id as number))!
}

export async function findJob(db: Db, id: number): Promise<CalendarJob | undefined> {
  return db('calendar_job').where({ id }).first(columns)
}

export async function runningJobs(db: Db): Promise<CalendarJob[]> {
  return db('calendar_job').where({ status: 'running' }).orderBy('id').select(columns)
}

/** A page of open clocks after an id. */
export async function openClocks(db: Db, after: string, limit: number, lock = false): Promise<StoredClock[]> {
  const query = db<ClockRow>('clock')
    .whereNot({ state: 'stopped' })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
  return toClocks(db, (lock ? await query.forUpdate() : await query) as ClockRow[])
}

/** What a batch did; undefined when another process is at this job or it is over. */
export interface Batch {
  finished: boolean
  movedCases: string[]
}

/**
 * Recomputes the next clocks of a job.
 * @param onMoved called within the transaction with the cases whose clocks moved, for their projections
 */
export async function runBatch(
  trx: Db,
  jobId: number,
  size: number,
  at: Instant,
  onMoved?: (trx: Db, caseNos: string[]) => Promise<void>,
): Promise<Batch | undefined> {
  const job = await trx('calendar_job')
    .where({ id: jobId, status: 'running' })
    .forUpdate()
    .skipLocked()
    .first()
  if (!job) return undefined
  const calendar = await holdCalendar(trx)
  const clocks = await openClocks(trx, job.after_clock, size, true)
  const movedCases = await moveClocks(trx, clocks, calendar, at)
  if (movedCases.signalled.length > 0) await onMoved?.(trx, movedCases.signalled)
  const finished = clocks.length < size
  await trx('calendar_job')
    .where({ id: jobId })
    .update({
      after_clock: clocks.at(-1)?.id ?? job.after_clock,
      done: job.done + clocks.length,
      moved: job.moved + movedCases.otherDay,
      ...(finished && { status: 'done', finished_at: at }),
    })
  return { finished, movedCases: movedCases.signalled }
}

async function moveClocks(
  trx: Db,
  clocks: StoredClock[],
  calendar: Calendar,
  at: Instant,
): Promise<{ signalled: string[]; otherDay: number }> {
  const ids = clocks.map((clock) => clock.id)
  await trx('clock').whereIn('id', ids).update({ calendar_version: calendar.version })
  const signalled = new Set<string>()
  let otherDay = 0
  for (const clock of clocks) {
    const due = computeDue(clock.facts, clock.rungs, calendar)
    const moved = isMoved(clock, due)
    if (!moved && due.provisional === clock.provisional) continue
    await moveClock(trx, clock, due, calendar, at)
    if (due.dueDay !== clock.dueDay) otherDay++
    if (!moved) continue
    await trx('clock_signal_outbox').insert({
      clock_id: clock.id,
      case_no: clock.caseNo,
      revision: clock.revision + 1,
      try_at: at,
    })
    signalled.add(clock.caseNo)
  }
  return { signalled: [...signalled], otherDay }
}

async function moveClock(
  trx: Db,
  clock: StoredClock,
  due: ComputedDue,
  calendar: Calendar,
  at: Instant,
): Promise<void> {
  await trx('clock')
    .where({ id: clock.id })
    .update({ ...dueColumns(due), revision: clock.revision + 1, changed_at: at })
  const change = { cause: 'calendar' as const, id: `${calendar.version}/${clock.revision + 1}`, detail: {} }
  await writeChange(trx, clock, change, due.dueDay, calendar, at)
}
