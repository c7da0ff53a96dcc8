/**
 * The recomputation of all open clocks after a publication. A batch is one transaction: its clocks, the signals
 * that are owed to workflows and the job's place move together, so that a crash repeats nothing and leaves
 * nothing out.
 */
import type { Calendar, Day, Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { holdCalendar } from './calendar.ts'
import { changeRow } from './journal.ts'
import { clockMoved, insertFollowUps } from '../follow-up/follow-up.ts'
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
  const [row] = await trx('calendar_job')
    .insert({ year, publication, total: await countOpen(trx), started_at: at })
    .returning('id')
  return (await findJob(trx, row.id as number))!
}

export async function findJob(db: Db, id: number): Promise<CalendarJob | undefined> {
  return db('calendar_job').where({ id }).first(columns)
}

export async function runningJobs(db: Db): Promise<CalendarJob[]> {
  return db('calendar_job').where({ status: 'running' }).orderBy('id').select(columns)
}

/** A page of open clocks after an id, all or those that end on a day or later. */
export async function openClocks(
  db: Db,
  after: string,
  limit: number,
  { lock = false, dueFrom }: { lock?: boolean; dueFrom?: Day } = {},
): Promise<StoredClock[]> {
  const query = db<ClockRow>('clock')
    .whereNot({ state: 'stopped' })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
  if (dueFrom !== undefined) query.where('due_day', '>=', dueFrom)
  return toClocks(db, (lock ? await query.forUpdate() : await query) as ClockRow[])
}

export async function countOpen(db: Db): Promise<number> {
  const open = await db('clock').whereNot({ state: 'stopped' }).count('id as total').first()
  return Number(open?.total ?? 0)
}

/** What a batch did; undefined when another process is at this job or it is over. */
export interface Batch {
  finished: boolean
  movedInstances: string[]
}

/**
 * Recomputes the next clocks of a job.
 * @param onMoved called within the transaction with the instances whose clocks moved, for their projections
 */
export async function runBatch(
  trx: Db,
  jobId: number,
  size: number,
  at: Instant,
  onMoved?: (trx: Db, instances: string[]) => Promise<void>,
): Promise<Batch | undefined> {
  const job = await trx('calendar_job')
    .where({ id: jobId, status: 'running' })
    .forUpdate()
    .skipLocked()
    .first()
  if (!job) return undefined
  const calendar = await holdCalendar(trx)
  const clocks = await openClocks(trx, job.after_clock, size, { lock: true })
  const moved = await moveClocks(trx, clocks, calendar, at)
  if (moved.signalled.length > 0) await onMoved?.(trx, moved.signalled)
  const finished = clocks.length < size
  await trx('calendar_job')
    .where({ id: jobId })
    .update({
      after_clock: clocks.at(-1)?.id ?? job.after_clock,
      done: job.done + clocks.length,
      moved: job.moved + moved.otherDay,
      ...(finished && { status: 'done', finished_at: at }),
    })
  return { finished, movedInstances: moved.signalled }
}

interface Move {
  clock: StoredClock
  due: ComputedDue
  /** Its workflow has to be told; else only its provisional flag is another one. */
  moved: boolean
}

async function moveClocks(
  trx: Db,
  clocks: StoredClock[],
  calendar: Calendar,
  at: Instant,
): Promise<{ signalled: string[]; otherDay: number }> {
  const ids = clocks.map((clock) => clock.id)
  await trx('clock').whereIn('id', ids).update({ calendar_version: calendar.version })
  const moves = clocks
    .map((clock): Move => {
      const due = computeDue(clock.facts, clock.rungs, calendar)
      return { clock, due, moved: isMoved(clock, due) }
    })
    .filter(({ clock, due, moved }) => moved || due.provisional !== clock.provisional)
  const told = moves.filter(({ moved }) => moved).map(({ clock }) => clock)
  if (moves.length > 0) await writeMoves(trx, moves, calendar, at)
  await insertFollowUps(
    trx,
    told.map(({ id, instance, revision }) =>
      clockMoved({ clockId: id, instance, revision: revision + 1, at }),
    ),
  )
  return {
    signalled: [...new Set(told.map((clock) => clock.instance))],
    otherDay: moves.filter(({ clock, due }) => due.dueDay !== clock.dueDay).length,
  }
}

/** Two statements for a whole batch: single ones took 5 ms a clock. */
async function writeMoves(trx: Db, moves: Move[], calendar: Calendar, at: Instant): Promise<void> {
  const values = moves.map(({ clock, due }) => {
    const columns = dueColumns(due)
    return [
      clock.id,
      columns.due_day,
      columns.due_at,
      columns.yellow_at,
      JSON.stringify(columns.rung_at),
      columns.provisional,
    ]
  })
  const row = '(?, ?::date, ?::timestamptz, ?::timestamptz, ?::jsonb, ?::boolean)'
  await trx.raw(
    `update clock set due_day = new.due_day, due_at = new.due_at, yellow_at = new.yellow_at, rung_at = new.rung_at,
       provisional = new.provisional, revision = clock.revision + 1, changed_at = ?
     from (values ${moves.map(() => row).join(', ')})
       as new (id, due_day, due_at, yellow_at, rung_at, provisional)
     where clock.id = new.id`,
    [at, ...values.flat()] as string[],
  )
  const changes = moves.map(({ clock, due }) => {
    const id = `${calendar.version}/${clock.revision + 1}`
    const change = { cause: 'calendar' as const, id, detail: {} }
    return { ...changeRow(clock, change, due.dueDay, calendar, at), detail: '{}' }
  })
  await trx('clock_change').insert(changes)
}
