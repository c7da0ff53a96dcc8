/** From the panel's plain data into the drawing. Each change is one step of undo. */
import type { DrawnElement } from '../paint'
import { definitionOf, describe } from './facts'
import type {
  ActFacts,
  ElementFacts,
  EventFacts,
  MultiFacts,
  Moddle,
  OutcomeFacts,
  ServiceFacts,
  TargetFacts,
  UserFacts,
} from './facts'

type Props = Record<string, unknown>
/** bpmn-js's services that write; `together` makes what `run` does one step. */
export interface Writer {
  update: (element: DrawnElement, props: Props) => void
  updateModdle: (element: DrawnElement, moddle: Moddle, props: Props) => void
  together: (run: () => void) => void
  create: (type: string, props?: Props) => Moddle
  definitions: () => Moddle
}

const boOf = (element: DrawnElement): Moddle =>
  (element.labelTarget ?? element).businessObject as unknown as Moddle
/** An empty attribute is none. */
const given = (value: string): string | undefined => value.trim() || undefined
const yes = (value: boolean): true | undefined => value || undefined
const joined = (roles: string[]): string | undefined => given(roles.join(' '))
const listOf = (value: unknown): Moddle[] => (Array.isArray(value) ? (value as Moddle[]) : [])

export function factsOf(element: DrawnElement): ElementFacts {
  return describe(boOf(element))
}

/** Puts the extension element of a type in, or takes it out (`undefined`); others stay. */
function setExtension(write: Writer, element: DrawnElement, type: string, value: Moddle | undefined): void {
  const bo = boOf(element)
  const kept = listOf((bo.extensionElements as Moddle | undefined)?.values).filter(
    (one) => one.$type !== type,
  )
  const values = value ? [...kept, value] : kept
  const extensionElements = values.length ? write.create('bpmn:ExtensionElements', { values }) : undefined
  for (const one of values) one.$parent = extensionElements
  write.update(element, { extensionElements })
}

export function writeGeneral(
  write: Writer,
  element: DrawnElement,
  patch: Partial<Pick<ElementFacts, 'id' | 'name' | 'documentation'>>,
): void {
  if (patch.id !== undefined) write.update(element, { id: patch.id })
  if (patch.name !== undefined)
    write.update(
      element,
      element.type === 'bpmn:TextAnnotation' ? { text: patch.name } : { name: given(patch.name) },
    )
  if (patch.documentation === undefined) return
  const text = given(patch.documentation)
  write.update(element, { documentation: text ? [write.create('bpmn:Documentation', { text })] : [] })
}

export function writeUser(write: Writer, element: DrawnElement, patch: Partial<UserFacts>): void {
  const { roles, applicant, outcomes, ...texts } = patch
  const props: Props = {}
  for (const [name, value] of Object.entries(texts)) props[`banjian:${name}`] = given(value)
  if (roles) props['banjian:role'] = joined(roles)
  if (applicant !== undefined) props['banjian:applicant'] = yes(applicant)
  write.together(() => {
    if (Object.keys(props).length) write.update(element, props)
    if (outcomes) setExtension(write, element, 'banjian:Outcomes', outcomesOf(write, outcomes))
  })
}

function outcomesOf(write: Writer, outcomes: OutcomeFacts[]): Moddle | undefined {
  if (!outcomes.length) return undefined
  const values = outcomes.map(({ id, name, reason, final, form, hint, roles }) =>
    write.create('banjian:Outcome', {
      id: id.trim(),
      name: name.trim(),
      ...(reason && { reason }),
      ...(final && { final }),
      ...(form && { form }),
      ...(hint.trim() && { hint: hint.trim() }),
      ...(roles.length && { role: roles.join(' ') }),
    }),
  )
  return write.create('banjian:Outcomes', { values })
}

/** One call without inputs stands in the attribute, as in drawings made before; more stand in a list. */
export function writeService(write: Writer, element: DrawnElement, patch: Partial<ServiceFacts>): void {
  const { calls, local, answers } = patch
  write.together(() => {
    if (local !== undefined) write.update(element, { 'banjian:local': local ? undefined : false })
    if (answers !== undefined) write.update(element, { 'banjian:answers': given(answers) })
    if (!calls) return
    const single = calls.length === 1 && !calls[0]!.inputs.some(({ value }) => value.trim())
    write.update(element, { 'banjian:activity': single ? given(calls[0]!.name) : undefined })
    const values = single ? [] : calls.map((call) => callOf(write, call))
    const list = values.length ? write.create('banjian:Calls', { values }) : undefined
    setExtension(write, element, 'banjian:Calls', list)
  })
}

function callOf(write: Writer, { name, inputs }: ServiceFacts['calls'][number]): Moddle {
  const filled = inputs.filter(({ value }) => value.trim())
  return write.create('banjian:Call', {
    name,
    inputs: filled.map((input) =>
      write.create('banjian:Input', { name: input.name, value: input.value.trim() }),
    ),
  })
}

export function writeTimer(write: Writer, element: DrawnElement, timer: EventFacts['timer']): void {
  const definition = definitionOf(boOf(element))
  if (!definition) return
  const { way, clock, mode, ref, duration, date } = timer
  const expression = (body: string) =>
    given(body) ? write.create('bpmn:FormalExpression', { body }) : undefined
  write.together(() => {
    write.updateModdle(element, definition, {
      'banjian:clock': way === 'clock' ? given(clock) : undefined,
      'banjian:mode': way === 'clock' ? given(mode) : undefined,
      'banjian:clockRef': way === 'clock' ? given(ref) : undefined,
      timeDuration: way === 'duration' ? expression(duration) : undefined,
      timeDate: way === 'date' ? expression(date) : undefined,
    })
    // Drawings made by hand may carry them on the event.
    if (element.type !== 'bpmn:BoundaryEvent' && element.type !== 'bpmn:IntermediateCatchEvent') return
    write.update(element, {
      'banjian:clock': undefined,
      'banjian:mode': undefined,
      'banjian:clockRef': undefined,
    })
  })
}

const rootTypes = { message: 'bpmn:Message', signal: 'bpmn:Signal', error: 'bpmn:Error' } as const
export type Referred = keyof typeof rootTypes

/** Points the event at the message, signal or error of this name; makes it when there is none. */
export function writeReference(write: Writer, element: DrawnElement, kind: Referred, name: string): void {
  const definition = definitionOf(boOf(element))
  if (!definition) return
  const wanted = name.trim()
  write.together(() => {
    const root = wanted ? rootOf(write, element, kind, wanted) : undefined
    write.updateModdle(element, definition, { [`${kind}Ref`]: root })
  })
}

function rootOf(write: Writer, element: DrawnElement, kind: Referred, name: string): Moddle {
  const definitions = write.definitions()
  const roots = listOf(definitions.rootElements)
  const same = (one: Moddle) => (kind === 'error' ? one.errorCode === name : one.name === name)
  const found = roots.find((one) => one.$type === rootTypes[kind] && same(one))
  if (found) return found
  const made = write.create(rootTypes[kind], { name, ...(kind === 'error' && { errorCode: name }) })
  made.$parent = definitions
  write.updateModdle(element, definitions, { rootElements: [made, ...roots] })
  return made
}

export function writeAct(write: Writer, element: DrawnElement, act: ActFacts | null): void {
  const made =
    act &&
    write.create('banjian:Act', {
      name: act.name.trim(),
      role: joined(act.roles),
      side: given(act.side),
      ...(act.reason && { reason: act.reason }),
      ...(act.final && { final: true }),
      ...(act.form && { form: act.form }),
      ...(act.hint.trim() && { hint: act.hint.trim() }),
      ...(act.applicant && { applicant: true }),
    })
  setExtension(write, element, 'banjian:Act', made ?? undefined)
}

export function writeTarget(write: Writer, element: DrawnElement, target: TargetFacts): void {
  write.update(element, {
    'banjian:noun': given(target.noun),
    'banjian:correlation': given(target.correlation),
    'banjian:carries': given(target.carries),
  })
}

export function writeMulti(write: Writer, element: DrawnElement, multi: MultiFacts): void {
  if (multi.way === 'once') return write.update(element, { loopCharacteristics: undefined })
  const completion = given(multi.completion)
  const loop = write.create('bpmn:MultiInstanceLoopCharacteristics', {
    isSequential: multi.way === 'sequential',
    ...(given(multi.collection) && { 'banjian:collection': multi.collection.trim() }),
    ...(multi.oneVoice && { 'banjian:oneVoice': true }),
    ...(completion && { completionCondition: write.create('bpmn:FormalExpression', { body: completion }) }),
  })
  loop.$parent = boOf(element)
  write.update(element, { loopCharacteristics: loop })
}

export function writeCondition(write: Writer, element: DrawnElement, condition: string): void {
  const body = given(condition)
  write.update(element, {
    conditionExpression: body ? write.create('bpmn:FormalExpression', { body }) : undefined,
  })
}

/** The flow that is taken when no condition holds; it carries none itself. */
export function writeDefault(
  write: Writer,
  element: DrawnElement & { source?: DrawnElement },
  on: boolean,
): void {
  if (!element.source) return
  const source = element.source
  write.together(() => {
    write.update(source, { default: on ? element.businessObject : undefined })
    if (on) write.update(element, { conditionExpression: undefined })
  })
}

export function writeCalled(write: Writer, element: DrawnElement, key: string): void {
  write.update(element, { calledElement: given(key) })
}

/** Names of the messages or signals, or codes of the errors, that the drawing has already. */
export function namesOf(write: Writer, kind: Referred): string[] {
  const roots = listOf(write.definitions().rootElements).filter((one) => one.$type === rootTypes[kind])
  const names = roots.map((one) => (kind === 'error' ? one.errorCode : one.name))
  return names.filter((name): name is string => typeof name === 'string' && name !== '')
}
