/** Shapes of a running process instance, shared by workflow, activities, server and web. */
import type { Effect, Json, Net, NetState, Vars } from './model.ts'

export type Instant = string

/** `<noun>:<business number>`, both directions. */
export const instanceId = (noun: string, number: string): string => `${noun}:${number}`
export function parseInstanceId(id: string): { noun: string; number: string } {
  const at = id.indexOf(':')
  return { noun: id.slice(0, at), number: id.slice(at + 1) }
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
  /** Codes that came with a message; never personal data. */
  vars?: Vars
}

export interface ActAnswer {
  revision: number
}

export interface ClockArm {
  kind: string
  /** Tells clocks of one kind apart: three reviewers have three. */
  ref?: string
  n: number
  /** null: not running (paused, stopped, not started) — its timers are disarmed. */
  dueAt: Instant | null
  /** Next reminder, if any is left. */
  rungs: { level: string; at: Instant }[]
  revision: number
}

/** Name of a clock among those of its instance. */
export const clockKey = ({ kind, ref }: { kind: string; ref?: string }): string =>
  ref === undefined || ref === '' ? kind : `${kind}/${ref}`

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
  recentActs: string[]
  clocks: Record<string, ClockArm>
  armed: Record<string, ArmedTimer>
  /** Services of other systems that had not answered: they are asked again under their key. */
  slow: PendingService[]
}

export interface ArmedTimer {
  key: string
  element: string
  /** The clock it follows, as `clockKey` names it. */
  clock?: string
  mode?: 'advise' | 'enforce'
  /** Of plain timers; a clock timer's instant is its clock's. */
  dueAt: Instant | null
  /** An act received in time is still under way: ask again then. */
  askAt?: Instant
  /** Its question failed for good: it waits until an administrator has it asked again. */
  held?: true
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

export type ServiceEffect = Extract<Effect, { type: 'service' }>

/** A service to be done; `answer` is what another system said to it. */
export interface PendingService {
  effect: ServiceEffect
  cause: Cause
  answer?: Vars
}

/** An incident with what is needed to run the step again. */
export interface StoppedStep extends Incident {
  cause: Cause
  service?: PendingService
  rung?: DueRung
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

/** Where the net stands after a step: tokens by element, and the messages it waits for. */
export interface Standing {
  standing: Record<string, number>
  waits: { name: string; element: string }[]
}

/** What the net did in a step, as the next revision. */
export interface StepRecord extends Standing {
  revision: number
  at: Instant
  cause: Cause
  effects: Effect[]
  /** Answers that came when nobody waited for them any more. */
  late?: { key: string; element: string }[]
}

/** A service task to be done: ids and small facts only. */
export interface ServiceCall {
  key: string
  element: string
  /** Services drawn in the task, in order, with their evaluated inputs. */
  calls: { name: string; input: Vars }[]
  cause: Cause
  vars: Vars
  item?: Json
  answer?: Vars
}

/**
 * One transaction. Its services read what is loaded once and plan rows; all of it is written at once.
 * `ahead` is what the net does when the calls answer nothing: with it all calls are done; where one answers or fails,
 * the first call alone is done and the net goes on from its answer.
 */
export interface Step {
  instance: string
  record: StepRecord
  calls: ServiceCall[]
  ahead?: Standing & { effects: Effect[] }
}

export interface StepAnswer {
  /** All calls were done and what the net did ahead is written. */
  ahead: boolean
  /** Of the first call, when it was done alone. */
  vars?: Vars
  clocks: ClockArm[]
}

export interface DueRung {
  clock: string
  n: number
  level: string
  at: Instant
}

export interface TimerQuestion {
  instance: string
  key: string
  element: string
  clock: string
  mode: 'advise' | 'enforce'
  at: Instant
}

/** The activities every process needs; `activities/process` implements them. */
export interface ProcessActivities {
  /** Writes a step and does its services. Idempotent by revision and by the keys of its calls. */
  step(step: Step): Promise<StepAnswer>
  askTimer(question: TimerQuestion): Promise<TimerVerdict>
  remind(rung: DueRung & { instance: string }): Promise<void>
  recordIncident(incident: Incident & { instance: string; at: Instant }): Promise<void>
  /** Asks another system; may take long, may be cancelled. What it says is written by a step of its own. */
  callSlow(call: ServiceCall & { instance: string }): Promise<Vars>
}
