/**
 * Days that are holidays for all by 《全国年节及纪念日放假办法》 第二条, as revised from 2025. The yearly notice only moves
 * weekends to and fro around them, so a year that has no notice yet already has these.
 */
import { LunarDay, SolarTerm } from 'tyme4ts'
import { addDays } from './day.ts'
import type { Day } from './domain.ts'

/** First year of the revision in force: 除夕 and 5月2日 are new in it. */
const revisedFrom = 2025
/** Count of 清明 among the terms of a year, 冬至 of the year before being 0. */
const QINGMING = 7

const years = new Map<number, ReadonlyMap<Day, string>>()

/** Name of the holiday; undefined for other days and for years before the revision. */
export function statutoryHoliday(day: Day): string | undefined {
  const year = Number(day.slice(0, 4))
  if (year < revisedFrom) return undefined
  if (!years.has(year)) years.set(year, holidaysOf(year))
  return years.get(year)!.get(day)
}

function holidaysOf(year: number): ReadonlyMap<Day, string> {
  const springFestival = lunar(year, 1, 1)
  return new Map<Day, string>([
    [`${year}-01-01`, '元旦'],
    ...[-1, 0, 1, 2].map((offset): [Day, string] => [addDays(springFestival, offset), '春节']),
    [dayText(SolarTerm.fromIndex(year, QINGMING).getSolarDay()), '清明节'],
    [`${year}-05-01`, '劳动节'],
    [`${year}-05-02`, '劳动节'],
    [lunar(year, 5, 5), '端午节'],
    [`${year}-10-01`, '国庆节'],
    [`${year}-10-02`, '国庆节'],
    [`${year}-10-03`, '国庆节'],
    [lunar(year, 8, 15), '中秋节'],
  ])
}

function lunar(year: number, month: number, day: number): Day {
  return dayText(LunarDay.fromYmd(year, month, day).getSolarDay())
}

function dayText(day: { getYear(): number; getMonth(): number; getDay(): number }): Day {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getYear()}-${two(day.getMonth())}-${two(day.getDay())}`
}
