/** Running instances of the direct engine: the workflow's own run loop (workflows/process/run.ts), one host each. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ProcessRun } from '../../../workflows/process/run.ts'
import type {
  ActCommand,
  ClockChange,
  InstanceView,
  OutsideFact,
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
  run: ProcessRun
  /** Updates that were let in, by id: sent again they give their first answer. */
  updates: Map<string, Promise<unknown>>
  handlers: number
  closed: boolean
  /** Time skipped while nobody worked. */
  owedMs: number
}

export class Instances {
  private readonly all = new Map<string, Running>()
  private working = true
  private readonly clock: TestClock
  private activities: object = {}

  constructor(clock: TestClock) {
    this.clock = clock
  }

  /** The worker's activities; they need the database, which the server opens. */
  use(activities: object): void {
    this.activities = activities
  }

  begin(input: ProcessInput): void {
    if (!this.working) throw new NobodyAnswers(input.instance)
    const host = new DirectHost(this.clock, this.activities)
    const run = new ProcessRun(copied(input), host)
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

  async clockMoved(id: string, change: ClockChange): Promise<void> {
    const { run, host } = this.found(id)
    run.clockMoved(copied(change))
    await host.settle()
  }

  async fact(id: string, fact: OutsideFact): Promise<void> {
    const { run, host } = this.found(id)
    run.fact(copied(fact))
    await host.settle()
  }

  view(id: string): InstanceView {
    const running = this.all.get(id)
    if (!running) throw gone(id)
    return copied(running.run.view())
  }

  async advance(id: string, ms: number): Promise<void> {
    const running = this.all.get(id)
    if (!running || running.closed) return
    if (this.working) await running.host.advance(ms)
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
      await running.host.advance(running.owedMs)
      running.owedMs = 0
    }
  }

  private async update(
    id: string,
    updateId: string,
    admit: (run: ProcessRun) => () => Promise<unknown>,
  ): Promise<unknown> {
    const known = this.all.get(id)
    if (!this.working) throw new NobodyAnswers(id)
    const earlier = known?.updates.get(updateId)
    const answer = earlier ?? this.admitted(this.found(id), updateId, admit)
    await known?.host.settle()
    return answer
  }

  private admitted(
    running: Running,
    updateId: string,
    admit: (run: ProcessRun) => () => Promise<unknown>,
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
      await host.condition(() => running.handlers === 0 || run.hasWork)
    } while (run.hasWork)
    running.closed = true
  }
}

const gone = (id: string): WorkflowNotFoundError =>
  new WorkflowNotFoundError('workflow execution already completed', id, undefined)
