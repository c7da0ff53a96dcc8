/** When a clock rests: what a list reads the light "paused" from. Pure; due.ts says the same in SQL. */
import { addDays, dayOf, startOfDay } from '../../../workflows/clock/day.ts'
import type { ClockFacts, Day, Instant } from '../../../workflows/clock/domain.ts'

export interface Rest {
  pause_from: Instant | null
  /** Exclusive; `infinity` while nobody knows. */
  pause_until: Instant | 'infinity' | null
}

const none: Rest = { pause_from: null, pause_until: null }

/** The rest that is at `at`, or comes next. Pauses that meet are one rest: a demand on the day a survey ends. */
export function restOf({ pauses }: Pick<ClockFacts, 'pauses'>, at: Instant): Rest {
  const today = dayOf(at)
  const later = pauses
    .filter(({ through }) => through === undefined || through >= today)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  const [first, ...others] = later
  if (!first) return none
  let through = first.through
  for (const other of others) {
    if (through === undefined || other.from > addDays(through, 1)) break
    through = lastOf(through, other.through)
  }
  return {
    pause_from: startOfDay(first.from),
    pause_until: through === undefined ? 'infinity' : startOfDay(addDays(through, 1)),
  }
}

const lastOf = (a: Day, b: Day | undefined): Day | undefined => (b === undefined || b > a ? b : a)
