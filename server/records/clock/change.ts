/**
 * The frame of every act on a clock: lock the row, give back what was done before, write the cause, compute the
 * due date anew, raise the revision and keep the change.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Calendar, Day, Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { conflict, notFound } from '../../errors.ts'
import { holdCalendar } from './calendar.ts'
import { computeDue, dueColumns, toClocks, toDue } from './rows.ts'
import type { ClockDue, ClockRow, StoredClock } from './rows.ts'

type ChangeCause = 'start' | 'pause' | 'resume' | 'extend' | 'stop' | 'timer' | 'calendar'

export interface Change {
  cause: ChangeCause
  /** Id given by the caller. */
  id: string
  detail: Record<string, unknown>
}

export async function getClock(db: Db, clockId: string): Promise<StoredClock> {
  return one(db, await db('clock').where({ id: clockId }))
}

export async function lockClock(trx: Db, clockId: string): Promise<StoredClock> {
  return one(trx, await trx('clock').where({ id: clockId }).forUpdate())
}

async function one(db: Db, rows: ClockRow[]): Promise<StoredClock> {
  const [clock] = await toClocks(db, rows)
  if (!clock) throw notFound('时限')
  return clock
}

/** One act on one clock. `write` adds the cause; a stopped clock takes no act any more. */
export async function changeClock(
  trx: Db,
  clockId: string,
  change: Change,
  at: Instant,
  write: (clock: StoredClock) => Promise<void>,
): Promise<ClockDue> {
  const calendar = await holdCalendar(trx)
  const clock = await lockClock(trx, clockId)
  if (await findChange(trx, clockId, change)) return repeated(trx, clock, change)
  if (clock.state === 'stopped') {
    const extra = { stoppedOn: clock.facts.stoppedOn, reason: clock.stopReason }
    throw conflict('clock-stopped', '该时限已经停止计算', { extra })
  }
  await write(clock)
  return settle(trx, clock, change, calendar, at)
}

export async function settle(
  trx: Db,
  before: StoredClock,
  change: Change,
  calendar: Calendar,
  at: Instant,
): Promise<ClockDue> {
  const { facts, rungs } = await getClock(trx, before.id)
  const due = computeDue(facts, rungs, calendar)
  const state = facts.stoppedOn !== undefined ? 'stopped' : due.dueDay === null ? 'paused' : 'running'
  await trx('clock')
    .where({ id: before.id })
    .update({
      ...dueColumns(due),
      state,
      calendar_version: calendar.version,
      revision: before.revision + 1,
      changed_at: at,
    })
  await writeChange(trx, before, change, due.dueDay, calendar, at)
  return toDue(trx, await getClock(trx, before.id))
}

export async function writeChange(trx: Db, ...row: Parameters<typeof changeRow>): Promise<void> {
  await trx('clock_change').insert(changeRow(...row))
}

/** The row that keeps what moved a clock from where to where. */
export function changeRow(
  before: Pick<StoredClock, 'id' | 'revision' | 'dueDay'>,
  change: Change,
  dueDay: Day | null,
  calendar: Calendar,
  at: Instant,
) {
  return {
    clock_id: before.id,
    revision: before.revision + 1,
    cause: change.cause,
    cause_id: change.id,
    detail: JSON.stringify(change.detail),
    due_day_before: before.dueDay,
    due_day: dueDay,
    calendar_version: calendar.version,
    at,
  }
}

async function findChange(
  trx: Db,
  clockId: string,
  { cause, id }: Change,
): Promise<{ detail: unknown } | undefined> {
  return trx('clock_change').where({ clock_id: clockId, cause, cause_id: id }).first('detail')
}

/** The same act again: the clock as it is. An act of the same id that says something else is a mistake. */
export async function repeated(trx: Db, clock: StoredClock, change: Change): Promise<ClockDue> {
  const known = await findChange(trx, clock.id, change)
  if (!known || !isDeepStrictEqual(known.detail, JSON.parse(JSON.stringify(change.detail)))) {
    const title = '同一操作编号的内容与先前不一致'
    throw conflict('clock-act-differs', title, {
      extra: { clockId: clock.id, cause: change.cause, id: change.id },
    })
  }
  return toDue(trx, clock)
}
