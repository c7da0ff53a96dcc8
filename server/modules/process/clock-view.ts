/** Clocks as pages show them: facts, calendar and the instance's time make the reading; nothing of it is stored. */
import { z } from 'zod'
import { ledger, read } from '../../../workflows/clock/calculator.ts'
import type { Calendar, Instant } from '../../../workflows/clock/domain.ts'
import { explain, explainForCitizen } from '../../../workflows/clock/explain.ts'
import { clockName } from '../../../workflows/nouns.ts'
import type { StoredClock } from '../../records/clock/clock.ts'

export const clockView = z.object({
  id: z.string(),
  kind: z.string(),
  kindName: z.string(),
  n: z.number(),
  mode: z.enum(['advise', 'enforce']),
  unit: z.enum(['working-day', 'calendar-day']),
  budget: z.number(),
  total: z.number(),
  used: z.number(),
  paused: z.number(),
  remaining: z.number(),
  state: z.enum(['running', 'paused', 'stopped', 'overdue']),
  light: z.enum(['green', 'yellow', 'red', 'paused']),
  provisional: z.boolean(),
  startDay: z.string(),
  dueDay: z.string().nullable(),
  dueAt: z.string().nullable(),
  stoppedOn: z.string().nullable(),
  basis: z.string().nullable(),
  unitSource: z.enum(['text', 'guide', 'assumed']).nullable(),
  explain: z.string(),
})
export type ClockView = z.infer<typeof clockView>

/** What clocks of one instance are read with. `eventOf` gives the event a clock runs from, in words. */
export interface ClockReading {
  calendar: Calendar
  at: Instant
  eventOf(clock: StoredClock): string | undefined
}

function eventIn(clock: StoredClock, { eventOf }: ClockReading): { event?: string } {
  const event = eventOf(clock)
  return event === undefined ? {} : { event }
}

export function viewClock(clock: StoredClock, given: ClockReading): ClockView {
  const { calendar, at } = given
  const reading = read(clock.facts, calendar, at, clock.rungs)
  const { kind, n, mode, id, facts } = clock
  return {
    id,
    kind,
    kindName: clockName(clock),
    n,
    mode,
    unit: facts.unit,
    budget: facts.budget,
    ...reading,
    startDay: facts.startDay,
    stoppedOn: facts.stoppedOn ?? null,
    basis: facts.basis ?? null,
    unitSource: facts.unitSource ?? null,
    explain: explain(facts, reading, calendar, eventIn(clock, given)),
  }
}

export const ledgerView = z.object({
  kind: z.string(),
  kindName: z.string(),
  n: z.number(),
  explain: z.string(),
  explainPlain: z.string(),
  reading: clockView,
  days: z.array(
    z.object({
      day: z.string(),
      kind: z.enum(['start', 'counted', 'weekend', 'holiday', 'make-up', 'paused', 'extension', 'moved']),
      count: z.number().optional(),
      cause: z.string().optional(),
      basis: z.string().optional(),
      provisional: z.boolean().optional(),
      last: z.boolean().optional(),
    }),
  ),
})
export type LedgerView = z.infer<typeof ledgerView>

export function viewLedger(clock: StoredClock, given: ClockReading): LedgerView {
  const { calendar, at } = given
  const view = viewClock(clock, given)
  const reading = read(clock.facts, calendar, at, clock.rungs)
  return {
    kind: view.kind,
    kindName: view.kindName,
    n: view.n,
    explain: view.explain,
    explainPlain: explainForCitizen(clock.facts, reading, calendar, eventIn(clock, given)),
    reading: view,
    days: ledger(clock.facts, calendar, { at }),
  }
}
