/**
 * One running instance: the net's pure steps, and what Temporal must do about their effects.
 *
 * Everything that changes the state goes through one queue and is handled to its end (services run, projection
 * written) before the next: two acts never interleave, and an act's answer means its records are in PostgreSQL.
 */
import { ApplicationFailure, condition, workflowInfo } from '@temporalio/workflow'
import * as net from './net.ts'
import { DurableSteps } from './steps.ts'
import { Agenda } from './agenda.ts'
import { startTask } from './domain.ts'
import type {
  ActAnswer,
  ActCommand,
  CarriedState,
  Cause,
  ClockChange,
  FollowUp,
  InstanceView,
  OutsideFact,
  ProcessInput,
  StoppedStep,
} from './domain.ts'
import type { Effect, Step } from './model.ts'

type ServiceEffect = Extract<Effect, { type: 'service' }>
type Job =
  | { kind: 'act'; command: ActCommand; answer: (error?: unknown) => void }
  | { kind: 'service-done'; key: string; vars: ActCommand['vars']; cause: Cause }
  | { kind: 'timer'; key: string; at: string }
  | { kind: 'retry'; key: string }
  | { kind: 'fact'; fact: OutsideFact }

const recentActsKept = 200
/** Well below Temporal's 10,240 warning; an act costs about 12 events. */
const historyLimit = 4000

export class ProcessRun {
  private state
  private revision = 0
  private ended = false
  private readonly queue: Job[] = []
  private readonly taken = new Set<string>()
  private services: { effect: ServiceEffect; cause: Cause }[] = []
  private buffer: Effect[] = []
  private cause: Cause
  private incidents: Record<string, StoppedStep> = {}
  private facts: OutsideFact[] = []
  private recentActs: string[] = []
  private started = false
  /** A step is under way: what is open now may not be what is open after it. */
  private busy = true
  private readonly agenda: Agenda
  private readonly steps: DurableSteps
  private readonly input: ProcessInput

  constructor(input: ProcessInput) {
    this.input = input
    this.cause = input.start
    this.steps = new DurableSteps(input.instance)
    this.agenda = new Agenda(input.instance, input.spreadSeconds)
    const carried = input.carried
    if (carried) {
      this.state = carried.net
      this.revision = carried.revision
      this.incidents = carried.incidents
      this.facts = carried.facts
      this.recentActs = carried.recentActs
      this.agenda.load(carried)
      this.started = true
    } else {
      const step = net.start(input.definition.net, input.vars, input.start.at)
      this.state = step.state
      this.recentActs.push(input.start.actId)
      this.absorb(step, input.start)
    }
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
    if (this.state.ended || this.ended) throw refused('case-ended', command.task)
    if (this.taken.has(command.task)) throw refused('task-taken', command.task)
    // After a crash the records can be a step ahead: the task is on the clerk's list, and opened here in a moment.
    if (this.busy || this.hasWork) return
    this.checkOpen(command)
  }

  private checkOpen(command: ActCommand): void {
    if (this.state.ended || this.ended) throw refused('case-ended', command.task)
    if (command.task.startsWith('message:')) {
      const name = command.task.slice('message:'.length)
      if (!net.canTrigger(this.input.definition.net, this.state, 'message', name)) {
        throw refused('act-not-allowed', command.task)
      }
    } else if (!net.openTasks(this.state).some((task) => task.key === command.task)) {
      throw refused('task-not-open', command.task)
    }
  }

  async act(command: ActCommand): Promise<ActAnswer> {
    if (command.task === startTask) {
      await condition(() => this.started)
      return { revision: this.revision }
    }
    // After continue-as-new Temporal no longer knows this update's id; the act was done all the same.
    if (this.recentActs.includes(command.id)) return { revision: this.revision }
    if (!command.task.startsWith('message:')) this.taken.add(command.task)
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
    await condition(() => answered)
    if (failure) throw failure
    return { revision: this.revision }
  }

  clockMoved(change: ClockChange): void {
    this.agenda.setClock(change)
  }

  fact(fact: OutsideFact): void {
    this.queue.push({ kind: 'fact', fact })
  }

  retry(key: string): void {
    if (!this.steps.retry(key)) this.queue.push({ kind: 'retry', key })
  }

  view(): InstanceView {
    return {
      revision: this.revision,
      tasks: net.openTasks(this.state),
      timers: this.agenda.timers(),
      clocks: this.agenda.clocks,
      incidents: [...Object.values(this.incidents), ...this.steps.incidents()],
      saving: this.steps.saving,
      ended: this.state.ended,
    }
  }

  // ── the loop ───────────────────────────────────────────────────────────────

  get hasWork(): boolean {
    return this.queue.length > 0
  }

  /** Runs until the process has ended, or until the history is long enough to be carried over. */
  async untilEndedOrLong(): Promise<'ended' | 'long'> {
    for (;;) {
      await this.settle()
      this.started = true
      if (this.ended && this.queue.length === 0 && this.steps.idle) return 'ended'
      if (this.isLong() && this.queue.length === 0 && this.steps.idle) return 'long'
      await this.waitForWork()
    }
  }

  private isLong(): boolean {
    const info = workflowInfo()
    return info.continueAsNewSuggested || info.historyLength > historyLimit
  }

  private async waitForWork(): Promise<void> {
    const stamp = this.agenda.stamp
    const work = (): boolean =>
      this.queue.length > 0 || this.agenda.stamp !== stamp || (this.ended && this.steps.idle)
    const wake = this.ended ? undefined : this.agenda.nextWake()
    if (wake === undefined) {
      await condition(work)
      return
    }
    const wait = wake - Date.now()
    if (wait > 0 && (await condition(work, wait))) return
    if (wait <= 0 && work()) return
    this.wakeUp()
  }

  private wakeUp(): void {
    const now = Date.now()
    for (const rung of this.agenda.takeDueRungs(now)) {
      const key = `remind/${rung.clock}/${rung.n}/${rung.level}/${rung.at}`
      this.steps.background(key, async () => {
        for (const followUp of await this.steps.remind(rung)) this.follow(followUp)
      })
    }
    for (const timer of this.agenda.dueTimers(now)) {
      this.queue.push({ kind: 'timer', key: timer.key, at: new Date(now).toISOString() })
    }
  }

  /** Works off everything that can be worked off now. */
  private async settle(): Promise<void> {
    this.busy = true
    for (;;) {
      await this.settleStep()
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
      case 'service-done':
        return this.completeService(job.key, job.vars, job.cause)
      case 'fact':
        return this.handleFact(job.fact)
      case 'retry':
        return this.handleRetry(job.key)
    }
  }

  private async handleAct({ command, answer }: Extract<Job, { kind: 'act' }>): Promise<void> {
    try {
      const cause = { actId: command.id, at: command.at }
      const definition = this.input.definition.net
      // The state may have moved between the validator and now: an earlier job in the queue ended the task, or was this same act.
      this.taken.delete(command.task)
      if (this.recentActs.includes(command.id)) return answer()
      this.checkOpen(command)
      const step = command.task.startsWith('message:')
        ? net.trigger(
            definition,
            this.state,
            { kind: 'message', name: command.task.slice('message:'.length), vars: command.vars },
            command.at,
          )
        : net.complete(
            definition,
            this.state,
            command.task,
            { outcome: command.outcome, vars: command.vars },
            command.at,
          )
      this.recentActs = [...this.recentActs, command.id].slice(-recentActsKept)
      this.absorb(step, cause)
      await this.settleStep()
      answer()
    } catch (error) {
      answer(error)
    }
  }

  /** The services and records of one step, without taking the next job. */
  private async settleStep(): Promise<void> {
    for (;;) {
      const service = this.services.shift()
      if (service) await this.runService(service.effect, service.cause)
      else if (this.buffer.length > 0) await this.flush()
      else return
    }
  }

  private async handleTimer(key: string, at: string): Promise<void> {
    const timer = this.agenda.timer(key)
    if (!timer) return
    let effectiveAt = timer.dueAt ?? at
    if (timer.clock !== undefined) {
      const verdict = await this.steps.askTimer(timer, this.agenda.clocks[timer.clock]?.n ?? 1, at)
      if (verdict.clock) this.agenda.setClock(verdict.clock)
      if (verdict.verdict === 'wait') return this.agenda.askAgain(key, at)
      this.agenda.answered(key)
      if (verdict.verdict === 'disarm') return this.agenda.disarm(key)
      if (verdict.verdict === 'not-due') return
      effectiveAt = verdict.effectiveAt
    }
    // While the question was asked an act may have closed the timer's element.
    if (!this.agenda.timer(key)) return
    const step = net.fire(this.input.definition.net, this.state, key, effectiveAt)
    this.absorb(step, { actId: `timer/${this.input.instance}/${key}`, at: effectiveAt })
    await this.settleStep()
  }

  private handleFact(fact: OutsideFact): void {
    if (Date.parse(fact.expiresAt) <= Date.now() || this.recentActs.includes(fact.id)) return
    const step = net.trigger(this.input.definition.net, this.state, fact, new Date(Date.now()).toISOString())
    if (step.delivered) {
      this.recentActs = [...this.recentActs, fact.id].slice(-recentActsKept)
      this.absorb(step, { actId: fact.id, at: new Date(Date.now()).toISOString() })
      return
    }
    if (!this.facts.some((kept) => kept.id === fact.id)) this.facts.push(fact)
  }

  private handleRetry(key: string): void {
    const incident = this.incidents[key]
    if (!incident) return
    const now = new Date(Date.now()).toISOString()
    delete this.incidents[key]
    if (incident.service) this.services.push({ effect: incident.service, cause: incident.cause })
    else this.absorb(net.retry(this.input.definition.net, this.state, key, now), incident.cause)
  }

  // ── steps and their effects ────────────────────────────────────────────────

  private absorb(step: Step, cause: Cause): void {
    this.state = step.state
    this.cause = cause
    for (const effect of step.effects) {
      this.buffer.push(effect)
      if (effect.type === 'service') this.services.push({ effect, cause })
      else if (effect.type === 'service-gone') {
        this.services = this.services.filter((waiting) => waiting.effect.key !== effect.key)
        delete this.incidents[effect.key]
      } else if (effect.type === 'timer') this.agenda.arm(effect)
      else if (effect.type === 'timer-gone') this.agenda.disarm(effect.key)
      else if (effect.type === 'task-gone') this.taken.delete(effect.key)
      else if (effect.type === 'incident-gone') delete this.incidents[effect.key]
      else if (effect.type === 'incident') this.incidents[effect.key] = { ...effect, cause }
      else if (effect.type === 'ended') this.finish()
    }
    this.offerFacts()
  }

  private finish(): void {
    this.ended = true
    this.agenda.clear()
  }

  /** Facts that came too early are offered again after every step. */
  private offerFacts(): void {
    const waiting = this.facts
    this.facts = []
    for (const fact of waiting) this.queue.push({ kind: 'fact', fact })
  }

  private async flush(): Promise<void> {
    const effects = this.buffer
    this.buffer = []
    this.revision += 1
    await this.steps.commit({ revision: this.revision, at: this.cause.at, cause: this.cause, effects })
  }

  private async runService(effect: ServiceEffect, cause: Cause): Promise<void> {
    const effects = this.buffer
    this.buffer = []
    this.revision += 1
    const project = { revision: this.revision, at: cause.at, cause, effects }
    const call = {
      key: effect.key,
      element: effect.element,
      activity: effect.activity,
      cause,
      vars: this.state.vars,
    }
    if (!effect.local) {
      await this.steps.commit(project)
      this.steps.background(effect.key, async () => {
        const result = await this.steps.callSlow(call)
        this.queue.push({ kind: 'service-done', key: effect.key, vars: result.vars, cause })
      })
      return
    }
    const answer = await this.steps.callService(call, project)
    if ('failed' in answer) return this.serviceFailed(effect, cause, answer.failed)
    for (const clock of answer.clocks ?? []) this.agenda.setClock(clock)
    for (const followUp of answer.followUps ?? []) this.follow(followUp)
    this.completeService(effect.key, answer.vars, cause)
  }

  private completeService(key: string, vars: ActCommand['vars'], cause: Cause): void {
    this.absorb(net.complete(this.input.definition.net, this.state, key, { vars }, cause.at), cause)
  }

  private serviceFailed(
    effect: ServiceEffect,
    cause: Cause,
    failed: { code: string; message: string },
  ): void {
    if (failed.code.startsWith('bpmn:')) {
      return this.absorb(
        net.fail(this.input.definition.net, this.state, effect.key, failed.code.slice(5), cause.at),
        cause,
      )
    }
    const incident = { key: effect.key, element: effect.element, ...failed }
    this.incidents[effect.key] = { ...incident, cause, service: effect }
    this.buffer.push({ type: 'incident', ...incident })
  }

  private follow(followUp: FollowUp): void {
    this.steps.background(followUp.key, () => this.steps.follow(followUp))
  }

  carry(): CarriedState {
    return {
      net: this.state,
      revision: this.revision,
      incidents: this.incidents,
      facts: this.facts,
      recentActs: this.recentActs,
      ...this.agenda.carry(),
    }
  }
}

/** An act that is refused for good: the server answers 409 with this code. */
function refused(code: string, task: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${code} ${task}`, code)
}
