/** The run loop's primitives without Temporal: waits are conditions looked at after every piece of work, time is given. */
import { ApplicationFailure } from '@temporalio/common'
import type { ProcessActivities } from '../../../workflows/process/domain.ts'
import type { Host, SlowActivities } from '../../../workflows/process/host.ts'
import type { TestClock } from './clock.ts'

interface Wait {
  check(): boolean
  until?: number
  done(held: boolean): void
}

/** What fails this often, and not for good, is a mistake of the test. */
const mostTries = 50

export class DirectHost implements Host {
  readonly local: ProcessActivities
  readonly durable: ProcessActivities
  readonly slow: SlowActivities
  readonly isLong = (): boolean => false
  private readonly waits = new Set<Wait>()
  private inFlight = 0
  /** How far the instance is ahead of the office's clock. */
  private aheadMs = 0
  private asleep = false
  private readonly clock: TestClock

  constructor(clock: TestClock, activities: object) {
    this.clock = clock
    const counted = this.counted(activities as SlowActivities)
    this.local = counted as unknown as ProcessActivities
    this.durable = this.local
    this.slow = counted
  }

  now = (): number => this.clock.peek() + this.aheadMs

  condition(check: () => boolean): Promise<void>
  condition(check: () => boolean, ms: number): Promise<boolean>
  condition(check: () => boolean, ms?: number): Promise<boolean | void> {
    if (check()) return Promise.resolve(true)
    return new Promise((done) => {
      this.waits.add({ check, done, ...(ms !== undefined && { until: this.now() + ms }) })
    })
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

  /** Moves the instance's time, stopping at each thing that falls due on the way. */
  async advance(ms: number): Promise<void> {
    const target = this.aheadMs + ms
    await this.settle()
    for (;;) {
      const next = Math.min(...[...this.waits].map((wait) => wait.until ?? Infinity)) - this.clock.peek()
      if (next > target) break
      this.aheadMs = Math.max(next, this.aheadMs)
      await this.settle()
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

  private counted(activities: SlowActivities): SlowActivities {
    const entries = Object.entries(activities).map(([name, work]) => [
      name,
      async (...args: unknown[]) => {
        this.inFlight += 1
        try {
          return await untilGiven(() => (work as (...all: unknown[]) => Promise<unknown>)(...copied(args)))
        } finally {
          this.inFlight -= 1
        }
      },
    ])
    return Object.fromEntries(entries)
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
      const permanent = error instanceof ApplicationFailure && error.nonRetryable === true
      if (permanent || tries >= mostTries) throw error
      await new Promise((turn) => setImmediate(turn))
    }
  }
}
