/**
 * bpmn-js behind five verbs. Loaded on demand: it is the heaviest part of the page and most visits never open it.
 * The bpmn.io mark stays visible (licence of bpmn-js).
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import minimapModule from 'diagram-js-minimap'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'diagram-js-minimap/assets/diagram-js-minimap.css'
import type { Badge, Decoration, PickedElement, Ring } from './model'
import { paintAll } from './paint'
import type { DrawnElement } from './paint'
import { plainColours } from './palette'
import { ringSvg, ringText } from './ring'
import { frameOf, union, type Box } from './frame'
import { panByTouch } from './touch'

interface Canvas {
  zoom: (scale?: number | 'fit-viewport', centre?: { x: number; y: number } | 'auto') => number
  scroll: (delta: { dx: number; dy: number }) => void
  viewbox: (box?: Box) => { outer: { width: number; height: number } }
  addMarker: (id: string, marker: string) => void
  removeMarker: (id: string, marker: string) => void
  resized: () => void
}
interface Registry {
  getAll: () => DrawnElement[]
  get: (id: string) => (DrawnElement & Box) | undefined
  getGraphics: (element: DrawnElement) => SVGElement
}
interface Overlays {
  add: (element: string, type: string, overlay: object) => void
  remove: (filter: { type: string }) => void
}
interface EventBus {
  on: (event: string, listener: (event: { element: DrawnElement }) => void) => void
}
interface GraphicsFactory {
  update: (kind: 'shape' | 'connection', element: DrawnElement, gfx: SVGElement) => void
}

export interface DiagramViewer {
  /** Shows a file. Throws when it has no drawing or is not BPMN. */
  open: (xml: string) => Promise<void>
  /** Paints, over what was painted before. */
  decorate: (decoration: Decoration) => void
  /** Call activities whose own drawing can be opened: each gets a button. */
  offer: (calls: readonly string[]) => void
  drawn: () => Set<string>
  fit: () => void
  /** Scale of the drawing now; 1 is its own size. */
  scale: () => number
  openMinimap: () => void
  zoomBy: (factor: number) => void
  /** Brings elements into view at a size that can be read; the first alone when they are too far apart. */
  focusOn: (elements: string[]) => void
  mark: (element: string | null) => void
  /** Wheel zooms and pans only while the reader works in the drawing; else the page scrolls. */
  captureWheel: (on: boolean) => void
  toSvg: () => Promise<string>
  close: () => void
}

const chinese: Record<string, string> = { 'Open minimap': '打开缩略图', 'Close minimap': '关闭缩略图' }

export function createViewer(
  container: HTMLElement,
  onPick: (picked: PickedElement | null) => void,
  onEnter: (call: string) => void,
): DiagramViewer {
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: { defaultStrokeColor: plainColours.stroke, defaultLabelColor: plainColours.label },
    additionalModules: [minimapModule, { translate: ['value', (text: string) => chinese[text] ?? text] }],
    zoomScroll: { enabled: false },
    textRenderer: {
      defaultStyle: { fontFamily: '"Noto Sans SC", "Microsoft YaHei", sans-serif', fontSize: 14 },
      externalStyle: { fontSize: 12 },
    },
  })
  const canvas = viewer.get<Canvas>('canvas')
  const registry = viewer.get<Registry>('elementRegistry')
  const untouch = panByTouch(container, canvas)
  let shown: Decoration | null = null
  let marked: string | null = null

  viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => onPick(pick(element)))

  return {
    open: async (xml) => {
      await viewer.importXML(xml)
      fit(canvas)
    },
    decorate: (decoration) => {
      shown = decoration
      paint(viewer, registry, decoration)
    },
    offer: (calls) => {
      const overlays = viewer.get<Overlays>('overlays')
      overlays.remove({ type: 'enter' })
      for (const call of calls)
        if (registry.get(call))
          overlays.add(
            call,
            'enter',
            enterButton(() => onEnter(call)),
          )
    },
    drawn: () => new Set(registry.getAll().map(({ id }) => id)),
    fit: () => {
      canvas.resized()
      fit(canvas)
    },
    scale: () => canvas.zoom(),
    openMinimap: () => viewer.get<{ open: () => void }>('minimap').open(),
    zoomBy: (factor) => void canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), 'auto'),
    focusOn: (elements) => {
      const boxes = elements.flatMap((id) => boxOf(registry.get(id)))
      if (boxes[0]) canvas.viewbox(frameOf(canvas.viewbox().outer, boxes))
    },
    mark: (element) => {
      if (marked && registry.get(marked)) canvas.removeMarker(marked, 'picked')
      marked = element
      if (element && registry.get(element)) canvas.addMarker(element, 'picked')
    },
    captureWheel: (on) => void viewer.get<{ toggle: (on: boolean) => void }>('zoomScroll').toggle(on),
    toSvg: async () => withRings((await viewer.saveSVG()).svg, registry, shown?.rings ?? []),
    close: () => {
      untouch()
      viewer.destroy()
    },
  }
}

/** A flow has only its bends. */
function boxOf(element: (DrawnElement & Box) | undefined): Box[] {
  if (!element) return []
  if (!element.waypoints) return [element]
  return [union(element.waypoints.map(({ x, y }) => ({ x, y, width: 0, height: 0 })))]
}

/** The whole drawing, with a margin: at the very edge the first event reads as cut off. */
function fit(canvas: Canvas): void {
  canvas.zoom(canvas.zoom('fit-viewport', 'auto') * 0.95, 'auto')
}

function pick(element: DrawnElement): PickedElement | null {
  const target = element.labelTarget ?? element
  if (!target.businessObject || !target.businessObject.$instanceOf?.('bpmn:FlowNode')) return null
  const { name, $type } = target.businessObject
  return { id: target.id, name: name || target.id, type: $type.replace('bpmn:', '') }
}

function paint(viewer: NavigatedViewer, registry: Registry, decoration: Decoration): void {
  const factory = viewer.get<GraphicsFactory>('graphicsFactory')
  paintAll(
    {
      elements: registry.getAll(),
      graphics: (element) => registry.getGraphics(element),
      redraw: (element, gfx) => factory.update(element.waypoints ? 'connection' : 'shape', element, gfx),
    },
    decoration,
  )
  const overlays = viewer.get<Overlays>('overlays')
  overlays.remove({ type: 'badge' })
  overlays.remove({ type: 'ring' })
  for (const badge of decoration.badges) {
    const element = registry.get(badge.element)
    if (element && hasRoom(badge, element.type)) addBadge(overlays, badge)
  }
  for (const ring of decoration.rings) {
    const element = registry.get(ring.element)
    if (element) addRing(overlays, ring, element)
  }
}

/** Rounds matter where work is done; a container's instances are counted on the tasks inside; incidents show anywhere. */
function hasRoom({ kind }: Badge, type: string): boolean {
  if (kind === 'rounds') return /Task$|CallActivity$/.test(type)
  return kind === 'incidents' || type !== 'bpmn:SubProcess'
}

function addBadge(overlays: Overlays, badge: Badge): void {
  const html = document.createElement('span')
  html.className = `diagram-badge diagram-badge-${badge.tone}`
  html.textContent = badge.text
  html.title = badge.title
  const position = badge.tone === 'problem' ? { bottom: 8, right: 12 } : { top: -10, right: 12 }
  overlays.add(badge.element, 'badge', { position, html, scale: { min: 0.7, max: 1.3 } })
}

function enterButton(enter: () => void): object {
  const html = document.createElement('button')
  html.type = 'button'
  html.className = 'diagram-enter'
  html.textContent = '打开流程'
  html.dataset.test = 'diagram-enter'
  html.addEventListener('click', enter)
  return { position: { top: -10, left: 8 }, html, scale: { min: 0.8, max: 1.2 } }
}

/** Readable at any zoom: below 0.62 the ring keeps its size while the drawing shrinks. */
function addRing(overlays: Overlays, ring: Ring, element: DrawnElement): void {
  const radius = ringRadius(ring)
  const box = radius * 1.7
  const html = document.createElement('div')
  html.className = 'diagram-ring'
  html.title = ringTitle(ring)
  html.dataset.clock = ring.clock.kind
  html.innerHTML =
    `<svg width="${box * 2}" height="${box * 2}" viewBox="${-box} ${-box} ${box * 2} ${box * 2}" role="img" ` +
    `aria-label="${ringTitle(ring)}">${ringSvg(ring.clock, radius)}</svg>`
  const position = { left: element.width / 2, top: element.height / 2 }
  overlays.add(ring.element, 'ring', { position, html, scale: { min: 0.62, max: 1.6 } })
}

const ringRadius = (ring: Ring): number => (ring.small ? 15 : 20)

function ringTitle({ clock }: Ring): string {
  const due = clock.dueDay ? `，最迟 ${clock.dueDay}` : ''
  return `${clock.kindName}：${ringText(clock)}${due}${clock.provisional ? '（暂定）' : ''}`
}

/** Overlays are HTML and not part of bpmn-js's export, so the rings are written into the file. */
function withRings(svg: string, registry: Registry, rings: Ring[]): string {
  const drawn = rings.map((ring) => {
    const element = registry.get(ring.element)
    if (!element) return ''
    const at = `${element.x + element.width / 2} ${element.y + element.height / 2}`
    return `<g transform="translate(${at})">${ringSvg(ring.clock, ringRadius(ring))}</g>`
  })
  return svg.replace(/<\/svg>\s*$/, `${drawn.join('')}</svg>`)
}
