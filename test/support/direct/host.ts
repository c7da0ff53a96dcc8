/** The run loop's primitives without Temporal: waits are conditions looked at after every piece of work, time is given. */
import { asyncLocalStorage } from '@temporalio/activity'
import type { Context } from '@temporalio/activity'
import { CancelledFailure } from '@temporalio/common'
import type { ProcessActivities } from '../../../workflows/process/domain.ts'
import { permanentOf } from '../../../workflows/process/host.ts'
import type { Host, SlowCall } from '../../../workflows/process/host.ts'
import type { TestClock } from './clock.ts'

interface Wait {
  check(): boolean
  until?: number
  done(held: boolean): void
}

/** What fails this often, and not for good, is a mistake of the test. */
const mostTries = 50

export class DirectHost implements Host {
  readonly records: Host['records']
  readonly isLong = (): boolean => false
  readonly isSaving = (): boolean => false
  private readonly waits = new Set<Wait>()
  private inFlight = 0
  /** How far the instance is ahead of the office's clock. */
  private aheadMs = 0
  private asleep = false
  private readonly clock: TestClock
  private readonly activities: ProcessActivities

  constructor(clock: TestClock, activities: ProcessActivities) {
    this.clock = clock
    this.activities = activities
    this.records = {
      step: (step) => this.call('step', step),
      askTimer: (question) => this.call('askTimer', question),
      remind: (rung) => this.call('remind', rung),
      recordIncident: (incident) => this.call('recordIncident', incident),
    }
  }

  now = (): number => this.clock.peek() + this.aheadMs

  until(check: () => boolean, ms?: number): Promise<boolean> {
    if (check()) return Promise.resolve(true)
    return new Promise((done) => {
      this.waits.add({ check, done, ...(ms !== undefined && { until: this.now() + ms }) })
    })
  }

  callSlow(call: Parameters<Host['callSlow']>[0]): SlowCall {
    const stop = new AbortController()
    const context = { heartbeat: () => undefined, cancellationSignal: stop.signal } as unknown as Context
    // Beside everything else: the instance rests meanwhile.
    const answer = asyncLocalStorage.run(context, () => this.activities.callSlow(copied(call)))
    return { answer: answer.then(copied), cancel: () => stop.abort(new CancelledFailure('nobody waits')) }
  }

  /** As without a worker: nothing goes on until `wake`. */
  sleep(): void {
    this.asleep = true
  }

  wake(): void {
    this.asleep = false
  }

  /** Lets everything that can go on go on; done when the instance only waits. */
  async settle(): Promise<void> {
    while (!this.asleep) {
      await new Promise((turn) => setImmediate(turn))
      if (!this.release() && this.inFlight === 0) return
    }
  }

  /** Moves the instance's time, stopping at each thing that falls due on the way until everything rests again. */
  async advance(ms: number, rest: () => Promise<void>): Promise<void> {
    const target = this.aheadMs + ms
    await rest()
    for (;;) {
      const next = Math.min(...[...this.waits].map((wait) => wait.until ?? Infinity)) - this.clock.peek()
      if (next > target) break
      this.aheadMs = Math.max(next, this.aheadMs)
      await rest()
    }
    this.aheadMs = target
  }

  private release(): boolean {
    const now = this.now()
    const ready = [...this.waits].filter((wait) => wait.check() || (wait.until ?? Infinity) <= now)
    for (const wait of ready) {
      this.waits.delete(wait)
      wait.done(wait.check())
    }
    return ready.length > 0
  }

  private async call<N extends keyof ProcessActivities>(
    name: N,
    given: Parameters<ProcessActivities[N]>[0],
  ): Promise<Awaited<ReturnType<ProcessActivities[N]>>> {
    const work = this.activities[name] as (given: unknown) => Promise<unknown>
    this.inFlight += 1
    try {
      return (await untilGiven(() => work(copied(given)))) as Awaited<ReturnType<ProcessActivities[N]>>
    } finally {
      this.inFlight -= 1
    }
  }
}

/** As Temporal's payloads: nothing is shared, and only what JSON can carry arrives. */
export function copied<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value))
}

async function untilGiven(work: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return copied(await work())
    } catch (error) {
      if (permanentOf(error) || tries >= mostTries) throw error
      await new Promise((turn) => setImmediate(turn))
    }
  }
}
