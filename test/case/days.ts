import { unitDaysBetween } from '../../workflows/clock/calendar.ts'
import { loadCalendar } from '../../server/records/clock/clock.ts'
import type { Office } from '../support/desk.ts'

/** Working days after the office's today through a day. */
export async function workingDaysFromToday(office: Office, through: string): Promise<number> {
  const calendar = await loadCalendar(office.app.deps.db)
  return unitDaysBetween(calendar, 'working-day', office.today(), through)
}
