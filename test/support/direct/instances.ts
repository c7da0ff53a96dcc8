/** Running instances of the direct engine: the workflow's own queue (workflows/process/queue.ts), one host each. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { InstanceQueue } from '../../../workflows/process/queue.ts'
import type {
  ActCommand,
  ClockArm,
  InstanceView,
  ProcessActivities,
  ProcessInput,
} from '../../../workflows/process/domain.ts'
import type { TestClock } from './clock.ts'
import { copied, DirectHost } from './host.ts'

/** As the client says it when no worker answers in time. */
class NobodyAnswers extends Error {
  override name = 'WorkflowUpdateRPCTimeoutOrCancelledError'
}

interface Running {
  host: DirectHost
  run: InstanceQueue
  /** Updates that were let in, by id: sent again they give their first answer. */
  updates: Map<string, Promise<unknown>>
  handlers: number
  closed: boolean
  /** Time skipped while nobody worked. */
  owedMs: number
}

export interface DirectWorker {
  activities: ProcessActivities
  /** Does what lies in the outbox, after each thing an instance has done. */
  drain(): Promise<void>
}

export class Instances {
  private readonly all = new Map<string, Running>()
  private working = true
  private readonly clock: TestClock
  private worker: DirectWorker | undefined

  constructor(clock: TestClock) {
    this.clock = clock
  }

  /** Begins to work. Activities and outbox need the database, which the server opens. */
  use(worker: DirectWorker): void {
    this.worker = worker
  }

  begin(input: ProcessInput): void {
    if (!this.working) throw new NobodyAnswers(input.instance)
    const host = new DirectHost(this.clock, this.worker!.activities)
    const run = new InstanceQueue(copied(input), host)
    const running: Running = { host, run, updates: new Map(), handlers: 0, closed: false, owedMs: 0 }
    this.all.set(input.instance, running)
    // A run that throws is a mistake of ours: left unhandled, it fails the test process loudly.
    void this.live(running)
  }

  has(id: string): boolean {
    return this.all.has(id)
  }

  isClosed(id: string): boolean {
    return this.all.get(id)?.closed ?? false
  }

  open(): string[] {
    return [...this.all].filter(([, { closed }]) => !closed).map(([id]) => id)
  }

  async act(id: string, updateId: string, command: ActCommand): Promise<unknown> {
    return this.update(id, updateId, (run) => {
      run.checkAct(command)
      return () => run.act(command)
    })
  }

  async retry(id: string, updateId: string, key: string): Promise<unknown> {
    return this.update(id, updateId, (run) => async () => run.retry(key))
  }

  async clockMoved(id: string, change: ClockArm): Promise<void> {
    const { run, host } = this.found(id)
    run.clockMoved(copied(change))
    await this.rest(host)
  }

  view(id: string): InstanceView {
    const running = this.all.get(id)
    if (!running) throw gone(id)
    return copied(running.run.view())
  }

  async advance(id: string, ms: number): Promise<void> {
    const running = this.all.get(id)
    if (!running || running.closed) return
    if (this.working) await running.host.advance(ms, () => this.rest(running.host))
    else running.owedMs += ms
  }

  stop(): void {
    this.working = false
    for (const { host } of this.all.values()) host.sleep()
  }

  async work(): Promise<void> {
    this.working = true
    for (const running of this.all.values()) {
      running.host.wake()
      await running.host.advance(running.owedMs, () => this.rest(running.host))
      running.owedMs = 0
    }
  }

  private async update(
    id: string,
    updateId: string,
    admit: (run: InstanceQueue) => () => Promise<unknown>,
  ): Promise<unknown> {
    const known = this.all.get(id)
    if (!this.working) throw new NobodyAnswers(id)
    const earlier = known?.updates.get(updateId)
    const answer = earlier ?? this.admitted(this.found(id), updateId, admit)
    if (known) await this.rest(known.host)
    return answer
  }

  private admitted(
    running: Running,
    updateId: string,
    admit: (run: InstanceQueue) => () => Promise<unknown>,
  ): Promise<unknown> {
    try {
      const handler = admit(running.run)
      running.handlers += 1
      const answer = handler()
        .catch((error: Error) =>
          Promise.reject(new WorkflowUpdateFailedError('Workflow Update failed', error)),
        )
        .finally(() => (running.handlers -= 1))
      running.updates.set(updateId, answer)
      answer.catch(() => undefined)
      return answer
    } catch (error) {
      // Refused by the validator: nothing of it is kept.
      return Promise.reject(new WorkflowUpdateFailedError('Workflow Update failed', error as Error))
    }
  }

  private async rest(host: DirectHost): Promise<void> {
    await host.settle()
    await this.worker?.drain()
  }

  private found(id: string): Running {
    const running = this.all.get(id)
    if (!running || running.closed) throw gone(id)
    return running
  }

  /** As workflow.ts: an act may arrive while the last handlers finish. */
  private async live(running: Running): Promise<void> {
    const { run, host } = running
    do {
      await run.untilEndedOrLong()
      await host.until(() => running.handlers === 0 || run.hasWork)
    } while (run.hasWork)
    running.closed = true
  }
}

const gone = (id: string): WorkflowNotFoundError =>
  new WorkflowNotFoundError('workflow execution already completed', id, undefined)
