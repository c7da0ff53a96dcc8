/** From which day a case's terms run: one rule for the clocks that are started and the dates promised before. Pure. */
import { dayOf } from '../clock/day.ts'
import type { Day, Instant } from '../clock/domain.ts'
import type { StartEvent } from '../item/domain.ts'

/** Day on which everything was in: the day of receipt, or of the last supplement before acceptance. */
export function completeDay(
  receivedDay: Day,
  supplements: readonly { phase: string; supplementedAt: Instant | null }[],
): Day {
  const days = supplements.flatMap(({ phase, supplementedAt }) =>
    phase === 'acceptance' && supplementedAt !== null ? [dayOf(supplementedAt)] : [],
  )
  return days.sort().at(-1) ?? receivedDay
}

/** Statutory and promised run side by side, from the item's start event (`requirements.md`, "The acts in order"). */
export function handlingStartDay(startEvent: StartEvent, days: { accepted: Day; complete: Day }): Day {
  return startEvent === 'receipt' || startEvent === 'all-valid-documents' ? days.complete : days.accepted
}
