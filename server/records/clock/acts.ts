/** What can be done to a legal clock, and what is kept of it. */
import type { ClockFacts, ClockMode, Day, Instant, Rung } from '../../../workflows/clock/domain.ts'
import type { PausePolicy } from '../../../workflows/clock/pause.ts'

export type ChangeCause = 'start' | 'pause' | 'resume' | 'extend' | 'stop' | 'timer' | 'calendar'

/** What an act did to a clock; kept for ever, the ledger's cause. */
export interface ClockChange {
  cause: ChangeCause
  /** Id given by the caller. */
  id: string
  detail: Record<string, unknown>
}

export interface KeptChange extends ClockChange {
  clockId: string
  dueDayBefore: Day | null
  at: Instant
}

export type NewClock = Omit<ClockFacts, 'pauses' | 'extensions' | 'stoppedOn'> & {
  /** Tells clocks of one kind apart, e.g. the reviewer. */
  ref?: string
  /** Round, when the caller counts them; else the one this act started before, or the next. */
  n?: number
  /** The act that starts it. */
  startedBy: string
  mode: ClockMode
  /** Default: `defaultRungs` of the budget. */
  rungs?: Rung[] | undefined
}

export interface PauseAct {
  /** Id of the pause. */
  id: string
  /** Day of the notice; by the policy it still counts. */
  noticedOn: Day
  cause: string
  basis?: string
  policy?: PausePolicy
}

export interface ResumeAct {
  pauseId: string
  /** Id of the act that ends the pause. */
  id: string
  /** Day on which the last of what was waited for came in; by the policy it is still paused. */
  receivedOn: Day
  policy?: PausePolicy
}

export interface ExtendAct {
  id: string
  days: number
  /** Day of the approval. */
  on: Day
  basis: string
}

export interface StopAct {
  /** Id of the act that was waited for. */
  id: string
  /** Its day; counts as used. */
  on: Day
  reason: string
}
