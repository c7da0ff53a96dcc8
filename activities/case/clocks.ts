/** A case's clocks by kind: the newest round of a kind is the one that runs. */
import type { CaseFacts, CasePlan } from './facts.ts'
import type { Call } from '../process/plan.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import type { ClockFacts, ClockKind, ClockMode, Day, DayUnit } from '../../workflows/clock/domain.ts'

export interface StartClock {
  /** Id of the step that starts it; the same id again starts nothing. */
  id: string
  kind: ClockKind
  mode: ClockMode
  unit: DayUnit
  budget: number
  startDay: Day
  unitSource?: ClockFacts['unitSource']
  basis?: string
}

/**
 * All clocks here can be kept online, so a term ends at 24:00 (民法典 第二百零三条). Its reminders are those set on the
 * day it starts; a later setting does not change it.
 */
export function startClock(plan: CasePlan, { id, ...facts }: StartClock, at: string): void {
  const rungs = rungsOf(plan.facts, facts.kind)
  plan.arm(plan.clocks.start({ startedBy: id, closes: 'online', rungs, ...facts }, at))
}

export const rungsOf = ({ reminders }: CaseFacts, kind: string) => reminders[kind]

export const openClock = (plan: CasePlan, kind: ClockKind): StoredClock | undefined => plan.clocks.open(kind)

export function stopClocks(
  plan: CasePlan,
  kinds: readonly ClockKind[] | 'all',
  act: { id: string; on: Day; reason: string },
  at: string,
): void {
  for (const clock of plan.clocks.stopAll({ ...act, ...(kinds !== 'all' && { kinds }) }, at)) plan.arm(clock)
}

export function pauseClocks(
  plan: CasePlan,
  kinds: readonly ClockKind[],
  act: { id: string; noticedOn: Day; cause: string; basis?: string },
  { cause }: Call,
): void {
  for (const kind of kinds) {
    const clock = openClock(plan, kind)
    if (clock) plan.arm(plan.clocks.pause(clock.id, act, cause.at))
  }
}

export function resumeClock(
  plan: CasePlan,
  clock: StoredClock,
  act: { pauseId: string; receivedOn: Day },
  at: string,
): void {
  plan.arm(plan.clocks.resume(clock.id, { id: `${act.pauseId}/end`, ...act }, at))
}
