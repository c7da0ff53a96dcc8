/** Services every noun's drawing may use, with their inputs from the drawing. Pure. */
import type { Call, Plan, Service } from './plan.ts'
import { followTell } from './tell.ts'
import { dayOf } from '../../workflows/clock/calculator.ts'
import type { ClockMode, DayUnit } from '../../workflows/clock/domain.ts'
import type { NotificationTemplate } from '../../workflows/notification/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import type { Json } from '../../workflows/process/model.ts'
import type { DrawnService } from '../../workflows/process/services.ts'

const text = ({ input, name }: Call, field: string): string => {
  const value = input[field]
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} lacks ${field}`)
  return value
}
const given = ({ input }: Call, field: string): string | undefined => {
  const value = input[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}
const number = ({ input, name }: Call, field: string): number => {
  const value = Number(input[field])
  if (!Number.isInteger(value) || value < 0) throw new TypeError(`${name}: ${field} is no number of days`)
  return value
}
/** Space separated, or a list. */
const kindsOf = ({ input }: Call): string[] => {
  const kinds = input['kinds'] as Json | undefined
  return Array.isArray(kinds)
    ? kinds.map(String)
    : String(kinds ?? '')
        .split(/\s+/)
        .filter(Boolean)
}

/** Open clocks of the kinds a call names; those of one entry of a multi-instance by its reference. */
function named(plan: Plan, call: Call) {
  const ref = given(call, 'ref') ?? ''
  return kindsOf(call).flatMap((kind) => plan.clocks.open(kind, ref) ?? [])
}

const setStatus: Service = (plan, call) => plan.setStatus(call, text(call, 'status'))

const startClock: Service = (plan, call) => {
  const kind = text(call, 'kind')
  const { at } = call.cause
  const clock = plan.clocks.start(
    {
      kind,
      ...{ ref: given(call, 'ref') ?? '', startedBy: `${call.key}/${kind}`, closes: 'online' },
      mode: (given(call, 'mode') ?? 'advise') as ClockMode,
      unit: (given(call, 'unit') ?? 'working-day') as DayUnit,
      budget: number(call, 'budget'),
      startDay: given(call, 'from') ?? dayOf(at),
      ...(given(call, 'basis') !== undefined && { basis: given(call, 'basis')! }),
      rungs: plan.noun.rungsOf(plan.facts, kind),
    },
    at,
  )
  plan.arm(clock)
}

const stopClocks: Service = (plan, call) => {
  const { at } = call.cause
  const reason = given(call, 'reason') ?? plan.net.elements[call.element]?.name ?? call.element
  for (const { id } of named(plan, call))
    plan.arm(plan.clocks.stop(id, { id: call.key, on: dayOf(at), reason }, at))
}

const pauseClocks: Service = (plan, call) => {
  const { at } = call.cause
  const basis = given(call, 'basis')
  const act = { id: text(call, 'cause'), noticedOn: dayOf(at), cause: text(call, 'cause') }
  for (const { id, n } of named(plan, call)) {
    const pauseId = `${act.id}#${n}/${call.key}`
    plan.arm(plan.clocks.pause(id, { ...act, id: pauseId, ...(basis && { basis }) }, at))
  }
}

/** Ends every pause that is open. */
const resumeClocks: Service = (plan, call) => {
  const { at } = call.cause
  for (const { id, facts } of named(plan, call)) {
    for (const pause of facts.pauses.filter(({ through }) => through === undefined)) {
      const act = { pauseId: pause.id, id: `${call.key}/${pause.id}`, receivedOn: dayOf(at) }
      plan.arm(plan.clocks.resume(id, act, at))
    }
  }
}

const extendClock: Service = (plan, call) => {
  const { at } = call.cause
  const clock = plan.clocks.open(text(call, 'kind'), given(call, 'ref') ?? '')
  if (!clock) throw new TypeError(`no clock ${text(call, 'kind')} to extend`)
  const extension = { id: call.key, days: number(call, 'days'), on: dayOf(at), basis: text(call, 'basis') }
  plan.arm(plan.clocks.extend(clock.id, extension, at))
}

const tell: Service = (plan, call) => {
  const paper = given(call, 'paper') as PaperKind | undefined
  const message = given(call, 'message') as NotificationTemplate | undefined
  if (!paper && !message) throw new TypeError('tell lacks paper and message')
  followTell(plan, call, { paper, message })
}

/** A line on the timeline. */
const note: Service = (plan, call) =>
  plan.noteSystemAct(call, {
    stage: given(call, 'stage') ?? plan.net.elements[call.element]?.name ?? call.element,
    act: text(call, 'act'),
    actName: text(call, 'name'),
    opinion: given(call, 'opinion') ?? null,
  })

const drawn = {
  setStatus,
  startClock,
  stopClocks,
  pauseClocks,
  resumeClocks,
  extendClock,
  tell,
  note,
} satisfies Record<DrawnService, Service>

export const drawnServices: Record<string, Service> = drawn
