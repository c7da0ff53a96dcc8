import type { Net, NetElement } from './model.ts'

/** What the interpreter asks of a net again and again; computed once for each net object. */
export interface NetIndex {
  /** Plain start event of each scope ('' is the process). */
  start: Map<string, string>
  boundaries: Map<string, NetElement[]>
  /** Start events of the event sub-processes that stand in a scope. */
  eventStarts: Map<string, NetElement[]>
  /** Inlined call activities: their elements carry the call's id in front. */
  calls: Set<string>
  /** For each inclusive join and each of its incoming flows: the elements from which a token can come over that flow. */
  upstream: Map<string, Map<string, Set<string>>>
}

const cache = new WeakMap<Net, NetIndex>()

export function indexOf(net: Net): NetIndex {
  let index = cache.get(net)
  if (!index) cache.set(net, (index = build(net)))
  return index
}

function add<V>(map: Map<string, V[]>, key: string, value: V) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function build(net: Net): NetIndex {
  const index: NetIndex = {
    start: new Map(),
    boundaries: new Map(),
    eventStarts: new Map(),
    calls: new Set(),
    upstream: new Map(),
  }
  // By id, not as stored: jsonb keeps another order, and the order of effects must not depend on it.
  for (const [, el] of Object.entries(net.elements).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (el.type === 'boundary' && el.attachedTo) add(index.boundaries, el.attachedTo, el)
    if (el.scope && el.id.startsWith(`${el.scope}/`)) index.calls.add(el.scope)
    if (el.type === 'inclusive' && el.in.length > 1)
      index.upstream.set(el.id, new Map(el.in.map((flow) => [flow, upstreamOf(net, el, flow)])))
    if (el.type !== 'start') continue
    const around = net.elements[el.scope]
    if (around?.triggeredByEvent) add(index.eventStarts, around.scope, el)
    else index.start.set(el.scope, el.id)
  }
  return index
}

/** Whether an inclusive join waits for a token that stands at an element (BPMN 2.0 §13.3.3). */
export function isAwaited(index: NetIndex, join: string, filled: ReadonlySet<string>, at: string): boolean {
  const ways = [...(index.upstream.get(join) ?? [])].filter(([, from]) => from.has(at)).map(([flow]) => flow)
  return ways.length > 0 && !ways.some((flow) => filled.has(flow))
}

/** Backwards over one incoming flow, not through the join: who passes the join again belongs to a later round. */
function upstreamOf(net: Net, join: NetElement, flow: string): Set<string> {
  const first = net.flows[flow]?.from ?? ''
  const seen = new Set<string>(first === join.id ? [] : [first])
  const open = [...seen]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const el = net.elements[id] as NetElement
    const before = el.in.map((flowId) => net.flows[flowId]?.from ?? '')
    if (el.type === 'boundary' && el.attachedTo) before.push(el.attachedTo)
    for (const from of before) {
      if (from === join.id || seen.has(from)) continue
      seen.add(from)
      open.push(from)
    }
  }
  return seen
}
