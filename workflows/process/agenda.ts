/** What an instance waits for: plain timers, timers of legal clocks, and the reminders on the way to a due date. */
import { clockKey } from './domain.ts'
import type { ArmedTimer, ClockArm, DueRung } from './domain.ts'
import type { Effect } from './model.ts'
import { addSeconds } from '../clock/day.ts'

/** An act received in time but not done yet holds the timer for this long before it is asked again. */
const askAgainSeconds = 2

export class Agenda {
  clocks: Record<string, ClockArm> = {}
  /** Grows with every change, so that a sleeping instance notices. */
  stamp = 0
  private armed: Record<string, ArmedTimer> = {}
  private readonly offsetMs: number

  constructor(instance: string, spreadSeconds: number) {
    this.offsetMs = spreadSeconds > 0 ? hash(instance) % (spreadSeconds * 1000) : 0
  }

  load(carried: { clocks: Record<string, ClockArm>; armed: Record<string, ArmedTimer> }): void {
    this.clocks = carried.clocks
    this.armed = carried.armed
  }

  carry(): { clocks: Record<string, ClockArm>; armed: Record<string, ArmedTimer> } {
    return { clocks: this.clocks, armed: this.armed }
  }

  /** The newest round of a kind and reference counts; an older revision that arrives late changes nothing. */
  setClock(change: ClockArm): void {
    const key = clockKey(change)
    const known = this.clocks[key]
    if (known && (known.n > change.n || (known.n === change.n && known.revision > change.revision))) return
    this.clocks[key] = change
    this.stamp += 1
  }

  arm(effect: Extract<Effect, { type: 'timer' }>): void {
    const base = { key: effect.key, element: effect.element }
    this.armed[effect.key] =
      'clock' in effect
        ? {
            ...base,
            clock: clockKey({ kind: effect.clock, ref: effect.ref }),
            mode: effect.mode,
            dueAt: null,
          }
        : { ...base, dueAt: effect.dueAt }
    this.stamp += 1
  }

  /** Its question failed for good: nothing wakes it until it is let go. */
  hold(key: string): void {
    const timer = this.armed[key]
    if (timer) this.armed[key] = { ...timer, held: true }
  }

  letGo(key: string): void {
    const timer = this.armed[key]
    if (timer) this.armed[key] = { ...timer, held: undefined }
    this.stamp += 1
  }

  disarm(key: string): void {
    delete this.armed[key]
    this.stamp += 1
  }

  clear(): void {
    this.armed = {}
    for (const [key, clock] of Object.entries(this.clocks)) this.clocks[key] = { ...clock, rungs: [] }
    this.stamp += 1
  }

  askAgain(key: string, at: string): void {
    const timer = this.armed[key]
    if (timer) this.armed[key] = { ...timer, askAt: addSeconds(at, askAgainSeconds) }
  }

  /** The question was answered: the timer follows its clock again. */
  answered(key: string): void {
    const timer = this.armed[key]
    if (timer?.askAt !== undefined) this.armed[key] = { ...timer, askAt: undefined }
  }

  timers(): ArmedTimer[] {
    return Object.values(this.armed).map((timer) => ({ ...timer, dueAt: this.dueAt(timer) }))
  }

  timer(key: string): ArmedTimer | undefined {
    const timer = this.armed[key]
    return timer && { ...timer, dueAt: this.dueAt(timer) }
  }

  /** Epoch ms of the next thing to do, or undefined when only acts can move the instance. */
  nextWake(): number | undefined {
    const wakes = [
      ...Object.values(this.armed).map((timer) => this.wakeOf(timer)),
      ...this.rungs().map((rung) => Date.parse(rung.at) + this.offsetMs),
    ].filter((wake) => wake !== undefined)
    return wakes.length === 0 ? undefined : Math.min(...wakes)
  }

  dueTimers(now: number): ArmedTimer[] {
    return this.timers().filter((timer) => {
      const wake = this.wakeOf(timer)
      return wake !== undefined && wake <= now
    })
  }

  takeDueRungs(now: number): DueRung[] {
    const due = this.rungs().filter((rung) => Date.parse(rung.at) + this.offsetMs <= now)
    for (const rung of due) {
      const clock = this.clocks[rung.clock]
      if (!clock) continue
      const rungs = clock.rungs.filter((other) => other.level !== rung.level || other.at !== rung.at)
      this.clocks[rung.clock] = { ...clock, rungs }
    }
    return due
  }

  private rungs(): DueRung[] {
    return Object.entries(this.clocks).flatMap(([key, clock]) =>
      clock.rungs.map((rung) => ({ clock: key, n: clock.n, level: rung.level, at: rung.at })),
    )
  }

  private dueAt(timer: ArmedTimer): string | null {
    return timer.clock === undefined ? timer.dueAt : (this.clocks[timer.clock]?.dueAt ?? null)
  }

  private wakeOf(timer: ArmedTimer): number | undefined {
    if (timer.held) return undefined
    if (timer.askAt !== undefined) return Date.parse(timer.askAt)
    const dueAt = this.dueAt(timer)
    if (dueAt === null) return undefined
    return Date.parse(dueAt) + (timer.clock === undefined ? 0 : this.offsetMs)
  }
}

/** FNV-1a: spreads ids evenly, the same on every replay. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return h
}
