import { unitDaysBetween } from '../../workflows/clock/calendar.ts'
import { dayOf } from '../../workflows/clock/day.ts'
import { loadCalendar } from '../../server/records/clock/clock.ts'
import type { Db } from '../../server/db.ts'

export { dayOf }

/** Working days after today through a day. */
export async function unitDaysBetweenToday(db: Db, through: string): Promise<number> {
  return unitDaysBetween(await loadCalendar(db), 'working-day', dayOf(new Date().toISOString()), through)
}
