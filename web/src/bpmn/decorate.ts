/** From the state of an instance to what is painted on its drawing. Pure, so it is tested without a browser. */
import type { Badge, Decoration, DiagramData, ElementCount, Look, Ring } from './model'

/** Elements of an inlined call activity are not in this drawing; they show on the call activity itself. */
export const drawnId = (path: string): string => path.split('/')[0]!

/** What is inside one call, as if its drawing stood alone: the call's path is taken off. */
export function insideCall(data: DiagramData, call: string): DiagramData {
  const prefix = `${call}/`
  const isInside = (path: string) => path.startsWith(prefix)
  const inner = (path: string) => path.slice(prefix.length)
  const within = <T extends { element: string }>(rows: T[]): T[] =>
    rows.filter(({ element }) => isInside(element)).map((row) => ({ ...row, element: inner(row.element) }))
  const own = data.calls.find(({ element }) => element === call)
  return {
    bpmn: own?.bpmn ?? '',
    calls: within(data.calls),
    elements: Object.fromEntries(
      Object.entries(data.elements).flatMap(([path, count]) =>
        isInside(path) ? [[inner(path), count]] : [],
      ),
    ),
    flows: data.flows.filter(isInside).map(inner),
    tasks: within(data.tasks),
    timers: within(data.timers),
    clocks: data.clocks,
    traces: within(data.traces),
  }
}

export const emptyDecoration: Decoration = {
  looks: {},
  flows: [],
  badges: [],
  rings: [],
  focus: null,
  faint: false,
}

/** A running case: what was done, what runs, what waits, the clocks on their timers. */
export function liveDecoration(data: DiagramData): Decoration {
  const armed = new Set(
    data.timers.filter((timer) => timer.status === 'armed').map((timer) => drawnId(timer.element)),
  )
  const open = new Set(data.tasks.map((task) => drawnId(task.element)))
  const counts = drawnCounts(data.elements)
  const looks: Record<string, Look> = {}
  for (const [id, count] of Object.entries(counts)) {
    const look = lookOf(count, armed.has(id) && !open.has(id))
    if (look) looks[id] = look
  }
  for (const id of armed) looks[id] ??= 'waiting'
  return {
    looks,
    flows: data.flows.filter((flow) => !flow.includes('/')),
    badges: roundBadges(counts),
    rings: ringsOf(data),
    focus: focusOf(data, armed),
    faint: true,
  }
}

function lookOf(count: ElementCount, armed: boolean): Look | undefined {
  if (count.active > 0) return armed ? 'waiting' : 'running'
  if (count.done > 0) return 'done'
  return count.cancelled > 0 ? 'cancelled' : undefined
}

/** An open task, else an armed event: the containers round them run too, but say less. */
function focusOf(data: DiagramData, armed: ReadonlySet<string>): string | null {
  const task = data.tasks[0]
  return task ? drawnId(task.element) : ([...armed][0] ?? null)
}

/** An element's own counts win; those inside a call activity only tell whether it is alive. */
function drawnCounts(elements: Record<string, ElementCount>): Record<string, ElementCount> {
  const counts: Record<string, ElementCount> = {}
  for (const [path, count] of Object.entries(elements)) {
    const id = drawnId(path)
    if (id === path) counts[id] = count
    else if (!elements[id])
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

function ringsOf(data: DiagramData): Ring[] {
  return data.timers.flatMap((timer) => {
    if (timer.status !== 'armed' || !timer.clock) return []
    const clock = data.clocks
      .filter(({ kind, state }) => kind === timer.clock && state !== 'stopped')
      .sort((a, b) => b.n - a.n)[0]
    return clock ? [{ element: drawnId(timer.element), clock, small: timer.mode !== 'enforce' }] : []
  })
}

/** The process page: how many instances stand at each element, and where something is wrong. */
export function countDecoration(
  elements: Record<string, { active: number; incidents?: number }>,
): Decoration {
  const looks: Record<string, Look> = {}
  const badges: Badge[] = []
  for (const [path, { active, incidents = 0 }] of Object.entries(elements)) {
    const element = drawnId(path)
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

/** Elements a publish was refused for. */
export function problemDecoration(elements: readonly string[]): Decoration {
  const looks = Object.fromEntries(elements.map((id) => [drawnId(id), 'problem' as const]))
  return { ...emptyDecoration, looks }
}

/** Elements in the decoration that the drawing has no shape for: its diagram interchange is incomplete. */
export function undrawn(decoration: Decoration, drawn: ReadonlySet<string>): string[] {
  return Object.keys(decoration.looks).filter((id) => !drawn.has(id))
}

/** A file without diagram interchange runs, but there is nothing to show. */
export const hasInterchange = (xml: string): boolean => /<(\w+:)?BPMNShape[\s>]/.test(xml)
