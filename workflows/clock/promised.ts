/** Whether a promised term can be published beside the statutory one: it may never end later, on any calendar. */
import type { ClockFacts, DayUnit } from './domain.ts'

export type TermLength = Pick<ClockFacts, 'unit' | 'budget'>
export type Fit = { ok: true } | { ok: false; reason: string }

/**
 * The unit to take where a text says only 日 (行政许可法 第八十二条 speaks of its own terms only). n calendar days never end
 * after n working days: the last of them, moved to the next working day, is at most the n-th working day.
 */
export const assumedUnit: DayUnit = 'calendar-day'

const UNIT_NAMES: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '个自然日' }

/**
 * Weekdays that can be off in half a year, in which no festival comes twice: 13 statutory holidays
 * (全国年节及纪念日放假办法, 2024 revision) and as many more as there are make-up days, which no notice has let pass 8.
 */
const WEEKDAYS_OFF = 13 + 8
const HALF_YEAR_DAYS = 180

/** 20个工作日, 20个自然日. */
export function lengthName(length: TermLength): string {
  return `${length.budget}${UNIT_NAMES[length.unit]}`
}

export function promisedFits(statutory: TermLength, promised: TermLength): Fit {
  const both = `承诺时限${lengthName(promised)}、法定时限${lengthName(statutory)}`
  if (statutory.unit === promised.unit || promised.unit === 'calendar-day') {
    // n calendar days against m working days fit when n <= m, by the same argument as `assumedUnit`.
    if (promised.budget <= statutory.budget) return { ok: true }
    const why =
      statutory.unit === promised.unit ? '承诺时限长于法定时限' : '遇连续工作日时承诺时限晚于法定时限届满'
    return { ok: false, reason: `${both}：${why}，不能发布` }
  }
  if (promised.budget <= certainWorkingDays(statutory.budget)) return { ok: true }
  return { ok: false, reason: `${both}：遇节假日时承诺时限可能晚于法定时限届满，不能发布` }
}

/** Working days that any stretch of so many calendar days is sure to hold. */
function certainWorkingDays(calendarDays: number): number {
  if (calendarDays === 0) return 0
  const weekends = 2 * Math.floor(calendarDays / 7) + Math.min(2, calendarDays % 7)
  const off = WEEKDAYS_OFF * Math.ceil(calendarDays / HALF_YEAR_DAYS)
  // One is always sure: a last day that is no working day moves to the next one.
  return Math.max(1, calendarDays - weekends - off)
}
