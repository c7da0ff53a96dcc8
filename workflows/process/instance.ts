/**
 * One running instance: the net's pure steps, and what Temporal must do about their effects. A step is absorbed at
 * once; its services run and its records are written by `settle`.
 */
import * as net from './net.ts'
import { Agenda } from './agenda.ts'
import { DurableSteps } from './steps.ts'
import type { ActCommand, CarriedState, Cause, FollowUp, ProcessInput, StoppedStep } from './domain.ts'
import type { Host } from './host.ts'
import type { Effect, NetState, Step } from './model.ts'

type ServiceEffect = Extract<Effect, { type: 'service' }>

export interface InstanceEvents {
  /** The state moved: what came too early may fit now. */
  onMoved(): void
  onTaskGone(key: string): void
  /** A service that runs beside the process has its answer. */
  onSlowService(key: string, vars: ActCommand['vars'], cause: Cause): void
}

export class Instance {
  state: NetState
  revision = 0
  ended = false
  incidents: Record<string, StoppedStep> = {}
  readonly agenda: Agenda
  readonly steps: DurableSteps
  private services: { effect: ServiceEffect; cause: Cause }[] = []
  private buffer: Effect[] = []
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
      const { net: state, revision, incidents } = input.carried
      this.state = state
      this.revision = revision
      this.incidents = incidents
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

  /** False when nothing waits for it yet. */
  trigger(fact: Parameters<typeof net.trigger>[2] & { id: string }, at: string): boolean {
    const step = net.trigger(this.definition, this.state, fact, at)
    if (step.delivered) this.absorb(step, { actId: fact.id, at })
    return step.delivered
  }

  retry(key: string, now: string): void {
    const incident = this.incidents[key]
    if (!incident) return
    delete this.incidents[key]
    if (incident.service) this.services.push({ effect: incident.service, cause: incident.cause })
    else this.absorb(net.retry(this.definition, this.state, key, now), incident.cause)
  }

  completeService(key: string, vars: ActCommand['vars'], cause: Cause): void {
    this.absorb(net.complete(this.definition, this.state, key, { vars }, cause.at), cause)
  }

  carry(): Omit<CarriedState, 'facts' | 'recentActs'> {
    return {
      net: this.state,
      revision: this.revision,
      incidents: this.incidents,
      ...this.agenda.carry(),
    }
  }

  /** The services and records of what was absorbed. */
  async settle(): Promise<void> {
    for (;;) {
      const service = this.services.shift()
      if (service) await this.runService(service.effect, service.cause)
      else if (this.buffer.length > 0) await this.flush()
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
    this.events.onMoved()
  }

  private note(effect: Effect, cause: Cause): void {
    if (effect.type === 'service') this.services.push({ effect, cause })
    else if (effect.type === 'service-gone') {
      this.services = this.services.filter((waiting) => waiting.effect.key !== effect.key)
      delete this.incidents[effect.key]
    } else if (effect.type === 'timer') this.agenda.arm(effect)
    else if (effect.type === 'timer-gone') this.agenda.disarm(effect.key)
    else if (effect.type === 'task-gone') this.events.onTaskGone(effect.key)
    else if (effect.type === 'incident-gone') delete this.incidents[effect.key]
    else if (effect.type === 'incident') this.incidents[effect.key] = { ...effect, cause }
    else if (effect.type === 'ended') {
      this.ended = true
      this.agenda.clear()
    }
  }

  private async flush(): Promise<void> {
    await this.steps.commit(this.takeRecord(this.cause))
  }

  /** What is to be written of the step so far, as the next revision. */
  private takeRecord(cause: Cause) {
    const effects = this.buffer
    this.buffer = []
    this.revision += 1
    return { revision: this.revision, at: cause.at, cause, effects }
  }

  private async runService(effect: ServiceEffect, cause: Cause): Promise<void> {
    const record = this.takeRecord(cause)
    const { key, element, activity } = effect
    const call = { key, element, activity, cause, vars: this.state.vars }
    if (!effect.local) {
      await this.steps.commit(record)
      this.steps.background(key, async () => {
        const result = await this.steps.callSlow(call)
        this.events.onSlowService(key, result.vars, cause)
      })
      return
    }
    const answer = await this.steps.callService(call, record)
    if ('failed' in answer) return this.serviceFailed(effect, cause, answer.failed)
    for (const clock of answer.clocks ?? []) this.agenda.setClock(clock)
    for (const followUp of answer.followUps ?? []) this.follow(followUp)
    this.completeService(key, answer.vars, cause)
  }

  private serviceFailed(
    effect: ServiceEffect,
    cause: Cause,
    failed: { code: string; message: string },
  ): void {
    if (failed.code.startsWith('bpmn:')) {
      const code = failed.code.slice('bpmn:'.length)
      return this.absorb(net.fail(this.definition, this.state, effect.key, code, cause.at), cause)
    }
    const incident = { key: effect.key, element: effect.element, ...failed }
    this.incidents[effect.key] = { ...incident, cause, service: effect }
    this.buffer.push({ type: 'incident', ...incident })
  }

  follow(followUp: FollowUp): void {
    this.steps.background(followUp.key, () => this.steps.follow(followUp))
  }
}

const messagePrefix = 'message:'

/** Name of the message an act brings; undefined when it completes a task. */
export function messageOf(task: string): string | undefined {
  return task.startsWith(messagePrefix) ? task.slice(messagePrefix.length) : undefined
}
