/**
 * Days and instants of the legal calendar. Asia/Shanghai is a fixed +08:00 (no summer time since 1991), so a day
 * is plain arithmetic and needs no time zone data: the same result in the workflow sandbox, Node and a browser.
 */
import type { Day, Instant } from './domain.ts'

const DAY_MS = 86_400_000
const MOST_REMEMBERED = 40_000
const SHANGHAI_MS = 8 * 3_600_000
const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const

/** Texts and numbers of the days met so far: a reading asks the same few hundred over and over (4 times faster). */
const numbers = new Map<Day, number>()
const texts = new Map<number, Day>()

/** Days since 1970-01-01. Throws RangeError for a text that is no day of the calendar (2025-02-30). */
export function dayNumber(day: Day): number {
  const known = numbers.get(day)
  if (known !== undefined) return known
  const ms = DAY_SHAPE.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN
  // Engines differ on 2025-02-30: some refuse it, some read 2 March. Compare on the way back.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`not a day: ${day}`)
  }
  const number = ms / DAY_MS
  if (numbers.size < MOST_REMEMBERED) numbers.set(day, number)
  return number
}

export function dayFromNumber(number: number): Day {
  const known = texts.get(number)
  if (known !== undefined) return known
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10)
  if (texts.size < MOST_REMEMBERED) texts.set(number, day)
  return day
}

export function isDay(text: string): boolean {
  try {
    dayNumber(text)
    return true
  } catch {
    return false
  }
}

/** Calendar days later (or earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayFromNumber(dayNumber(day) + days)
}

/** Calendar days from `from` to `to`; 0 for the same day. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from)
}

/** 0 = Sunday … 6 = Saturday, of a day number. 1970-01-01 was a Thursday. */
export function weekdayOf(number: number): number {
  return (((number + 4) % 7) + 7) % 7
}

/** Milliseconds since the epoch. Throws RangeError for a text that is no instant. */
export function instantMs(at: Instant): number {
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${at}`)
  return ms
}

/** The day in Asia/Shanghai to which an instant belongs. */
export function dayOf(at: Instant): Day {
  return dayFromNumber(Math.floor((instantMs(at) + SHANGHAI_MS) / DAY_MS))
}

/** `2026-11-23 14:05` in Asia/Shanghai. */
export function timeText(at: Instant): string {
  return new Date(instantMs(at) + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ')
}

/** 00:00 in Asia/Shanghai as a UTC instant with milliseconds (the form of `toISOString`, so texts compare). */
export function startOfDay(day: Day): Instant {
  return instantAt(day, 0)
}

/** The instant `minutes` after 00:00 in Asia/Shanghai. */
export function instantAt(day: Day, minutes: number): Instant {
  return new Date(dayNumber(day) * DAY_MS - SHANGHAI_MS + minutes * 60_000).toISOString()
}

/** Minutes after midnight of a time HH:mm. */
export function minutesOf(time: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (!match) throw new RangeError(`not a time: ${time}`)
  return Number(match[1]) * 60 + Number(match[2])
}

/** 11月24日, with the year where the reader could mistake it. */
export function chineseDay(day: Day, withYear = false): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${withYear ? `${year}年` : ''}${month}月${date}日`
}

export function chineseWeekday(day: Day): string {
  return WEEKDAYS[weekdayOf(dayNumber(day))]!
}

export function addSeconds(at: Instant, seconds: number): Instant {
  return new Date(instantMs(at) + seconds * 1000).toISOString()
}
