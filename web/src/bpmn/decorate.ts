/** From the state of an instance to what is painted on its drawing. Pure, so it is tested without a browser. */
import { pathOf } from './drawing'
import type { Badge, Decoration, DiagramData, ElementCount, Look, Ring } from './model'

/**
 * The shape that stands for an element in the drawing open at `inside` ('' is the caller itself): elements of a called
 * process show on the call activity until its drawing is opened. undefined: not in this drawing at all.
 */
export function drawnId(path: string, inside = ''): string | undefined {
  const prefix = inside && `${inside}/`
  return path.startsWith(prefix) ? path.slice(prefix.length).split('/')[0] : undefined
}

/** What lies in the open drawing, by its shape there. */
function shown<T>(all: readonly T[], placeOf: (one: T) => string, inside: string): [id: string, one: T][] {
  return all.flatMap((one): [string, T][] => {
    const id = drawnId(placeOf(one), inside)
    return id === undefined ? [] : [[id, one]]
  })
}

export const emptyDecoration: Decoration = {
  looks: {},
  flows: [],
  badges: [],
  rings: [],
  focus: null,
  faint: false,
}

/** A running case: what was done, what runs, what waits, the clocks on their timers; of the drawing open at `inside`. */
export function liveDecoration(data: DiagramData, inside = ''): Decoration {
  const timers = shown(data.timers, ({ element }) => element, inside)
  const tasks = shown(data.tasks, ({ element }) => element, inside)
  const armed = new Set(timers.filter(([, { status }]) => status === 'armed').map(([id]) => id))
  const open = new Set(tasks.map(([id]) => id))
  const counts = drawnCounts(data.elements, inside)
  const looks: Record<string, Look> = {}
  for (const [id, count] of Object.entries(counts)) {
    const look = lookOf(count, armed.has(id) && !open.has(id))
    if (look) looks[id] = look
  }
  for (const id of armed) looks[id] ??= 'waiting'
  return {
    looks,
    flows: shown(data.flows, (flow) => flow, inside)
      .filter(([id, flow]) => pathOf(inside, id) === flow)
      .map(([id]) => id),
    badges: roundBadges(counts),
    rings: ringsOf(timers, data),
    // An open task, else an armed event: the containers round them run too, but say less.
    focus: tasks[0]?.[0] ?? [...armed][0] ?? null,
    faint: true,
  }
}

function lookOf(count: ElementCount, armed: boolean): Look | undefined {
  if (count.active > 0) return armed ? 'waiting' : 'running'
  if (count.done > 0) return 'done'
  return count.cancelled > 0 ? 'cancelled' : undefined
}

/** An element's own counts win; those inside a call activity only tell whether it is alive. */
function drawnCounts(elements: Record<string, ElementCount>, inside: string): Record<string, ElementCount> {
  const counts: Record<string, ElementCount> = {}
  for (const [id, [path, count]] of shown(Object.entries(elements), ([path]) => path, inside)) {
    const own = pathOf(inside, id)
    if (own === path) counts[id] = count
    else if (!elements[own])
      counts[id] = { active: (counts[id]?.active ?? 0) + count.active, done: 0, cancelled: 0 }
  }
  return counts
}

/** An element that was entered in several rounds says so: a second supplement looks like the first otherwise. */
function roundBadges(counts: Record<string, ElementCount>): Badge[] {
  return Object.entries(counts).flatMap(([element, { active, done, cancelled }]) => {
    const rounds = active + done + cancelled
    if (rounds < 2) return []
    const title = `共进入 ${rounds} 次：完成 ${done}，取消 ${cancelled}，进行中 ${active}`
    return [{ element, text: `×${rounds}`, tone: active > 0 ? 'running' : 'neutral', title, kind: 'rounds' }]
  })
}

function ringsOf(timers: [id: string, timer: DiagramData['timers'][number]][], data: DiagramData): Ring[] {
  return timers.flatMap(([element, timer]) => {
    if (timer.status !== 'armed' || !timer.clock) return []
    const clock = data.clocks
      .filter(({ kind, state }) => kind === timer.clock && state !== 'stopped')
      .sort((a, b) => b.n - a.n)[0]
    return clock ? [{ element, clock, small: timer.mode !== 'enforce' }] : []
  })
}

/** The process page: how many instances stand at each element, and where something is wrong. */
export function countDecoration(elements: Record<string, StandingCount>, inside = ''): Decoration {
  const looks: Record<string, Look> = {}
  const badges: Badge[] = []
  for (const [element, { active, incidents }] of Object.entries(standing(elements, inside))) {
    if (active > 0) {
      looks[element] = 'running'
      badges.push({
        element,
        text: String(active),
        tone: 'running',
        title: `${active} 件正在此处`,
        kind: 'count',
      })
    }
    if (incidents > 0) {
      looks[element] = 'problem'
      badges.push({
        element,
        text: `! ${incidents}`,
        tone: 'problem',
        title: `${incidents} 件异常`,
        kind: 'incidents',
      })
    }
  }
  return { ...emptyDecoration, looks, badges }
}

interface StandingCount {
  active: number
  incidents?: number
}

/** A call activity shows its own tokens, and what is wrong anywhere inside it. */
function standing(elements: Record<string, StandingCount>, inside: string) {
  const counts: Record<string, Required<StandingCount>> = {}
  for (const [id, [path, count]] of shown(Object.entries(elements), ([path]) => path, inside)) {
    const before = counts[id] ?? { active: 0, incidents: 0 }
    const own = pathOf(inside, id)
    const counted = own === path || !elements[own] ? count.active : 0
    counts[id] = { active: before.active + counted, incidents: before.incidents + (count.incidents ?? 0) }
  }
  return counts
}

/** Elements a publish was refused for. */
export function problemDecoration(elements: readonly string[]): Decoration {
  const looks = Object.fromEntries(shown(elements, (id) => id, '').map(([id]) => [id, 'problem' as const]))
  return { ...emptyDecoration, looks }
}

/** One of two versions that stand side by side. */
export function changeDecoration(
  ids: Partial<Record<'added' | 'removed' | 'changed', string[]>>,
): Decoration {
  const looks: Record<string, Look> = {}
  for (const [look, elements] of Object.entries(ids)) for (const id of elements) looks[id] = look as Look
  return { ...emptyDecoration, looks }
}

/** Elements in the decoration that the drawing has no shape for: its diagram interchange is incomplete. */
export function undrawn(decoration: Decoration, drawn: ReadonlySet<string>): string[] {
  return Object.keys(decoration.looks).filter((id) => !drawn.has(id))
}

/** A file without diagram interchange runs, but there is nothing to show. */
export const hasInterchange = (xml: string): boolean => /<(\w+:)?BPMNShape[\s>]/.test(xml)
