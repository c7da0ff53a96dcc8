import type { NetElement } from '../../../workflows/process/model.ts'
import { indexOf, isAwaited, type NetIndex } from '../../../workflows/process/net-index.ts'
import { inScope, isActivity, label, refuse, warn, type Draft } from './compile-draft.ts'

/**
 * Can a parallel join starve? Each scope is explored by itself; an activity in it is one step that may end normally
 * or by any of its boundary events. Every condition counts as a free choice.
 *
 * Exact for control flow. Limits, on purpose: two gateways that ask the same question are taken as independent, so
 * a drawing that relies on that is refused (draw it with an inclusive gateway instead); a place with more than
 * `MAX_TOKENS` tokens, or a scope with more than `MAX_MARKINGS` markings, is not followed further and gives the
 * warning `not-fully-checked`. At run time a starved join is an incident, never silence.
 *
 * Only one token is moved in each marking: tokens move independently of each other until they meet in a join, so
 * the order does not matter for where they get stuck, and n parallel branches cost their sum, not their product.
 */
const MAX_MARKINGS = 20_000
const MAX_TOKENS = 3

/** Tokens about to act at an element (`e:id`) and waiting at a join behind a flow (`f:id`). */
type Marking = Map<string, number>

interface Space {
  draft: Draft
  index: NetIndex
  boundaries: NetElement[]
  /** Something was not followed. */
  partial: boolean
  stuck: Set<string>
}

export function checkStarving(draft: Draft) {
  const index = indexOf({ key: '', name: '', elements: draft.elements, flows: draft.flows })
  const scopes = [
    '',
    ...Object.values(draft.elements)
      .filter((el) => el.type === 'subprocess')
      .map((el) => el.id),
  ]
  for (const scope of scopes) {
    const inside = inScope(draft, scope)
    const space: Space = {
      draft,
      index,
      boundaries: inside.filter((el) => el.type === 'boundary'),
      partial: false,
      stuck: new Set(),
    }
    const start = inside.find((el) => el.type === 'start')
    if (start && inside.some((el) => el.type === 'parallel' && el.in.length > 1)) explore(space, start.id)
    for (const id of space.stuck) {
      const join = draft.elements[id] as NetElement
      refuse(
        draft,
        id,
        'join-starves',
        `并行汇聚${label(join)}可能永远等不齐：有的分支可能不到达（排他分支、超时或取消）`,
      )
    }
    if (space.partial) warn(draft, scope, 'not-fully-checked', '分支组合过多，未能检查全部汇聚')
  }
}

const keyOf = (marking: Marking) =>
  [...marking]
    .map(([place, n]) => `${place}*${n}`)
    .sort()
    .join('|')

function explore(space: Space, start: string) {
  const first: Marking = new Map([[`e:${start}`, 1]])
  const seen = new Set([keyOf(first)])
  const open = [first]
  for (let marking = open.pop(); marking; marking = open.pop()) {
    for (const next of successors(space, marking)) {
      if ([...next.values()].some((n) => n > MAX_TOKENS)) {
        space.partial = true
        continue
      }
      const key = keyOf(next)
      if (seen.has(key)) continue
      if (seen.size >= MAX_MARKINGS) return void (space.partial = true)
      seen.add(key)
      open.push(next)
    }
  }
}

function moved(marking: Marking, take: string[], put: string[]): Marking {
  const next = new Map(marking)
  const add = (place: string, n: number) => {
    const count = (next.get(place) ?? 0) + n
    if (count) next.set(place, count)
    else next.delete(place)
  }
  for (const place of take) add(place, -1)
  for (const place of put) add(place, 1)
  return next
}

/** Ends that clear the scope go last: everything else may have happened before. */
const clears = (el: NetElement) =>
  el.type === 'end' && (el.event?.kind === 'terminate' || el.event?.kind === 'error')

function successors(space: Space, marking: Marking): Marking[] {
  const acting = [...marking.keys()].filter((place) => place.startsWith('e:'))
  const elements = acting.map((place) => space.draft.elements[place.slice(2)] as NetElement)
  const el = elements.find((one) => !clears(one))
  if (el) return exits(space, el).map((put) => moved(marking, [`e:${el.id}`], put))
  if (elements.length || !marking.size) return []
  return joins(space, marking)
}

/** Nothing but tokens at joins. */
function joins(space: Space, marking: Marking): Marking[] {
  const waiting = [...marking.keys()].map((place) => place.slice(2))
  const targets = [...new Set(waiting.map((flow) => space.draft.flows[flow]?.to ?? ''))]
  const at = targets.map((id) => space.draft.elements[id] as NetElement)
  const ready = at.find((el) => el.type === 'parallel' && el.in.every((flow) => waiting.includes(flow)))
  const chosen = ready ?? inclusiveReady(space, at, waiting)
  if (!chosen) {
    for (const el of at) space.stuck.add(el.id)
    return []
  }
  const take = chosen.in.filter((flow) => waiting.includes(flow)).map((flow) => `f:${flow}`)
  return ways(space, chosen).map((put) => moved(marking, take, put))
}

/** As the interpreter: one to which no other waiting token can come, else the first. */
function inclusiveReady(space: Space, at: NetElement[], waiting: string[]): NetElement | undefined {
  const inclusive = at.filter((el) => el.type === 'inclusive')
  const free = (el: NetElement) => {
    const filled = new Set(el.in.filter((flow) => waiting.includes(flow)))
    return !at.some((one) => one !== el && isAwaited(space.index, el.id, filled, one.id))
  }
  return inclusive.find(free) ?? inclusive[0]
}

/** All ways in which a token can leave an element, each as the places it gives tokens to. */
function exits(space: Space, el: NetElement): string[][] {
  if (!isActivity(el) && el.type !== 'catch') return ways(space, el)
  const boundaries = space.boundaries.filter((one) => one.attachedTo === el.id)
  const ends = [
    ...ways(space, el),
    ...boundaries.filter((one) => one.interrupting !== false).flatMap((one) => ways(space, one)),
  ]
  const beside = boundaries
    .filter((one) => one.interrupting === false)
    .map((one) => ways(space, one)[0] ?? [])
  return subsets(beside).flatMap((extra) => ends.map((end) => [...end, ...extra.flat()]))
}

/** Ways over the outgoing flows: one of them, all of them, or any of them. */
function ways(space: Space, el: NetElement): string[][] {
  const put = (flow: string) => {
    const to = space.draft.elements[space.draft.flows[flow]?.to ?? ''] as NetElement
    const joins = (to.type === 'parallel' || to.type === 'inclusive') && to.in.length > 1
    return joins ? `f:${flow}` : `e:${to.id}`
  }
  const places = el.out.map(put)
  if (!places.length) return [[]]
  if (el.type === 'exclusive' || el.type === 'event-gateway') return places.map((place) => [place])
  if (el.type === 'parallel') return [places]
  const always = el.out.filter((id) => !space.draft.flows[id]?.condition && id !== el.default).map(put)
  const conditional = el.out.filter((id) => space.draft.flows[id]?.condition && id !== el.default).map(put)
  const some = subsets(conditional).map((taken) => [...always, ...taken])
  const taken = some.filter((way) => way.length)
  return el.default && !always.length ? [...taken, [put(el.default)]] : taken
}

/** All subsets; of more than six, only none, each, each pair and all. */
function subsets<T>(items: T[]): T[][] {
  if (items.length <= 6)
    return items.reduce<T[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]])
  const pairs = items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b]))
  return [[], ...items.map((item) => [item]), ...pairs, items]
}
