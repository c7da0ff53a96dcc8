/** Clocks as pages and relays read them. Acts on clocks are taken by a book (book.ts) within a step of the instance. */
import type { ClockArm } from '../../../workflows/process/domain.ts'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import { armOf, toClocks } from './rows.ts'
import type { StoredClock, ToldRung } from './rows.ts'

export { loadCalendar } from './calendar.ts'
export { clockIdOf } from './book.ts'
export type { StoredClock } from './rows.ts'

/** All clocks of an instance, in the order of their start. */
export async function getClocks(db: Db, instance: string): Promise<StoredClock[]> {
  return (await getClocksOf(db, [instance])).get(instance) ?? []
}

/** Clocks of many instances, for a page of a list: three queries. */
export async function getClocksOf(db: Db, instances: string[]): Promise<Map<string, StoredClock[]>> {
  const rows = await db('clock').whereIn('instance', instances).orderBy(['start_day', 'kind', 'ref', 'n'])
  const clocks = await toClocks(db, rows)
  return new Map(
    instances.map((instance) => [instance, clocks.filter((clock) => clock.instance === instance)]),
  )
}

export async function getClock(db: Db, clockId: string): Promise<StoredClock> {
  const [clock] = await toClocks(db, await db('clock').where({ id: clockId }))
  if (!clock) throw notFound('时限')
  return clock
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
