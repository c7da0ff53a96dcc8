/** The instance's calls to the database and to other systems, and what happens when one of them fails for good. */
import { permanentOf } from './host.ts'
import type { Failed, Host, SlowCall } from './host.ts'
import type { Incident, ServiceCall, Step, StepAnswer, StepRecord } from './domain.ts'
import type { Vars } from './model.ts'

export class DurableSteps {
  private readonly stopped = new Map<string, Incident>()
  private readonly slow = new Map<string, SlowCall>()
  private readonly instance: string
  private readonly host: Host

  constructor(instance: string, host: Host) {
    this.instance = instance
    this.host = host
  }

  incidents(): Incident[] {
    return [...this.stopped.values()]
  }

  /** Lets a stopped record be written again. */
  retry(key: string): boolean {
    return this.stopped.delete(key)
  }

  /**
   * The state has moved already when a step is written: a permanent failure must not lose the step, nor end the
   * instance. It becomes an incident, and the same step is tried again once somebody has mended the cause.
   * @returns how it went: at once, or after it was mended
   */
  async commit(record: StepRecord): Promise<'at-once' | 'mended'> {
    const key = `record#${record.revision}`
    for (let how: 'at-once' | 'mended' = 'at-once'; ; how = 'mended') {
      const done = await this.serve({ record, calls: [] })
      if (!('failed' in done)) return how
      const incident = { key, element: key, ...done.failed }
      this.stopped.set(key, incident)
      await this.tell(incident)
      await this.host.until(() => !this.stopped.has(key))
    }
  }

  /** Does services, if any, with what came before them; a failure leaves nothing written. */
  async serve(step: Omit<Step, 'instance'>): Promise<StepAnswer | { failed: Failed }> {
    return this.attempt(() => this.host.records.step({ instance: this.instance, ...step }))
  }

  /** What no retry mends, as a value; anything else is not ours to handle. */
  async attempt<T>(work: () => Promise<T>): Promise<T | { failed: Failed }> {
    try {
      return await work()
    } catch (error) {
      const failed = permanentOf(error)
      if (!failed) throw error
      return { failed }
    }
  }

  tell(incident: Incident): Promise<void> {
    const at = new Date(this.host.now()).toISOString()
    return this.host.records.recordIncident({ instance: this.instance, at, ...incident })
  }

  /** Asks another system beside everything else; `late`: it answered though it was cancelled, or asked anew. */
  callSlow(call: ServiceCall, done: (answer: Vars | { failed: Failed }) => void, late: () => void): void {
    const running = this.host.callSlow({ instance: this.instance, ...call })
    this.slow.set(call.key, running)
    // Only the call that is still asked for counts: not one that was cancelled or asked anew.
    const counts = (): boolean => this.slow.get(call.key) === running && this.slow.delete(call.key)
    void running.answer.then(
      (answer) => {
        if (counts()) done(answer)
        else late()
      },
      (error: unknown) => {
        const failed = permanentOf(error) ?? { code: 'service-failed', message: String(error) }
        if (counts()) done({ failed })
      },
    )
  }

  /** The token is gone, or the history is carried over: nobody waits for the answer any more. */
  cancelSlow(key: string): void {
    const running = this.slow.get(key)
    this.slow.delete(key)
    running?.cancel()
  }
}
