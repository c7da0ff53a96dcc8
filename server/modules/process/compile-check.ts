import type { NetElement } from '../../../workflows/process/model.ts'
import { inScope, isActivity, label, refuse, warn, type Draft } from './compile-draft.ts'

/** Structure: what could leave a token standing for ever, or was drawn and would never run. */
export function checkStructure(draft: Draft) {
  for (const el of Object.values(draft.elements)) {
    if (el.type === 'boundary') checkBoundary(draft, el)
    if (el.type === 'event-gateway') checkEventGateway(draft, el)
    if (el.type === 'start' && el.event?.kind === 'error' && el.interrupting === false)
      refuse(draft, el.id, 'unsupported-element', `错误事件子流程的开始事件${label(el)}必须是中断型`)
    checkEnds(draft, el)
    checkChoices(draft, el)
  }
  const scopes = Object.values(draft.elements).filter((el) => el.type === 'subprocess')
  checkScope(draft, '')
  for (const scope of scopes) checkScope(draft, scope.id, scope)
  checkLoops(draft)
}

function checkEnds(draft: Draft, el: NetElement) {
  const name = label(el)
  if (el.triggeredByEvent) {
    if (el.in.length || el.out.length)
      refuse(draft, el.id, 'event-subprocess-flow', `事件子流程${name}不能有连线`)
    return
  }
  if (el.type === 'end') {
    if (el.out.length) refuse(draft, el.id, 'end-has-outgoing', `结束事件${name}之后不能再有连线`)
  } else if (!el.out.length) refuse(draft, el.id, 'dead-end', `${name}之后没有连线，办件会停在这里`)
  if (el.in.length && (el.type === 'start' || el.type === 'boundary'))
    refuse(draft, el.id, 'start-has-incoming', `${name}是开始或边界事件，不能有进入的连线`)
}

function checkBoundary(draft: Draft, el: NetElement) {
  const host = el.attachedTo ? draft.elements[el.attachedTo] : undefined
  // A receive task is a catch event in the net, but still a task in the drawing.
  const carries = host && (isActivity(host) || host.type === 'catch') && !host.triggeredByEvent
  if (el.attachedTo && (!carries || host.scope !== el.scope))
    refuse(draft, el.id, 'boundary-unattached', `边界事件${label(el)}必须附着在同一层的活动上`)
  if (el.event?.kind === 'error' && el.interrupting === false)
    refuse(draft, el.id, 'unsupported-element', `错误边界事件${label(el)}必须是中断型`)
}

function checkEventGateway(draft: Draft, el: NetElement) {
  for (const id of el.out) {
    const target = draft.elements[draft.flows[id]?.to ?? '']
    const watched = Object.values(draft.elements).some((one) => one.attachedTo === target?.id)
    if (target?.type !== 'catch' || target.in.length !== 1 || watched)
      refuse(draft, el.id, 'event-gateway-target', `事件网关${label(el)}之后只能直接连接各自独立的捕获事件`)
  }
}

/** Conditions where a choice is made, and only there. */
function checkChoices(draft: Draft, el: NetElement) {
  if (el.default && draft.flows[el.default]?.from !== el.id)
    refuse(draft, el.id, 'bad-default', `${label(el)}的默认连线不是从它出发的`)
  const choice = el.type === 'exclusive' || el.type === 'inclusive'
  for (const id of el.out) {
    const flow = draft.flows[id]
    if (!flow) continue
    if (flow.condition && !choice && !isActivity(el))
      refuse(draft, id, 'condition-not-allowed', `${label(el)}之后的连线${label(flow)}不能带条件`)
    if (flow.condition && id === el.default)
      warn(draft, id, 'condition-ignored', `默认连线${label(flow)}的条件不起作用`)
    if (choice && el.out.length > 1 && !flow.condition && id !== el.default)
      refuse(
        draft,
        id,
        'condition-missing',
        `网关${label(el)}之后的连线${label(flow)}既没有条件，也不是默认连线`,
      )
  }
  const conditional = el.out.length > 0 && el.out.every((id) => draft.flows[id]?.condition)
  if (conditional && !el.default)
    warn(draft, el.id, 'no-default', `${label(el)}没有默认连线，条件都不成立时办件会停下并报告异常`)
}

/** One way in; and everything drawn can be reached from it. */
function checkScope(draft: Draft, scope: string, sub?: NetElement) {
  const inside = inScope(draft, scope)
  const name = sub ? `子流程${label(sub)}` : '流程'
  const starts = inside.filter((el) => el.type === 'start')
  if (!starts.length) {
    // A called process that could not be read has been refused already.
    if (!sub || inside.length || !draft.problems.some((one) => one.element === scope))
      refuse(draft, scope, 'no-start', `${name}没有开始事件`)
    return
  }
  if (starts.length > 1) refuse(draft, starts[1]?.id ?? scope, 'several-starts', `${name}只能有一个开始事件`)
  const seen = reachable(draft, inside, starts)
  for (const el of inside)
    if (!seen.has(el.id)) refuse(draft, el.id, 'unreachable', `${label(el)}从开始事件无法到达`)
}

function reachable(draft: Draft, inside: NetElement[], starts: NetElement[]): Set<string> {
  const boundaries = inside.filter((el) => el.type === 'boundary')
  const open = [...starts, ...inside.filter((el) => el.triggeredByEvent)].map((el) => el.id)
  const seen = new Set<string>(open)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = (draft.elements[id]?.out ?? []).map((flow) => draft.flows[flow]?.to ?? '')
    for (const boundary of boundaries) if (boundary.attachedTo === id) next.push(boundary.id)
    for (const to of next) {
      if (seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
  return seen
}

const waits = (el: NetElement) => isActivity(el) || el.type === 'catch' || el.type === 'event-gateway'

/**
 * A circle without a task or event would turn for ever within one step. A thrown signal leads on to whatever it starts in
 * the same instance: an event sub-process, or a boundary event that does not interrupt.
 */
function checkLoops(draft: Draft) {
  const caught = signalTargets(draft)
  const next = (el: NetElement): string[] => {
    const ways = el.out.map((flow) => draft.flows[flow]?.to ?? '')
    const thrown =
      (el.type === 'throw' || el.type === 'end') && el.event?.kind === 'signal' ? el.event.name : undefined
    return thrown === undefined ? ways : [...ways, ...(caught.get(thrown) ?? [])]
  }
  const state = new Map<string, 'open' | 'done'>()
  for (const first of Object.keys(draft.elements)) {
    // By hand, not by recursion: a row of thousands of gateways is a drawing too.
    const stack: { id: string; rest: string[] }[] = []
    const enter = (id: string) => {
      const el = draft.elements[id]
      if (!el || waits(el) || state.get(id) === 'done') return
      if (state.get(id) === 'open')
        return refuse(draft, id, 'endless-loop', `${label(el)}处于没有任何任务或等待的循环中`)
      state.set(id, 'open')
      stack.push({ id, rest: next(el) })
    }
    enter(first)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.rest.pop()
      if (to !== undefined) enter(to)
      else state.set(stack.pop()!.id, 'done')
    }
  }
}

/** What a signal starts while something else runs, by its name. */
function signalTargets(draft: Draft): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const el of Object.values(draft.elements)) {
    const { kind, name } = el.event ?? {}
    const starts = el.type === 'start' || (el.type === 'boundary' && el.interrupting === false)
    if (kind === 'signal' && name !== undefined && starts)
      found.set(name, [...(found.get(name) ?? []), el.id])
  }
  return found
}
