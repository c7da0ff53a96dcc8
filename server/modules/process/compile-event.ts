import { clockNames } from '../../../workflows/nouns.ts'
import type { EventSpec, TimerSpec } from '../../../workflows/process/model.ts'
import { isDuration } from '../../../workflows/process/net-timer.ts'
import { label, refuse, text, type Draft, type Moddle } from './compile-draft.ts'

const kinds: Record<string, EventSpec['kind']> = {
  'bpmn:TimerEventDefinition': 'timer',
  'bpmn:MessageEventDefinition': 'message',
  'bpmn:SignalEventDefinition': 'signal',
  'bpmn:ErrorEventDefinition': 'error',
  'bpmn:TerminateEventDefinition': 'terminate',
}

const definitionNames: Record<string, string> = {
  'bpmn:EscalationEventDefinition': '升级',
  'bpmn:CompensateEventDefinition': '补偿',
  'bpmn:LinkEventDefinition': '链接',
  'bpmn:ConditionalEventDefinition': '条件',
  'bpmn:CancelEventDefinition': '取消',
}

/** Which events may stand where. */
const allowed: Record<string, EventSpec['kind'][]> = {
  'bpmn:StartEvent': ['none', 'message'],
  'event-start': ['timer', 'message', 'signal', 'error'],
  'bpmn:EndEvent': ['none', 'message', 'signal', 'error', 'terminate'],
  'bpmn:IntermediateCatchEvent': ['timer', 'message', 'signal'],
  'bpmn:IntermediateThrowEvent': ['none', 'message', 'signal'],
  'bpmn:BoundaryEvent': ['timer', 'message', 'signal', 'error'],
}

const kindNames: Record<EventSpec['kind'], string> = {
  none: '空白',
  timer: '定时',
  message: '消息',
  signal: '信号',
  error: '错误',
  terminate: '终止',
}

/** ISO instants are written as such in the modeler; FEEL wants them in quotes. */
const asExpression = (date: string) => (/^\d{4}-\d{2}-\d{2}(T[\d:.+Z-]+)?$/.test(date) ? `"${date}"` : date)

function clockOf(
  draft: Draft,
  id: string,
  name: string,
  clock: string,
  mode: unknown,
  ref: string | undefined,
): TimerSpec | undefined {
  if (!(draft.clocks ? draft.clocks.has(clock) : Object.hasOwn(clockNames, clock))) {
    refuse(draft, id, 'unknown-clock', `${name}引用的时限“${clock}”不存在`)
    return undefined
  }
  if (mode === 'advise' || mode === 'enforce') return { clock, mode, ...(ref && { ref }) }
  refuse(draft, id, 'bad-clock-mode', `${name}未说明时限是提醒（advise）还是产生法律效果（enforce）`)
  return undefined
}

function timerOf(draft: Draft, id: string, event: Moddle, definition: Moddle): TimerSpec | undefined {
  const name = `定时事件${label(event)}`
  const clock = text(definition.get('banjian:clock')) ?? text(event.get('banjian:clock'))
  const mode = definition.get('banjian:mode') ?? event.get('banjian:mode')
  const duration = text(definition.timeDuration)
  const date = text(definition.timeDate)
  if (definition.timeCycle) {
    refuse(draft, id, 'unsupported-element', `${name}使用了循环定时，暂不支持`)
    return undefined
  }
  if ([clock, duration, date].filter(Boolean).length !== 1) {
    const reason = clock || duration || date ? '只能在时限、时长、日期中选一种' : '没有设置时限、时长或日期'
    refuse(draft, id, 'timer-missing', name + reason)
    return undefined
  }
  if (clock) {
    const ref = text(definition.get('banjian:clockRef')) ?? text(event.get('banjian:clockRef'))
    return clockOf(draft, id, name, clock, mode, ref)
  }
  if (date) return { date: asExpression(date) }
  if (isDuration(duration as string)) return { duration: duration as string }
  refuse(draft, id, 'bad-duration', `${name}的时长“${duration}”不是 ISO 8601 格式（如 P5D、PT72H）`)
  return undefined
}

/** Name of a message or signal, code of an error. */
function nameOf(
  draft: Draft,
  id: string,
  event: Moddle,
  definition: Moddle,
  kind: 'message' | 'signal' | 'error',
) {
  const ref = definition[`${kind}Ref`] as Moddle | undefined
  const name = kind === 'error' ? (text(ref?.errorCode) ?? text(ref?.name)) : text(ref?.name)
  const catchesAll = kind === 'error' && event.$type !== 'bpmn:EndEvent' && !ref
  if (!name && !catchesAll)
    refuse(
      draft,
      id,
      'event-name-missing',
      `${kindNames[kind]}事件${label(event)}没有指明是哪个${kindNames[kind]}`,
    )
  return name
}

/**
 * What an event waits for or throws.
 * @param inEventSub the event starts an event sub-process
 */
export function eventOf(draft: Draft, id: string, event: Moddle, inEventSub: boolean): EventSpec {
  const definitions = (event.eventDefinitions as Moddle[] | undefined) ?? []
  if (definitions.length > 1 || event.eventDefinitionRef) {
    refuse(draft, id, 'unsupported-element', `事件${label(event)}含多个事件定义，暂不支持`)
    return { kind: 'none' }
  }
  const definition = definitions[0]
  const kind = definition ? kinds[definition.$type] : 'none'
  if (!kind) {
    const word = definitionNames[definition?.$type ?? ''] ?? definition?.$type
    refuse(draft, id, 'unsupported-element', `事件${label(event)}的类型“${word}”暂不支持`)
    return { kind: 'none' }
  }
  const place = event.$type === 'bpmn:StartEvent' && inEventSub ? 'event-start' : event.$type
  if (!allowed[place]?.includes(kind)) {
    const code = place === 'event-start' && kind === 'none' ? 'untyped-event-start' : 'unsupported-element'
    const reason =
      code === 'untyped-event-start' ? '事件子流程的开始事件必须有类型' : `此处不支持${kindNames[kind]}事件`
    refuse(draft, id, code, `${label(event)}：${reason}`)
  }
  // A process is started by an act; the message of its start event needs no one to wait for it.
  if (!definition || kind === 'none' || kind === 'terminate') return { kind }
  if (kind !== 'timer') {
    const name = nameOf(draft, id, event, definition, kind)
    return { kind, ...(name && { name }) }
  }
  const timer = timerOf(draft, id, event, definition)
  return { kind, ...(timer && { timer }) }
}
