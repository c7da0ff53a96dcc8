/**
 * The queue of one running instance. Everything that changes the state goes through it and is handled to its end
 * (services run, projection written) before the next: two acts never interleave, and an act's answer means its records
 * are in PostgreSQL.
 */
import { ApplicationFailure } from '@temporalio/common'
import * as net from './net.ts'
import { Instance } from './instance.ts'
import { messageOf } from './people.ts'
import { startTask } from './domain.ts'
import type { Failed, Host } from './host.ts'
import type {
  ActAnswer,
  ActCommand,
  CarriedState,
  ClockArm,
  DueRung,
  InstanceView,
  PendingService,
  ProcessInput,
} from './domain.ts'
import type { Vars } from './model.ts'

type Job =
  | { kind: 'act'; command: ActCommand; answer: (error?: unknown) => void }
  | { kind: 'slow-answer'; pending: PendingService; answer: Vars | { failed: Failed } }
  | { kind: 'late-answer'; pending: PendingService }
  | { kind: 'timer'; key: string; at: string }
  | { kind: 'rung'; rung: DueRung }
  | { kind: 'retry'; key: string }

const recentActsKept = 200

export class InstanceQueue {
  private readonly queue: Job[] = []
  private readonly taken = new Set<string>()
  private recentActs: string[]
  private started: boolean
  /** A step is under way: what is open now may not be what is open after it. */
  private busy = true
  private readonly instance: Instance
  private readonly input: ProcessInput
  private readonly host: Host

  constructor(input: ProcessInput, host: Host) {
    this.input = input
    this.host = host
    const { carried } = input
    this.recentActs = carried?.recentActs ?? [input.start.actId]
    this.started = carried !== undefined
    this.instance = new Instance(input, host, {
      onTaskGone: (key) => this.taken.delete(key),
      onSlowAnswer: (pending, answer) => this.queue.push({ kind: 'slow-answer', pending, answer }),
      onLateAnswer: (pending) => this.queue.push({ kind: 'late-answer', pending }),
    })
  }

  // ── handlers ───────────────────────────────────────────────────────────────

  /** Refuses, without touching anything, what the instance cannot take now. */
  checkAct(command: ActCommand): void {
    if (command.task === startTask) {
      // The same business number with another starting act: two databases on one namespace, or a bad restore.
      if (command.id !== this.input.start.actId) throw refused('instance-exists', command.task)
      return
    }
    if (this.recentActs.includes(command.id)) return
    if (this.instance.isOver) throw refused('case-ended', command.task)
    if (this.taken.has(command.task)) throw refused('task-taken', command.task)
    // After a crash the records can be a step ahead: the task is on the clerk's list, and opened here in a moment.
    if (this.busy || this.hasWork) return
    this.checkOpen(command)
  }

  private checkOpen({ task }: ActCommand): void {
    if (this.instance.isOver) throw refused('case-ended', task)
    if (this.instance.takes(task)) return
    throw refused(messageOf(task) === undefined ? 'task-not-open' : 'act-not-allowed', task)
  }

  async act(command: ActCommand): Promise<ActAnswer> {
    if (command.task === startTask) {
      await this.host.until(() => this.started)
      return this.answer()
    }
    // After continue-as-new Temporal no longer knows this update's id; the act was done all the same.
    if (this.recentActs.includes(command.id)) return this.answer()
    if (messageOf(command.task) === undefined) this.taken.add(command.task)
    let answered = false
    let failure: unknown
    this.queue.push({
      kind: 'act',
      command,
      answer: (error) => {
        answered = true
        failure = error
      },
    })
    await this.host.until(() => answered)
    if (failure) throw failure
    return this.answer()
  }

  private answer(): ActAnswer {
    return { revision: this.instance.revision }
  }

  clockMoved(change: ClockArm): void {
    this.instance.agenda.setClock(change)
  }

  retry(key: string): void {
    if (!this.instance.steps.retry(key)) this.queue.push({ kind: 'retry', key })
  }

  view(): InstanceView {
    const { revision, state, agenda, steps, incidents } = this.instance
    return {
      revision,
      tasks: net.openTasks(state),
      timers: agenda.timers(),
      clocks: agenda.clocks,
      incidents: [...Object.values(incidents), ...steps.incidents()],
      saving: this.host.isSaving(),
      ended: state.ended,
    }
  }

  carry(): CarriedState {
    return { ...this.instance.carry(), recentActs: this.recentActs }
  }

  // ── the loop ───────────────────────────────────────────────────────────────

  get hasWork(): boolean {
    return this.queue.length > 0
  }

  /** Runs until the process has ended, or until the history is long enough to be carried over. */
  async untilEndedOrLong(): Promise<'ended' | 'long'> {
    for (;;) {
      await this.workOff()
      this.started = true
      if (this.instance.ended) return 'ended'
      if (this.host.isLong()) return 'long'
      await this.waitForWork()
    }
  }

  private async waitForWork(): Promise<void> {
    const { agenda } = this.instance
    const { stamp } = agenda
    const work = (): boolean => this.queue.length > 0 || agenda.stamp !== stamp
    const wake = agenda.nextWake()
    if (wake === undefined) {
      await this.host.until(work)
      return
    }
    const wait = wake - this.host.now()
    if (wait > 0 && (await this.host.until(work, wait))) return
    if (wait <= 0 && work()) return
    this.wakeUp()
  }

  private wakeUp(): void {
    const now = this.host.now()
    const { agenda } = this.instance
    for (const rung of agenda.takeDueRungs(now)) this.queue.push({ kind: 'rung', rung })
    for (const timer of agenda.dueTimers(now)) {
      this.queue.push({ kind: 'timer', key: timer.key, at: new Date(now).toISOString() })
    }
  }

  /** Works off everything that can be worked off now. */
  private async workOff(): Promise<void> {
    this.busy = true
    for (;;) {
      await this.instance.settle()
      const job = this.queue.shift()
      if (!job) break
      await this.handle(job)
    }
    this.busy = false
  }

  private async handle(job: Job): Promise<void> {
    switch (job.kind) {
      case 'act':
        return this.handleAct(job)
      case 'timer':
        return this.handleTimer(job.key, job.at)
      case 'rung':
        return this.handleRung(job.rung)
      case 'slow-answer':
        return this.instance.answerSlow(job.pending, job.answer, this.now())
      case 'late-answer':
        return this.instance.noteLate(job.pending.effect, this.now())
      case 'retry':
        return this.handleRetry(job.key)
    }
  }

  private now(): string {
    return new Date(this.host.now()).toISOString()
  }

  private async handleAct({ command, answer }: Extract<Job, { kind: 'act' }>): Promise<void> {
    try {
      // The state may have moved between the validator and now: an earlier job in the queue ended the task, or was this same act.
      this.taken.delete(command.task)
      if (this.recentActs.includes(command.id)) return answer()
      this.checkOpen(command)
      this.instance.act(command)
      this.remember(command.id)
      await this.instance.settle()
      answer()
    } catch (error) {
      answer(error)
    }
  }

  private async handleTimer(key: string, at: string): Promise<void> {
    const timer = this.instance.agenda.timer(key)
    if (!timer) return
    const due = timer.clock === undefined ? (timer.dueAt ?? at) : await this.askTimer(key, timer.clock, at)
    // While the question was asked an act may have closed the timer's element.
    if (due === undefined || !this.instance.agenda.timer(key)) return
    this.instance.fire(key, this.input.instance, due)
    await this.instance.settle()
  }

  /** A clock's timer is a question: the instant from which it has effect, undefined when it has none now. */
  private async askTimer(key: string, clock: string, at: string): Promise<string | undefined> {
    const { agenda, steps } = this.instance
    const { element, mode = 'advise' } = agenda.timer(key)!
    const question = { instance: this.input.instance, key, element, clock, mode, at }
    const verdict = await steps.attempt(() => this.host.records.askTimer(question))
    if ('failed' in verdict) {
      agenda.hold(key)
      await this.instance.stop({ key, element, ...verdict.failed, cause: { actId: '', at } })
      return undefined
    }
    if (verdict.clock) agenda.setClock(verdict.clock)
    if (verdict.verdict === 'wait') agenda.askAgain(key, at)
    else agenda.answered(key)
    if (verdict.verdict === 'disarm') agenda.disarm(key)
    return verdict.verdict === 'fire' ? verdict.effectiveAt : undefined
  }

  private async handleRung(rung: DueRung): Promise<void> {
    if (this.instance.ended) return
    const { instance } = this.input
    const told = await this.instance.steps.attempt(() => this.host.records.remind({ instance, ...rung }))
    if (told === undefined || !('failed' in told)) return
    const key = `remind/${rung.clock}#${rung.n}/${rung.level}/${rung.at}`
    await this.instance.stop({
      ...{ key, element: rung.clock, ...told.failed, rung },
      cause: { actId: '', at: rung.at },
    })
  }

  private handleRetry(key: string): void {
    const stopped = this.instance.retry(key, this.now())
    if (stopped?.rung) this.queue.push({ kind: 'rung', rung: stopped.rung })
    else if (stopped) this.instance.agenda.letGo(key)
  }

  private remember(id: string): void {
    this.recentActs = [...this.recentActs, id].slice(-recentActsKept)
  }
}

/** An act that is refused for good: the server answers 409 with this code. */
function refused(code: string, task: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${code} ${task}`, code)
}
