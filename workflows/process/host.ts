/**
 * What a running instance needs of the world: time, waiting, its records, other systems. In production Temporal is
 * the host (temporal-host.ts); tests run the same instance on a host of their own.
 */
import { ApplicationFailure } from '@temporalio/common'
import type { ProcessActivities, ServiceCall } from './domain.ts'
import type { Vars } from './model.ts'

export interface Host {
  /** The instance's time, epoch ms. */
  now(): number
  /** Waits until the condition holds; with `ms` at most that long. Answers whether it holds. */
  until(condition: () => boolean, ms?: number): Promise<boolean>
  /** The history is long enough to be carried over into a fresh one. */
  isLong(): boolean
  /** Tried until the database answers. Throws what no retry mends, see `permanentOf`. */
  records: Omit<ProcessActivities, 'callSlow'>
  /** Records wait for the database. */
  isSaving(): boolean
  /** Asks another system, beside everything else. */
  callSlow(call: ServiceCall & { instance: string }): SlowCall
}

export interface SlowCall {
  /** Rejects with what no retry mends, or when it was cancelled. */
  answer: Promise<Vars>
  cancel(): void
}

export interface Failed {
  code: string
  message: string
}

/** What no retry mends: the activity said so. Undefined for anything else. */
export function permanentOf(error: unknown): Failed | undefined {
  // An activity's own failure comes wrapped in the engine's.
  const wrapped = error instanceof Error && error.name === 'ActivityFailure' ? error.cause : error
  if (!(wrapped instanceof ApplicationFailure) || !wrapped.nonRetryable) return undefined
  return { code: wrapped.type ?? 'step-failed', message: wrapped.message }
}
