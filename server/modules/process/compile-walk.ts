import { readProcess } from './compile-read.ts'
import { elementOf } from './compile-element.ts'
import { bounds } from './compile-width.ts'
import { label, refuse, text, TooLarge, type Draft, type Moddle } from './compile-draft.ts'

interface Place {
  /** '' or `call/`: put in front of the ids of a called process. */
  prefix: string
  scope: string
  eventSub: boolean
  /** Keys of the processes being inlined, outermost first. */
  stack: string[]
  depth: number
}

/** Puts all nodes and flows of a process or sub-process into the draft, sub-processes and called processes included. */
export async function walk(draft: Draft, container: Moddle, place: Place): Promise<void> {
  if (place.depth > bounds.depth) {
    refuse(draft, place.scope, 'too-deep', `子流程嵌套超过 ${bounds.depth} 层`)
    throw new TooLarge()
  }
  const nodes = (container.flowElements as Moddle[] | undefined) ?? []
  for (const node of nodes) {
    if (node.$type === 'bpmn:SequenceFlow') addFlow(draft, node, place.prefix)
    else await addNode(draft, node, place)
  }
}

function newId(draft: Draft, node: Moddle, prefix: string): string | undefined {
  const id = prefix + (node.id ?? '')
  if (!node.id) refuse(draft, '', 'id-missing', `${node.$type} ${label(node)}没有编号`)
  else if (node.id in {}) refuse(draft, id, 'bad-id', `编号“${node.id}”是保留字，请换一个`)
  else if (draft.elements[id] || draft.flows[id]) refuse(draft, id, 'duplicate-id', `编号“${node.id}”重复`)
  else return id
  return undefined
}

function addFlow(draft: Draft, node: Moddle, prefix: string) {
  const id = newId(draft, node, prefix)
  const from = (node.sourceRef as Moddle | undefined)?.id
  const to = (node.targetRef as Moddle | undefined)?.id
  if (!id) return
  if (!from || !to) {
    const told = draft.unreadable || draft.problems.some((one) => one.element === id)
    if (!told) refuse(draft, id, 'flow-unattached', `连线${label(node)}缺少起点或终点`)
    return
  }
  const condition = text(node.conditionExpression)
  const name = node.name && { name: node.name }
  draft.flows[id] = { id, from: prefix + from, to: prefix + to, ...name, ...(condition && { condition }) }
}

async function addNode(draft: Draft, node: Moddle, place: Place) {
  const el = elementOf(draft, node, place.prefix, place.scope, place.eventSub)
  if (!el) return
  const id = newId(draft, node, place.prefix)
  if (!id) return
  const preset = (node.default as Moddle | undefined)?.id
  if (preset) el.default = place.prefix + preset
  draft.elements[id] = el
  draft.size = (draft.size ?? 0) + 1
  if (draft.size > bounds.elements) {
    refuse(draft, '', 'too-many-elements', `流程（含被调用的流程）超过 ${bounds.elements} 个元素`)
    throw new TooLarge()
  }
  if (node.$type === 'bpmn:CallActivity') await inline(draft, node, id, place)
  else if (el.type === 'subprocess')
    await walk(draft, node, {
      ...place,
      scope: id,
      eventSub: node.triggeredByEvent === true,
      depth: place.depth + 1,
    })
}

/** A called process becomes a sub-process: its version is fixed now, and no second workflow has a clock of its own. */
async function inline(draft: Draft, node: Moddle, id: string, place: Place) {
  const key = text(node.calledElement)
  if (!key) return refuse(draft, id, 'call-missing', `调用活动${label(node)}没有指明被调用的流程`)
  if (place.stack.includes(key))
    return refuse(draft, id, 'call-recursion', `调用活动${label(node)}使流程“${key}”直接或间接调用自身`)
  const called = await draft.resolveCall?.(key)
  if (!called) return refuse(draft, id, 'call-unresolved', `调用活动${label(node)}调用的流程“${key}”尚未发布`)
  draft.calls.push({ element: id, key, version: called.version })
  const prefix = `${id}/`
  const process = await readProcess(draft, called.xml, prefix)
  if (process)
    await walk(draft, process, {
      prefix,
      scope: id,
      eventSub: false,
      stack: [...place.stack, key],
      depth: place.depth + 1,
    })
}

/** Fills `in` and `out` from the flows; a flow must stay within one scope. */
export function connect(draft: Draft) {
  for (const flow of Object.values(draft.flows)) {
    const from = draft.elements[flow.from]
    const to = draft.elements[flow.to]
    if (!from || !to) refuse(draft, flow.id, 'flow-unattached', `连线${label(flow)}的起点或终点不能运行`)
    else if (from.scope !== to.scope)
      refuse(draft, flow.id, 'flow-crosses-scope', `连线${label(flow)}不能跨越子流程边界`)
    else {
      from.out.push(flow.id)
      to.in.push(flow.id)
    }
  }
}
