/** What a drawn element says, as plain data: what the panel shows and the comparison compares. Pure. */
export interface Moddle {
  $type: string
  $parent?: Moddle
  id?: string
  name?: string
  get: (name: string) => unknown
  [property: string]: unknown
}

export interface OutcomeFacts {
  id: string
  name: string
  reason: '' | 'required' | 'optional'
  final: boolean
  form: string
  hint: string
  roles: string[]
}
export interface UserFacts {
  roles: string[]
  side: string
  clock: string
  form: string
  applicant: boolean
  candidate: string
  place: string
  outcomes: OutcomeFacts[]
}
export interface CallFacts {
  name: string
  inputs: { name: string; value: string }[]
}
export interface ServiceFacts {
  calls: CallFacts[]
  local: boolean
  answers: string
}
export interface ActFacts {
  name: string
  roles: string[]
  side: string
  reason: '' | 'required' | 'optional'
  final: boolean
  form: string
  hint: string
  applicant: boolean
}
export interface TargetFacts {
  noun: string
  /** FEEL: the number of the record. */
  correlation: string
  /** Variables that go with it, separated by blanks. */
  carries: string
}
export type EventKind = 'none' | 'timer' | 'message' | 'signal' | 'error' | 'terminate' | 'other'
export interface EventFacts {
  kind: EventKind
  /** Catching events wait, throwing ones send. */
  catches: boolean
  /** Of the message or signal; the code of an error. */
  name: string
  timer: {
    way: 'clock' | 'duration' | 'date'
    clock: string
    mode: string
    /** FEEL: which of several clocks of the kind, e.g. that of one reviewer. */
    ref: string
    duration: string
    date: string
  }
  /** What a person does when they send the message; null: another instance sends it. */
  act: ActFacts | null
  mayAct: boolean
  /** Of a message that is thrown: whom it is for. */
  target: TargetFacts | null
}
export interface MultiFacts {
  way: 'once' | 'parallel' | 'sequential'
  collection: string
  completion: string
  /** One person does it once, whichever of the tasks. */
  oneVoice: boolean
}
export interface FlowFacts {
  condition: string
  isDefault: boolean
  /** It leaves a gateway or activity that chooses by conditions. */
  chooses: boolean
  /** Outcomes of the task right before the gateway, what the condition is usually about: each by its condition. */
  choices: { id: string; name: string }[]
  from: string
  to: string
}
export interface ElementFacts {
  id: string
  type: string
  name: string
  documentation: string
  user?: UserFacts
  service?: ServiceFacts
  event?: EventFacts
  multi?: MultiFacts
  flow?: FlowFacts
  called?: string
}

const text = (value: unknown): string => {
  const body = typeof value === 'object' && value !== null ? (value as { body?: unknown }).body : value
  return typeof body === 'string' ? body.trim() : ''
}
const wordsOf = (value: unknown): string[] => text(value).split(/\s+/).filter(Boolean)
const list = (value: unknown): Moddle[] => (Array.isArray(value) ? (value as Moddle[]) : [])
const reasonOf = (value: unknown): '' | 'required' | 'optional' => {
  const reason = text(value)
  return reason === 'required' || reason === 'optional' ? reason : ''
}

function extensionOf(bo: Moddle, type: string): Moddle | undefined {
  const extensions = bo.extensionElements as Moddle | undefined
  return list(extensions?.values).find((one) => one.$type === type)
}

export function describe(bo: Moddle): ElementFacts {
  const type = bo.$type.replace('bpmn:', '')
  return {
    id: bo.id ?? '',
    type,
    name: type === 'TextAnnotation' ? text(bo.text) : (bo.name ?? ''),
    documentation: text(list(bo.documentation)[0]?.text),
    ...(type === 'UserTask' && { user: userFacts(bo) }),
    ...(type === 'ServiceTask' && { service: serviceFacts(bo) }),
    ...((type.endsWith('Event') || type === 'ReceiveTask') && { event: eventFacts(bo, type) }),
    ...(/^(UserTask|ServiceTask|SubProcess|CallActivity)$/.test(type) &&
      bo.triggeredByEvent !== true && { multi: multiFacts(bo) }),
    ...(type === 'SequenceFlow' && { flow: flowFacts(bo) }),
    ...(type === 'CallActivity' && { called: text(bo.calledElement) }),
  }
}

function userFacts(bo: Moddle): UserFacts {
  return {
    roles: wordsOf(bo.get('banjian:role')),
    side: text(bo.get('banjian:side')) || 'centre',
    clock: text(bo.get('banjian:clock')),
    form: text(bo.get('banjian:form')),
    applicant: bo.get('banjian:applicant') === true,
    candidate: text(bo.get('banjian:candidate')),
    place: text(bo.get('banjian:place')),
    outcomes: list(extensionOf(bo, 'banjian:Outcomes')?.values).map((one) => ({
      id: text(one.id),
      name: text(one.name),
      reason: reasonOf(one.reason),
      final: one.final === true,
      form: text(one.form),
      hint: text(one.hint),
      roles: wordsOf(one.role),
    })),
  }
}

function serviceFacts(bo: Moddle): ServiceFacts {
  const single = text(bo.get('banjian:activity'))
  const calls = list(extensionOf(bo, 'banjian:Calls')?.values).map((call) => ({
    name: text(call.name),
    inputs: list(call.inputs).map((input) => ({ name: text(input.name), value: text(input.value) })),
  }))
  return {
    calls: single ? [{ name: single, inputs: [] }, ...calls] : calls,
    local: bo.get('banjian:local') !== false,
    answers: text(bo.get('banjian:answers')),
  }
}

const kinds: Record<string, EventKind> = {
  'bpmn:TimerEventDefinition': 'timer',
  'bpmn:MessageEventDefinition': 'message',
  'bpmn:SignalEventDefinition': 'signal',
  'bpmn:ErrorEventDefinition': 'error',
  'bpmn:TerminateEventDefinition': 'terminate',
}

/** The event's definition; a receive task is its own. */
export const definitionOf = (bo: Moddle): Moddle | undefined =>
  bo.$type === 'bpmn:ReceiveTask' ? bo : list(bo.eventDefinitions)[0]

function eventFacts(bo: Moddle, type: string): EventFacts {
  const definition = definitionOf(bo)
  const kind = type === 'ReceiveTask' ? 'message' : definition ? (kinds[definition.$type] ?? 'other') : 'none'
  const ref = definition?.[`${kind}Ref`] as Moddle | undefined
  const clock = text(definition?.get('banjian:clock')) || text(bo.get('banjian:clock'))
  const date = text(definition?.timeDate)
  const duration = text(definition?.timeDuration)
  const act = extensionOf(bo, 'banjian:Act')
  const catches = !/^(EndEvent|IntermediateThrowEvent)$/.test(type)
  return {
    kind,
    catches,
    name: kind === 'error' ? text(ref?.errorCode) || text(ref?.name) : text(ref?.name),
    timer: {
      way: date ? 'date' : duration ? 'duration' : 'clock',
      clock,
      mode: text(definition?.get('banjian:mode')) || text(bo.get('banjian:mode')),
      ref: text(definition?.get('banjian:clockRef')) || text(bo.get('banjian:clockRef')),
      duration,
      date,
    },
    act: act ? actFacts(act) : null,
    target: kind === 'message' && !catches ? targetFacts(bo) : null,
    mayAct: kind === 'message' && catches && !(type === 'StartEvent' && bo.$parent?.$type === 'bpmn:Process'),
  }
}

const targetFacts = (bo: Moddle): TargetFacts => ({
  noun: text(bo.get('banjian:noun')),
  correlation: text(bo.get('banjian:correlation')),
  carries: text(bo.get('banjian:carries')),
})

const actFacts = (act: Moddle): ActFacts => ({
  name: text(act.name),
  roles: wordsOf(act.role),
  side: text(act.side) || 'centre',
  reason: reasonOf(act.reason),
  final: act.final === true,
  form: text(act.form),
  hint: text(act.hint),
  applicant: act.applicant === true,
})

function multiFacts(bo: Moddle): MultiFacts {
  const loop = bo.loopCharacteristics as Moddle | undefined
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics')
    return { way: 'once', collection: '', completion: '', oneVoice: false }
  return {
    way: loop.isSequential === true ? 'sequential' : 'parallel',
    collection: text(loop.get('banjian:collection')),
    completion: text(loop.completionCondition),
    oneVoice: loop.get('banjian:oneVoice') === true,
  }
}

function flowFacts(bo: Moddle): FlowFacts {
  const source = bo.sourceRef as Moddle | undefined
  const target = bo.targetRef as Moddle | undefined
  return {
    condition: text(bo.conditionExpression),
    isDefault: source?.default === bo,
    chooses: /Exclusive|Inclusive/.test(source?.$type ?? '') && flowsAt(source, 'sourceRef').length > 1,
    choices: choicesBefore(source),
    from: source?.id ?? '',
    to: target?.id ?? '',
  }
}

function choicesBefore(gateway: Moddle | undefined): FlowFacts['choices'] {
  if (!/Exclusive|Inclusive/.test(gateway?.$type ?? '')) return []
  const tasks = flowsAt(gateway, 'targetRef').flatMap((flow) => (flow.sourceRef as Moddle | undefined) ?? [])
  return tasks.filter((one) => one.$type === 'bpmn:UserTask').flatMap(choicesOf)
}

/** Of a task that several do, the word `outcome` is the last one's alone: all of theirs stand under its own id. */
function choicesOf(task: Moddle): FlowFacts['choices'] {
  const several = multiFacts(task).way !== 'once'
  return userFacts(task).outcomes.map(({ id, name }) =>
    several
      ? { id: `list contains(${task.id}, "${id}")`, name: `有人“${name}”` }
      : { id: `outcome = "${id}"`, name },
  )
}

/** By the flows themselves: files need not list them at the nodes. */
function flowsAt(node: Moddle | undefined, end: 'sourceRef' | 'targetRef'): Moddle[] {
  return list(node?.$parent?.flowElements).filter((one) => node && one[end] === node)
}
