/**
 * One running instance: the net's pure steps, and what must be done about their effects. A step is absorbed at once; its
 * services run and its records are written by `settle`.
 */
import * as net from './net.ts'
import { Agenda } from './agenda.ts'
import { callOf, lookAhead, recordOf, standingOf } from './ahead.ts'
import type { Ahead } from './ahead.ts'
import { messageOf } from './people.ts'
import { DurableSteps } from './steps.ts'
import type { Failed, Host } from './host.ts'
import type {
  ActCommand,
  CarriedState,
  Cause,
  PendingService,
  ProcessInput,
  StepAnswer,
  StepRecord,
  StoppedStep,
} from './domain.ts'
import type { Effect, NetState, Step, Vars } from './model.ts'

export interface InstanceEvents {
  onTaskGone(key: string): void
  /** Another system answered, or never will. */
  onSlowAnswer(pending: PendingService, answer: Vars | { failed: Failed }): void
  /** It answered when nobody waited any more. */
  onLateAnswer(pending: PendingService): void
}

export class Instance {
  state: NetState
  revision = 0
  ended = false
  incidents: Record<string, StoppedStep> = {}
  readonly agenda: Agenda
  readonly steps: DurableSteps
  private services: PendingService[] = []
  private asked: Record<string, PendingService> = {}
  private buffer: Effect[] = []
  private late: NonNullable<StepRecord['late']> = []
  private cause: Cause
  private readonly definition: ProcessInput['definition']['net']
  private readonly events: InstanceEvents

  constructor(input: ProcessInput, host: Host, events: InstanceEvents) {
    this.definition = input.definition.net
    this.events = events
    this.cause = input.start
    this.steps = new DurableSteps(input.instance, host)
    this.agenda = new Agenda(input.instance, input.spreadSeconds)
    if (input.carried) {
      const { net: state, revision, incidents, slow } = input.carried
      this.state = state
      this.revision = revision
      this.incidents = incidents
      this.services = slow
      this.agenda.load(input.carried)
    } else {
      const step = net.start(this.definition, input.vars, input.start.at)
      this.state = step.state
      this.absorb(step, input.start)
    }
  }

  get isOver(): boolean {
    return this.ended || this.state.ended !== undefined
  }

  /** Whether an act fits the state: its task is open, or its message is waited for. */
  takes(task: string): boolean {
    const message = messageOf(task)
    if (message !== undefined) return net.canTrigger(this.definition, this.state, 'message', message)
    return net.openTasks(this.state).some((open) => open.key === task)
  }

  act({ id, task, outcome, vars, at }: ActCommand): void {
    const name = messageOf(task)
    const step =
      name === undefined
        ? net.complete(this.definition, this.state, task, { outcome, vars }, at)
        : net.trigger(this.definition, this.state, { kind: 'message', name, vars }, at)
    this.absorb(step, { actId: id, at })
  }

  fire(key: string, instance: string, at: string): void {
    this.absorb(net.fire(this.definition, this.state, key, at), { actId: `timer/${instance}/${key}`, at })
  }

  /** Answers the reminder or question that had stopped, for the queue to try again. */
  retry(key: string, now: string): StoppedStep | undefined {
    const incident = this.incidents[key]
    if (!incident) return undefined
    delete this.incidents[key]
    if (incident.service) this.services.push(incident.service)
    else if (incident.rung || this.agenda.timer(key)) return incident
    else this.absorb(net.retry(this.definition, this.state, key, now), incident.cause)
    return undefined
  }

  /** What stopped beside the net: it waits for its retry, the instance goes on. */
  async stop(incident: StoppedStep): Promise<void> {
    this.incidents[incident.key] = incident
    await this.steps.tell(incident)
  }

  /** An answer counts once, and only while its service is open; a later one is recorded as late. */
  answerSlow({ effect }: PendingService, answer: Vars | { failed: Failed }, at: string): void {
    const cause = { actId: `answer/${effect.key}`, at }
    const isOpen = net.openWaits(this.state).some(({ key, wait }) => key === effect.key && wait === 'service')
    delete this.asked[effect.key]
    if (!isOpen) this.noteLate(effect, at)
    else if (isFailure(answer)) this.serviceFailed({ effect, cause }, answer.failed)
    else this.services.push({ effect, cause, answer })
  }

  noteLate({ key, element }: PendingService['effect'], at: string): void {
    this.cause = { actId: `answer/${key}`, at }
    this.late.push({ key, element })
  }

  carry(): Omit<CarriedState, 'recentActs'> {
    for (const key of Object.keys(this.asked)) this.steps.cancelSlow(key)
    return {
      net: this.state,
      revision: this.revision,
      incidents: this.incidents,
      slow: Object.values(this.asked),
      ...this.agenda.carry(),
    }
  }

  /** The services and records of what was absorbed. */
  async settle(): Promise<void> {
    for (;;) {
      const pending = this.services.shift()
      if (pending && !pending.effect.local && pending.answer === undefined) await this.ask(pending)
      else if (pending) await this.serve(pending)
      else if (this.buffer.length > 0 || this.late.length > 0) await this.flush()
      else return
    }
  }

  private absorb(step: Step, cause: Cause): void {
    this.state = step.state
    this.cause = cause
    for (const effect of step.effects) {
      this.buffer.push(effect)
      this.note(effect, cause)
    }
  }

  /** What the net did ahead is written already. */
  private adopt(ahead: Ahead, cause: Cause): void {
    this.state = ahead.state
    for (const effect of ahead.effects) if (effect.type !== 'service') this.note(effect, cause)
    this.services = ahead.left
  }

  private note(effect: Effect, cause: Cause): void {
    if (effect.type === 'service') this.services.push({ effect, cause })
    else if (effect.type === 'service-gone') this.dropService(effect.key)
    else if (effect.type === 'timer') this.agenda.arm(effect)
    else if (effect.type === 'timer-gone') this.dropTimer(effect.key)
    else if (effect.type === 'task-gone') this.events.onTaskGone(effect.key)
    else if (effect.type === 'incident-gone') delete this.incidents[effect.key]
    else if (effect.type === 'incident') this.incidents[effect.key] = { ...effect, cause }
    else if (effect.type === 'ended') this.end()
  }

  private dropService(key: string): void {
    this.services = this.services.filter((waiting) => waiting.effect.key !== key)
    delete this.incidents[key]
    delete this.asked[key]
    this.steps.cancelSlow(key)
  }

  private dropTimer(key: string): void {
    this.agenda.disarm(key)
    delete this.incidents[key]
  }

  /** Nothing of an ended instance is waited for. */
  private end(): void {
    this.ended = true
    this.agenda.clear()
    for (const key of Object.keys(this.asked)) this.dropService(key)
    this.incidents = {}
  }

  private async flush(): Promise<void> {
    await this.steps.commit(this.takeRecord(this.cause))
  }

  /** What is to be written of the step so far, as the next revision. */
  private takeRecord(cause: Cause): StepRecord {
    const { buffer: effects, late } = this
    this.buffer = []
    this.late = []
    this.revision += 1
    const standing = standingOf(this.definition, this.state)
    return { ...recordOf(this.revision, cause, effects, standing), ...(late.length > 0 && { late }) }
  }

  /** A service of another system is asked beside the process. */
  private async ask(pending: PendingService): Promise<void> {
    if (this.buffer.length > 0) await this.flush()
    const { effect } = pending
    this.asked[effect.key] = pending
    this.steps.callSlow(
      callOf(pending, this.state.vars),
      (answer) => this.events.onSlowAnswer(pending, answer),
      () => this.events.onLateAnswer(pending),
    )
  }

  private async serve(pending: PendingService): Promise<void> {
    const { effect, cause } = pending
    const ahead = lookAhead(this.definition, this.state, pending, this.services)
    const record = this.takeRecord(cause)
    const first = callOf(pending, this.state.vars)
    const done = await this.steps.serve(
      ahead
        ? { record, calls: [first, ...ahead.calls], ahead: { effects: ahead.effects, ...ahead.standing } }
        : { record, calls: [first] },
    )
    if (isFailure(done)) {
      // The step before it must not be lost with the service.
      const how = await this.steps.commit(record)
      if (how === 'at-once') return this.serviceFailed(pending, done.failed)
      // The record itself had failed: now that it is mended, the service is done as if for the first time.
      this.services.unshift(pending)
      return
    }
    for (const clock of done.clocks) this.agenda.setClock(clock)
    if (ahead && done.ahead) this.adopt(ahead, cause)
    else this.completeService(effect.key, answerOf(done, pending), cause)
  }

  private completeService(key: string, vars: Vars | undefined, cause: Cause): void {
    this.absorb(net.complete(this.definition, this.state, key, { vars }, cause.at), cause)
  }

  private serviceFailed(pending: PendingService, failed: Failed): void {
    const { effect, cause } = pending
    if (failed.code.startsWith(bpmnPrefix)) {
      const code = failed.code.slice(bpmnPrefix.length)
      return this.absorb(net.fail(this.definition, this.state, effect.key, code, cause.at), cause)
    }
    const incident = { key: effect.key, element: effect.element, ...failed }
    this.incidents[effect.key] = { ...incident, cause, service: { effect, cause } }
    this.buffer.push({ type: 'incident', ...incident })
  }
}

/** A service that fails with such a code throws the BPMN error behind it. */
const bpmnPrefix = 'bpmn:'

const isFailure = (answer: object): answer is { failed: Failed } => 'failed' in answer

/** What the service made of another system's words, else those words. */
const answerOf = (done: StepAnswer, { answer }: PendingService): Vars | undefined => done.vars ?? answer
