import type { ElementType, NetElement } from '../../../workflows/process/model.ts'
import { eventOf } from './compile-event.ts'
import { isThrown, targetOf } from './compile-message.ts'
import { messageActOf, userOf } from './compile-people.ts'
import { serviceOf } from './compile-service.ts'
import { label, refuse, text, type Draft, type Moddle } from './compile-draft.ts'

const types: Record<string, ElementType> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:IntermediateCatchEvent': 'catch',
  'bpmn:IntermediateThrowEvent': 'throw',
  'bpmn:BoundaryEvent': 'boundary',
  'bpmn:ReceiveTask': 'catch',
  'bpmn:UserTask': 'user',
  'bpmn:ServiceTask': 'service',
  'bpmn:ExclusiveGateway': 'exclusive',
  'bpmn:ParallelGateway': 'parallel',
  'bpmn:InclusiveGateway': 'inclusive',
  'bpmn:EventBasedGateway': 'event-gateway',
  'bpmn:SubProcess': 'subprocess',
  'bpmn:CallActivity': 'subprocess',
}

const unsupported: Record<string, string> = {
  'bpmn:ComplexGateway': '复杂网关',
  'bpmn:Transaction': '事务子流程',
  'bpmn:AdHocSubProcess': '特别子流程',
  'bpmn:ScriptTask': '脚本任务',
  'bpmn:SendTask': '发送任务',
  'bpmn:ManualTask': '手工任务',
  'bpmn:BusinessRuleTask': '业务规则任务',
  'bpmn:Task': '未定类型的任务',
}

/** Drawn, but nothing that runs. */
const silent = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference'])

function multiOf(draft: Draft, id: string, activity: Moddle): NetElement['multi'] {
  const loop = activity.loopCharacteristics as Moddle | undefined
  if (!loop) return undefined
  const name = `活动${label(activity)}`
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics' || loop.loopCardinality) {
    refuse(draft, id, 'unsupported-element', `${name}只支持按集合的多实例，不支持标准循环或固定次数`)
    return undefined
  }
  const collection = text(loop.get('banjian:collection'))
  if (!collection) refuse(draft, id, 'collection-missing', `多实例${name}没有设置集合表达式`)
  const completion = text(loop.completionCondition)
  const sequential = loop.isSequential === true
  const oneVoice = loop.get('banjian:oneVoice') === true
  return {
    ...{ sequential, collection: collection ?? '[]' },
    ...(completion && { completion }),
    ...(oneVoice && { oneVoice }),
  }
}

/** Receive tasks are message catch events with the shape of a task. */
function receiveOf(draft: Draft, id: string, task: Moddle): NetElement['event'] {
  const name = text((task.messageRef as Moddle | undefined)?.name)
  if (!name) refuse(draft, id, 'event-name-missing', `接收任务${label(task)}没有指明是哪个消息`)
  if (task.instantiate === true)
    refuse(draft, id, 'unsupported-element', `接收任务${label(task)}不能作为流程开始`)
  return { kind: 'message', ...(name && { name }) }
}

function refuseVariants(draft: Draft, id: string, node: Moddle) {
  if (node.isForCompensation === true)
    refuse(draft, id, 'unsupported-element', `补偿活动${label(node)}暂不支持`)
  if (node.parallelMultiple === true)
    refuse(draft, id, 'unsupported-element', `并行多重事件${label(node)}暂不支持`)
  if (
    node.$type === 'bpmn:EventBasedGateway' &&
    (node.instantiate === true || node.eventGatewayType === 'Parallel')
  )
    refuse(draft, id, 'unsupported-element', `事件网关${label(node)}不能作为流程开始，也不能并行等待`)
}

function boundaryOf(draft: Draft, id: string, prefix: string, node: Moddle): Partial<NetElement> {
  const host = node.attachedToRef as Moddle | undefined
  if (!host) refuse(draft, id, 'boundary-unattached', `边界事件${label(node)}没有附着在任何活动上`)
  return { interrupting: node.cancelActivity !== false, ...(host && { attachedTo: prefix + host.id }) }
}

/**
 * One node of the drawing as net element, without its flows; undefined for what is drawn but does not run.
 * An unsupported node is refused and stands in as a pass-through, so that its neighbours are still checked.
 * @param eventSub the node stands in an event sub-process
 */
export function elementOf(draft: Draft, node: Moddle, prefix: string, scope: string, eventSub: boolean) {
  if (silent.has(node.$type)) return undefined
  const id = prefix + (node.id ?? '')
  const type = types[node.$type]
  const el: NetElement = {
    id,
    type: type ?? 'throw',
    ...(node.name && { name: node.name }),
    scope,
    in: [],
    out: [],
  }
  if (!type) {
    refuse(draft, id, 'unsupported-element', `${unsupported[node.$type] ?? node.$type}${label(node)}暂不支持`)
    return el
  }
  refuseVariants(draft, id, node)
  if (node.$type === 'bpmn:ReceiveTask') el.event = receiveOf(draft, id, node)
  else if (node.$type.endsWith('Event')) el.event = eventOf(draft, id, node, eventSub)
  if (type === 'boundary') Object.assign(el, boundaryOf(draft, id, prefix, node))
  if (type === 'start' && eventSub) el.interrupting = node.isInterrupting !== false
  if (el.event?.kind === 'message' && (type === 'catch' || type === 'boundary' || type === 'start'))
    Object.assign(el, messageActOf(draft, id, node))
  if (isThrown(el)) Object.assign(el, targetOf(draft, id, node))
  if (type === 'user') el.user = userOf(draft, id, node)
  if (type === 'service') el.service = serviceOf(draft, id, node)
  if (node.triggeredByEvent === true) el.triggeredByEvent = true
  const multi = multiOf(draft, id, node)
  if (multi) {
    if (type === 'catch' || el.triggeredByEvent)
      refuse(draft, id, 'unsupported-element', `${label(node)}不能设为多实例`)
    el.multi = multi
  }
  return el
}
