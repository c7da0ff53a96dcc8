/** How a notice and its answer become whole days that do not count. */
import { addDays } from './day.ts'
import type { Day, Pause } from './domain.ts'

/**
 * The law says that time is not counted, not from which hour. The default is the reading with the earlier due
 * date that still counts no day twice: the day of the notice counts, the day of receipt does not.
 */
export interface PausePolicy {
  /** The day of the notice counts (the pause begins the next day), or is paused itself. */
  noticeDay: 'counted' | 'paused'
  /** The day on which the last paper came in is still paused, or counts. */
  receiptDay: 'counted' | 'paused'
}

export const pausePolicy: PausePolicy = { noticeDay: 'counted', receiptDay: 'paused' }

export function pauseFrom(noticedOn: Day, policy: PausePolicy = pausePolicy): Day {
  return policy.noticeDay === 'counted' ? addDays(noticedOn, 1) : noticedOn
}

/** Last paused day. Answered on the day of the notice it lies before the first one: an empty pause. */
export function pauseThrough(receivedOn: Day, policy: PausePolicy = pausePolicy): Day {
  return policy.receiptDay === 'paused' ? receivedOn : addDays(receivedOn, -1)
}

/** A pause between a notice and its answer; without `receivedOn` it is still open. */
export function pauseBetween(
  pause: Omit<Pause, 'from' | 'through'>,
  noticedOn: Day,
  receivedOn?: Day,
  policy: PausePolicy = pausePolicy,
): Pause {
  const through = receivedOn === undefined ? {} : { through: pauseThrough(receivedOn, policy) }
  return { ...pause, from: pauseFrom(noticedOn, policy), ...through }
}
