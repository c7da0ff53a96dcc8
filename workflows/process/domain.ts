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
  start: { actId: string; at: Instant }
  /** Carried over continue-as-new. */
  carried?: CarriedState
}

export interface CarriedState {
  net: NetState
  revision: number
  clocks: Record<string, ClockArm>
  timers: Record<string, ArmedTimer>
  incidents: Record<string, Incident>
  facts: OutsideFact[]
  remindedAt: Record<string, Instant>
}

export interface ArmedTimer {
  key: string
  element: string
  clock?: string
  mode?: 'advise' | 'enforce'
  dueAt: Instant | null
}

export interface Incident {
  key: string
  element: string
  code: string
  message: string
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
  cause?: Cause
  effects: Effect[]
}
