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
  /** For each inclusive join: the elements from which a token can still come to it. */
  upstream: Map<string, Set<string>>
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
    if (el.type === 'inclusive' && el.in.length > 1) index.upstream.set(el.id, upstreamOf(net, el))
    if (el.type !== 'start') continue
    const around = net.elements[el.scope]
    if (around?.triggeredByEvent) add(index.eventStarts, around.scope, el)
    else index.start.set(el.scope, el.id)
  }
  return index
}

/** Backwards from the join, not through it: who passes the join again belongs to a later round. */
function upstreamOf(net: Net, join: NetElement): Set<string> {
  const seen = new Set<string>()
  const open = [join.id]
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
