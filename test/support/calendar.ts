/** Calendars of the years that are not announced yet, so that no test of terms depends on the day it runs on. */
import { seedSources } from '../../server/modules/clock/seed.ts'
import {
  findEdition,
  lockCalendars,
  publishEdition,
  writeDraft,
} from '../../server/records/clock/calendar.ts'
import type { CalendarDay } from '../../server/records/clock/calendar.ts'
import type { Db } from '../../server/db.ts'
import { dayOf } from '../../workflows/clock/day.ts'

/** Terms of a case begun in one year end in the next. */
const yearsAhead = 1

const holidays: [from: number, through: number, month: string, name: string][] = [
  [1, 1, '01', '元旦'],
  [1, 5, '05', '劳动节'],
  [1, 7, '10', '国庆节'],
]

/** Publishes a made-up calendar for each year up to the one after `at` that the product brings none for. */
export async function publishTestCalendars(trx: Db, at: string): Promise<void> {
  await lockCalendars(trx)
  const first = Math.max(...Object.keys(seedSources).map(Number)) + 1
  const last = Number(dayOf(at).slice(0, 4)) + yearsAhead
  for (let year = first; year <= last; year += 1) {
    if (await findEdition(trx, year, 'published')) continue
    const draft = await writeDraft(
      trx,
      { year, source: '测试用工作日历', days: daysOf(year), by: '测试' },
      at,
    )
    await publishEdition(trx, draft, '测试', at)
  }
}

function daysOf(year: number): CalendarDay[] {
  return holidays.flatMap(([from, through, month, name]) =>
    Array.from({ length: through - from + 1 }, (_, i) => ({
      day: `${year}-${month}-${String(from + i).padStart(2, '0')}`,
      kind: 'holiday' as const,
      name,
    })),
  )
}
