/**
 * The ledger of a clock: every day of the term with the reason why it counts or not. All other figures
 * (used, remaining, due, rungs, the text for the citizen) are read from it, so they can never disagree.
 */
import { kindOf, isPublished } from './calendar.ts'
import { dayFromNumber, dayNumber, dayOf } from './day.ts'
import type { Calendar, ClockFacts, Day, Instant, LedgerDay, Pause } from './domain.ts'

/** A term longer than this is a mistake in the data, not a law. */
const LONGEST_TERM_DAYS = 366 * 60

export interface Term {
  rows: LedgerDay[]
  /** Budget and extensions. */
  total: number
  /** null while an open pause stands before the end of the term. */
  dueDay: Day | null
  provisional: boolean
}

/** Names of the events that start the clocks; an item may name another. */
const startEvents = {
  acceptance: '收件',
  supplement: '补正告知书送达',
  statutory: '受理',
  promised: '受理',
  delivery: '作出决定',
} as const satisfies Record<ClockFacts['kind'], string>

/** The event a clock runs from; other kinds than the law's run from where their step begins. */
export const startEventOf = (kind: string): string =>
  startEvents[kind as keyof typeof startEvents] ?? '本环节开始'

interface Span {
  from: number
  through: number
  pause: Pause
}

/** Budget plus all extensions, in days of the unit. */
export function totalOf(facts: ClockFacts): number {
  return facts.extensions.reduce((sum, extension) => sum + extension.days, facts.budget)
}

/**
 * The whole term, stopped or not. With a pause still open the rows go through its first day, or through `at`
 * when that is later. Throws RangeError for malformed days or a term beyond 60 years.
 */
export function termOf(facts: ClockFacts, calendar: Calendar, at?: Instant): Term {
  const total = totalOf(facts)
  const start = dayNumber(facts.startDay)
  const rows: LedgerDay[] = [
    {
      day: facts.startDay,
      kind: 'start',
      cause: `${startEventOf(facts.kind)}之日`,
      basis: '民法典 第二百零一条',
    },
  ]
  const spans = facts.pauses.map(spanOf)
  const openFrom = Math.min(...spans.filter((span) => span.through === Infinity).map((span) => span.from))
  const horizon = Math.max(openFrom, at === undefined ? 0 : dayNumber(dayOf(at)))
  let count = 0
  for (let number = start + 1; count < total; number++) {
    if (number >= openFrom && number > horizon) return finish(rows, total, null)
    if (number - start > LONGEST_TERM_DAYS) throw new RangeError(`term of ${total} days has no end`)
    const row = rowOf(facts, calendar, number, count + 1 === total, spans)
    if (isCounted(row)) count = countRow(facts, row, count + 1)
    rows.push(row)
  }
  const last = rows[rows.length - 1]!
  last.last = true
  return finish(rows, total, last.day)
}

/** Every day from the start through the last day of the term; a stopped clock's ledger ends with the day it stopped. */
export function ledger(facts: ClockFacts, calendar: Calendar, opts: { at?: Instant } = {}): LedgerDay[] {
  const { rows } = termOf(facts, calendar, opts.at)
  const { stoppedOn } = facts
  return stoppedOn === undefined ? rows : rows.filter((row) => row.day <= stoppedOn)
}

function finish(rows: LedgerDay[], total: number, dueDay: Day | null): Term {
  return { rows, total, dueDay, provisional: rows.some((row) => row.provisional) }
}

function spanOf(pause: Pause): Span {
  const through = pause.through === undefined ? Infinity : dayNumber(pause.through)
  return { from: dayNumber(pause.from), through, pause }
}

/** Whether a row is a day of the term (kinds that carry a number). */
function isCounted(row: LedgerDay): boolean {
  return row.kind === 'counted' || row.kind === 'make-up'
}

/** Numbers a counted row; past the budget it is a day of an extension and cites what allowed it. */
function countRow(facts: ClockFacts, row: LedgerDay, count: number): number {
  row.count = count
  let reach = facts.budget
  for (const extension of facts.extensions) {
    if (count > reach && count <= reach + extension.days) {
      row.kind = 'extension'
      row.basis = extension.basis
    }
    reach += extension.days
  }
  return count
}

function rowOf(
  facts: ClockFacts,
  calendar: Calendar,
  number: number,
  isLast: boolean,
  spans: Span[],
): LedgerDay {
  const day = dayFromNumber(number)
  // A union: a day under two pauses is one paused day, with both causes.
  const paused = spans.filter((span) => span.from <= number && number <= span.through)
  if (paused.length > 0) return pausedRow(day, paused)
  const { kind, name } = kindOf(calendar, day, number)
  const off = kind === 'weekend' || kind === 'holiday'
  const cause = kind === 'weekend' ? '周末' : kind === 'make-up' ? `${name}调休上班` : name
  const row: LedgerDay = { day, kind: kind === 'workday' ? 'counted' : kind }
  if (cause !== undefined) row.cause = cause
  // Calendar-day terms ask the calendar only for their last day (民法典 第二百零三条).
  if (facts.unit === 'calendar-day') {
    row.kind = 'counted'
    if (off && isLast) Object.assign(row, { kind: 'moved', basis: '民法典 第二百零三条' })
  }
  if ((facts.unit === 'working-day' || isLast) && !isPublished(calendar, day)) row.provisional = true
  return row
}

function pausedRow(day: Day, spans: Span[]): LedgerDay {
  const causes = [...new Set(spans.map((span) => span.pause.cause))].sort()
  const bases = [...new Set(spans.flatMap((span) => span.pause.basis ?? []))].sort()
  const row: LedgerDay = { day, kind: 'paused', cause: causes.join('、') }
  if (bases.length > 0) row.basis = bases.join('；')
  return row
}
