/** What the run loop needs of the engine it runs in: Temporal, or the direct engine of the tests. */
import type { ProcessActivities } from './domain.ts'

export type SlowActivities = Record<string, (args: unknown) => Promise<unknown>>

export interface Host {
  /** Done when `check` holds. With `ms` it answers false when that time is over first. */
  condition(check: () => boolean): Promise<void>
  condition(check: () => boolean, ms: number): Promise<boolean>
  /** Epoch ms of the instance's own time. */
  now(): number
  /** The history is long enough to be carried over into a fresh run. */
  isLong(): boolean
  /** Quick work on the database. */
  local: ProcessActivities
  /** The same work while the database is away: tried again for ever. */
  durable: ProcessActivities
  /** Work beside the process, by name. */
  slow: SlowActivities
}
