/** What the published working calendar says of one day; of a year not published yet, what the law itself says. */
import { dayFromNumber, dayNumber, weekdayOf } from './day.ts'
import type { Calendar, Day, DayUnit } from './domain.ts'
import { statutoryHoliday } from './statutory.ts'

export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up'

/** Kind of a day and the name of its holiday or make-up arrangement. */
export function kindOf(
  calendar: Calendar,
  day: Day,
  number = dayNumber(day),
): { kind: DayKind; name?: string } {
  const special = calendar.days[day]
  if (special) return special
  if (!isPublished(calendar, day)) {
    const name = statutoryHoliday(day)
    if (name) return { kind: 'holiday', name }
  }
  const weekday = weekdayOf(number)
  return { kind: weekday === 0 || weekday === 6 ? 'weekend' : 'workday' }
}

/** A weekday that is no holiday, or a make-up Saturday or Sunday 调休上班. */
export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  const { kind } = kindOf(calendar, day)
  return kind === 'workday' || kind === 'make-up'
}

/** Whether the State Council's notice for the day's year has been entered. */
export function isPublished(calendar: Calendar, day: Day): boolean {
  return calendar.years.includes(Number(day.slice(0, 4)))
}

/** First day on or after `day` whose year is not published. */
export function firstUnpublished(calendar: Calendar, day: Day): Day {
  if (!isPublished(calendar, day)) return day
  let year = Number(day.slice(0, 4))
  while (calendar.years.includes(year)) year++
  return `${year}-01-01`
}

/** What is said behind a last day wherever it is told: in an unpublished year it may still move. */
export const provisionalWords = '（暂定，以公布的放假安排为准）'

export function provisionalClause(calendar: Calendar, day: Day): string {
  return isPublished(calendar, day) ? '' : provisionalWords
}

/** Days of the unit in (after, through]: how many a term would count there without pauses. */
export function unitDaysBetween(calendar: Calendar, unit: DayUnit, after: Day, through: Day): number {
  const last = dayNumber(through)
  let count = 0
  for (let number = dayNumber(after) + 1; number <= last; number++) {
    if (unit === 'calendar-day' || isWorkingDay(calendar, dayFromNumber(number))) count++
  }
  return count
}

/** The n-th (1-based) day of the unit after a day. */
export function unitDayAfter(calendar: Calendar, unit: DayUnit, after: Day, n: number): Day {
  let number = dayNumber(after)
  for (let count = 0; count < n;) {
    number++
    if (unit === 'calendar-day' || isWorkingDay(calendar, dayFromNumber(number))) count++
  }
  return dayFromNumber(number)
}
