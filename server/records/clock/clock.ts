/** Clocks as pages and relays read them. Acts on clocks are taken by a book (book.ts) within a step of the instance. */
import type { ClockArm } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { dayOf } from '../../../workflows/clock/day.ts'
import { notFound } from '../../errors.ts'
import { timeOf } from '../process/instance.ts'
import { armOf, toClocks } from './rows.ts'
import type { StoredClock, ToldRung } from './rows.ts'

export { loadCalendar } from './calendar.ts'
export { clockIdOf } from './book.ts'
export type { StoredClock } from './rows.ts'

/** All clocks of an instance, in the order of their start. */
export async function getClocks(db: Db, instance: string): Promise<StoredClock[]> {
  return toClocks(db, await db('clock').where({ instance }).orderBy(['start_day', 'kind', 'ref', 'n']))
}

export async function getClock(db: Db, clockId: string): Promise<StoredClock> {
  const [clock] = await toClocks(db, await db('clock').where({ id: clockId }))
  if (!clock) throw notFound('时限')
  return clock
}

/** Whether an enforcing term of the instance ends today, by the instance's time. */
export async function endsToday(db: Db, instance: string, now: Date): Promise<boolean> {
  const rows: { dueDay: string; timeOffset: number }[] = await db('clock as c')
    .join('process_instance as i', 'i.id', 'c.instance')
    .where({ 'c.instance': instance, 'c.mode': 'enforce', 'c.state': 'running' })
    .whereNotNull('c.due_day')
    .select({ dueDay: 'c.due_day', timeOffset: 'i.time_offset' })
  return rows.some(({ dueDay, timeOffset }) => dueDay === dayOf(timeOf(now, { timeOffset })))
}

/** What to arm an instance's timers by. */
export async function getArm(db: Db, clockId: string): Promise<{ instance: string; arm: ClockArm }> {
  const clock = await getClock(db, clockId)
  return { instance: clock.instance, arm: armOf(clock, await toldOf(db, [clockId])) }
}

/** Reminders of these clocks that were told. */
export async function toldOf(db: Db, clockIds: string[]): Promise<ToldRung[]> {
  const rows: { clock_id: string; level: ToldRung['level']; rung_at: string }[] = await db('clock_rung')
    .whereIn('clock_id', clockIds)
    .select('clock_id', 'level', 'rung_at')
  return rows.map(({ clock_id: clockId, level, rung_at: at }) => ({ clockId, level, at }))
}
