/** Shapes of a running process instance, shared by workflow, activities, server and web. */
import type { Effect, Net, NetState, Vars } from './model.ts'

export type Instant = string

/** `<capability>:<business number>`, both directions. */
export const instanceId = (capability: string, number: string): string => `${capability}:${number}`
export function parseInstanceId(id: string): { capability: string; number: string } {
  const at = id.indexOf(':')
  return { capability: id.slice(0, at), number: id.slice(at + 1) }
}

/** Task key of the act that starts an instance. */
export const startTask = 'start#0'

export interface ActCommand {
  /** Client's idempotency key. */
  id: string
  /** Task key (`<element>#<n>`), `start#0`, or `message:<name>`. */
  task: string
  outcome: string
  /** When it was received, the case's time. Legal effects count from here. */
  at: Instant
  /** Small facts for conditions; never personal data. */
  vars?: Vars
}

export interface ActAnswer {
  revision: number
}

export interface ClockArm {
  kind: string
  n: number
  /** null: not running (paused, stopped, not started) — its timers are disarmed. */
  dueAt: Instant | null
  /** Next reminder, if any is left. */
  rungs: { level: string; at: Instant }[]
  revision: number
}
export type ClockChange = ClockArm

export interface OutsideFact {
  id: string
  kind: 'message' | 'signal'
  name: string
  vars?: Vars
  expiresAt: Instant
}

/** Work that follows a step but does not hold the process: papers, messages, pushes. */
export interface FollowUp {
  key: string
  activity: string
  args: { [key: string]: string | number | boolean | null }
}

export interface ProcessInput {
  instance: string
  definition: { id: string; key: string; version: number; hash: string; net: Net }
  vars: Vars
  /** The starting act. */
  start: Cause
  /**
   * Many terms end at the same midnight: timers of clocks wake up to this many seconds later, each instance at its
   * own offset. Only the work is spread; the legal effect keeps the date.
   */
  spreadSeconds: number
  /** Carried over continue-as-new. */
  carried?: CarriedState
}

export interface CarriedState {
  net: NetState
  revision: number
  incidents: Record<string, StoppedStep>
  facts: OutsideFact[]
  recentActs: string[]
  clocks: Record<string, ClockArm>
  armed: Record<string, ArmedTimer>
}

export interface ArmedTimer {
  key: string
  element: string
  clock?: string
  mode?: 'advise' | 'enforce'
  /** Of plain timers; a clock timer's instant is its clock's. */
  dueAt: Instant | null
  /** An act received in time is still under way: ask again then. */
  askAt?: Instant
}

/** What the database says when a clock's timer wakes: a timer is a question, not a verdict. */
export interface TimerVerdict {
  verdict: 'fire' | 'wait' | 'not-due' | 'disarm'
  effectiveAt: Instant
  clock?: ClockArm
}

export interface Incident {
  key: string
  element: string
  code: string
  message: string
}

/** An incident with what is needed to run the step again. */
export interface StoppedStep extends Incident {
  cause: Cause
  service?: Extract<Effect, { type: 'service' }>
}

export interface InstanceView {
  revision: number
  tasks: { key: string; element: string }[]
  timers: ArmedTimer[]
  clocks: Record<string, ClockArm>
  incidents: Incident[]
  saving: boolean
  ended?: NetState['ended']
}

export interface Cause {
  actId: string
  at: Instant
}

/** One projection: what a step did, written in one transaction. */
export interface StepRecord {
  instance: string
  revision: number
  at: Instant
  cause: Cause
  effects: Effect[]
}

/** A service task to be done: ids and small facts only. */
export interface ServiceCall {
  instance: string
  key: string
  element: string
  activity: string
  cause: Cause
  vars: Vars
}

export interface ServiceResult {
  vars?: Vars
  clocks?: ClockArm[]
  followUps?: FollowUp[]
}

export interface DueRung {
  clock: string
  n: number
  level: string
  at: Instant
}

/** The activities every process needs; `activities/process` implements them. */
export interface ProcessActivities {
  /** Writes a step's tasks, traces and counts, and marks its act done. Idempotent by revision. */
  commitStep(record: StepRecord): Promise<void>
  /** Projects what came before and does the service, once per key; a retry gives the first answer. */
  runService(call: ServiceCall, before: StepRecord): Promise<ServiceResult>
  askTimer(question: {
    instance: string
    key: string
    element: string
    clock: string
    n: number
    mode: 'advise' | 'enforce'
    at: Instant
  }): Promise<TimerVerdict>
  remind(rung: DueRung & { instance: string }): Promise<FollowUp[]>
  recordIncident(incident: Incident & { instance: string; at: Instant }): Promise<void>
}
