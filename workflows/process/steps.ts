/**
 * The instance's calls to the database and to other systems. Records are written by local activities; in an outage the
 * same function goes on as a normal one, so that a workflow task is not held.
 */
import { ActivityFailure, ApplicationFailure } from '@temporalio/common'
import type {
  ArmedTimer,
  DueRung,
  FollowUp,
  Incident,
  ProcessActivities,
  ServiceCall,
  ServiceResult,
  StepRecord,
  TimerVerdict,
} from './domain.ts'
import type { Host } from './host.ts'

type Permanent = { failed: { code: string; message: string } }

export class DurableSteps {
  private inFlight = 0
  private unsaved = 0
  private readonly stopped = new Map<string, Incident>()
  private readonly instance: string
  private readonly host: Host

  constructor(instance: string, host: Host) {
    this.instance = instance
    this.host = host
  }

  get idle(): boolean {
    return this.inFlight === 0
  }

  /** Records wait for the database. */
  get saving(): boolean {
    return this.unsaved > 0
  }

  incidents(): Incident[] {
    return [...this.stopped.values()]
  }

  /** Lets a stopped background call go on. */
  retry(key: string): boolean {
    return this.stopped.delete(key)
  }

  async commit(record: Omit<StepRecord, 'instance'>): Promise<void> {
    if (record.effects.length === 0) return
    const full = { instance: this.instance, ...record }
    await this.untilDone(`record#${record.revision}`, () =>
      this.record((activities) => activities.commitStep(full)),
    )
  }

  async callService(
    call: Omit<ServiceCall, 'instance'>,
    before: Omit<StepRecord, 'instance'>,
  ): Promise<ServiceResult | Permanent> {
    try {
      return await this.record((activities) =>
        activities.runService({ instance: this.instance, ...call }, { instance: this.instance, ...before }),
      )
    } catch (error) {
      const failed = permanent(error)
      if (!failed) throw error
      // The step before it must not be lost with the service.
      await this.commit(before)
      return { failed }
    }
  }

  async askTimer(timer: ArmedTimer, n: number, at: string): Promise<TimerVerdict> {
    const question = {
      instance: this.instance,
      key: timer.key,
      element: timer.element,
      clock: timer.clock ?? '',
      n,
      mode: timer.mode ?? ('advise' as const),
      at,
    }
    return this.untilDone(`question/${timer.key}`, () =>
      this.record((activities) => activities.askTimer(question)),
    )
  }

  async remind(rung: DueRung): Promise<FollowUp[]> {
    return this.record((activities) => activities.remind({ instance: this.instance, ...rung }))
  }

  async callSlow(call: Omit<ServiceCall, 'instance'>): Promise<ServiceResult> {
    return (await this.slowCall(call.activity, { instance: this.instance, ...call })) as ServiceResult
  }

  async follow(followUp: FollowUp): Promise<void> {
    await this.slowCall(followUp.activity, followUp.args)
  }

  /** Runs beside the process. A permanent failure becomes an incident and waits for its retry. */
  background(key: string, work: () => Promise<void>): void {
    this.inFlight += 1
    void this.untilDone(key, work).finally(() => {
      this.inFlight -= 1
    })
  }

  /**
   * The state has moved already when a step is written: a permanent failure must not lose the step, nor end the
   * instance. It becomes an incident and the same step is tried again once somebody has mended the cause.
   */
  private async untilDone<T>(key: string, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        const failed = permanent(error)
        if (!failed) throw error
        const incident = { key, element: key.split('#')[0] ?? key, ...failed }
        this.stopped.set(key, incident)
        const at = new Date(this.host.now()).toISOString()
        await this.record((activities) =>
          activities.recordIncident({ instance: this.instance, at, ...incident }),
        )
        await this.host.condition(() => !this.stopped.has(key))
      }
    }
  }

  private async slowCall(activity: string, args: unknown): Promise<unknown> {
    const call = this.host.slow[activity]
    if (!call) throw ApplicationFailure.nonRetryable(`no activity ${activity}`, 'unknown-activity')
    return call(args)
  }

  private async record<T>(call: (activities: ProcessActivities) => Promise<T>): Promise<T> {
    try {
      return await call(this.host.local)
    } catch (error) {
      if (permanent(error)) throw error
      this.unsaved += 1
      try {
        return await call(this.host.durable)
      } finally {
        this.unsaved -= 1
      }
    }
  }
}

/** What no retry mends: the activity said so. */
function permanent(error: unknown): { code: string; message: string } | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (!(cause instanceof ApplicationFailure) || !cause.nonRetryable) return undefined
  return { code: cause.type ?? 'step-failed', message: cause.message }
}
