/**
 * The one calculator of legal terms: pure, given the calendar and the time. See docs of `ledger.ts` for the rules
 * of counting; here they become a reading, a light and the instants at which something happens.
 */
import { isWorkingDay, unitDayAfter, unitDaysBetween } from './calendar.ts'
import { addDays, dayOf, instantAt, instantMs, minutesOf, startOfDay } from './day.ts'
import type { Calendar, ClockFacts, ClockReading, Day, Instant, LedgerDay, Light, Rung } from './domain.ts'
import { termOf } from './ledger.ts'
import type { Term } from './ledger.ts'
import { defaultRungs } from './rungs.ts'

export { isWorkingDay } from './calendar.ts'
export { addDays, dayOf, daysBetween, startOfDay } from './day.ts'
export { ledger, termOf, totalOf } from './ledger.ts'

const MINUTES_OF_A_DAY = 24 * 60

/**
 * 民法典 第二百零三条: the term is over at 24:00 of its last day, or where there are business hours at their end.
 * The instant is exclusive: an act received at it is late.
 */
export function closeOf(facts: Pick<ClockFacts, 'closes' | 'closingTime'>, day: Day): Instant {
  if (facts.closes === 'online') return instantAt(day, MINUTES_OF_A_DAY)
  if (facts.closingTime === undefined) throw new RangeError('a counter term needs its closing time')
  return instantAt(day, minutesOf(facts.closingTime))
}

/** State of a clock at an instant. 10,000 a second and more, see test/clock/property.test.ts. */
export function read(facts: ClockFacts, calendar: Calendar, at: Instant, rungs?: Rung[]): ClockReading {
  const term = termOf(facts, calendar, at)
  const today = dayOf(at)
  const dueAt = term.dueDay === null ? null : closeOf(facts, term.dueDay)
  const state = stateOf(facts, term, dueAt, today, at)
  const used = usedBy(facts, calendar, term, state, today)
  const until = state === 'stopped' ? facts.stoppedOn! : today
  const reading: ClockReading = {
    state,
    light: 'green',
    used,
    paused: term.rows.filter(
      (row) => row.kind === 'paused' && row.day <= until && isUnitDay(facts, calendar, row),
    ).length,
    remaining: term.total - used,
    total: term.total,
    dueDay: term.dueDay,
    dueAt,
    provisional: term.provisional,
  }
  // Nobody is late on the day it comes in: a term of 0 days ends with its opening day and never turns yellow.
  const opens = state === 'running' && today <= facts.startDay
  if (!opens) reading.light = lightOf(reading, rungs ?? defaultRungs(term.total))
  return reading
}

function stateOf(
  facts: ClockFacts,
  term: Term,
  dueAt: Instant | null,
  today: Day,
  at: Instant,
): ClockReading['state'] {
  if (facts.stoppedOn !== undefined && today >= facts.stoppedOn) return 'stopped'
  if (dueAt !== null && instantMs(at) >= instantMs(dueAt)) return 'overdue'
  return term.rows.some((row) => row.day === today && row.kind === 'paused') ? 'paused' : 'running'
}

/**
 * Running: whole days that are over. Stopped: the day of the act counts as used. Late: a day of delay counts once
 * it has begun, and there is always at least one (a counter past closing time, the weekend after the term), so
 * that late and a negative remainder are the same thing.
 */
function usedBy(
  facts: ClockFacts,
  calendar: Calendar,
  term: Term,
  state: ClockReading['state'],
  today: Day,
): number {
  const until = state === 'stopped' ? facts.stoppedOn! : state === 'overdue' ? today : addDays(today, -1)
  const within = term.rows.filter((row) => row.count !== undefined && row.day <= until).length
  const late = state === 'overdue' || (term.dueDay !== null && until > term.dueDay)
  return late ? term.total + Math.max(1, unitDaysBetween(calendar, facts.unit, term.dueDay!, until)) : within
}

function isUnitDay(facts: ClockFacts, calendar: Calendar, row: LedgerDay): boolean {
  return facts.unit === 'calendar-day' || isWorkingDay(calendar, row.day)
}

/** Light of a reading. Stopped clocks keep the colour they ended with: green in time, red late. */
export function lightOf(reading: ClockReading, rungs: Rung[] = defaultRungs(reading.total)): Light {
  if (reading.state === 'stopped') return reading.remaining < 0 ? 'red' : 'green'
  if (reading.state === 'paused') return 'paused'
  if (reading.state === 'overdue') return 'red'
  // Rungs at 0 or below speak of a term that is over; before that they are not reached.
  const reached = rungs.filter((rung) => rung.remaining >= 1 && reading.remaining <= rung.remaining)
  if (reached.some((rung) => rung.level === 'red')) return 'red'
  return reached.length > 0 ? 'yellow' : 'green'
}

export interface RungInstant {
  level: Rung['level']
  remaining: number
  at: Instant
}

/**
 * When each rung fires: 00:00 of the first unpaused day on which that few days are left, but not on the opening day; for a rung at 0 the end
 * of the term, below 0 the day that many days late. A rung behind an open pause has no instant yet and is left
 * out. Ordered by instant.
 */
export function rungInstants(facts: ClockFacts, calendar: Calendar, rungs?: Rung[]): RungInstant[] {
  const term = termOf(facts, calendar)
  return (rungs ?? defaultRungs(term.total))
    .flatMap((rung) => {
      const at = rungInstant(facts, calendar, term, rung.remaining)
      return at === null ? [] : [{ level: rung.level, remaining: rung.remaining, at }]
    })
    .sort((a, b) => instantMs(a.at) - instantMs(b.at))
}

function rungInstant(facts: ClockFacts, calendar: Calendar, term: Term, remaining: number): Instant | null {
  if (remaining <= 0) {
    if (term.dueDay === null) return null
    if (remaining === 0) return closeOf(facts, term.dueDay)
    return startOfDay(unitDayAfter(calendar, facts.unit, term.dueDay, -remaining))
  }
  if (term.total === 0) return null
  // As much as the whole term or more: the day after the opening one, which is nobody's delay.
  const used = Math.max(0, term.total - remaining)
  const before = used === 0 ? 0 : term.rows.findIndex((row) => row.count === used)
  if (before < 0) return null
  const day = term.rows.slice(before + 1).find((row) => row.kind !== 'paused')
  return day === undefined ? null : startOfDay(day.day)
}

export interface NextInstant {
  at: Instant
  /** The end of the term, or a rung before or after it. */
  event: 'due' | Rung['level']
}

/** The first instant after `at` at which a light changes or the term ends; null when stopped or nothing is ahead. */
export function nextInstant(
  facts: ClockFacts,
  calendar: Calendar,
  at: Instant,
  rungs?: Rung[],
): NextInstant | null {
  if (facts.stoppedOn !== undefined && dayOf(at) >= facts.stoppedOn) return null
  const { dueDay } = termOf(facts, calendar)
  const due: NextInstant[] = dueDay === null ? [] : [{ at: closeOf(facts, dueDay), event: 'due' }]
  const ahead = rungInstants(facts, calendar, rungs).map((rung): NextInstant => ({
    at: rung.at,
    event: rung.level,
  }))
  return (
    [...due, ...ahead].filter((next) => next.at > new Date(instantMs(at)).toISOString()).sort(byInstant)[0] ??
    null
  )
}

function byInstant(a: NextInstant, b: NextInstant): number {
  return instantMs(a.at) - instantMs(b.at)
}
