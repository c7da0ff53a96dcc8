/** Writes a decoration into a bpmn-js drawing: colours through the diagram interchange, strike lines as SVG. */
import type { Decoration, Look } from './model'
import { flowColours, paints, plainColours } from './palette'

const SVG = 'http://www.w3.org/2000/svg'

/** The parts of a diagram-js element we touch. */
export interface DrawnElement {
  id: string
  type: string
  width: number
  height: number
  waypoints?: { x: number; y: number }[]
  labelTarget?: DrawnElement
  businessObject?: { name?: string; $type: string; $instanceOf?: (type: string) => boolean }
  di?: { set: (name: string, value: string | undefined) => void }
}

export interface Painter {
  elements: DrawnElement[]
  graphics: (element: DrawnElement) => SVGElement
  redraw: (element: DrawnElement, gfx: SVGElement) => void
}

export function paintAll(painter: Painter, decoration: Decoration): void {
  const taken = new Set(decoration.flows)
  for (const element of painter.elements) {
    if (isFlow(element)) paintFlow(painter, element, flowColour(decoration, taken, bare(element)))
    else if (isNode(element)) paintNode(painter, element, lookAt(decoration, bare(element)))
  }
}

/** External labels are elements of their own and take the colour of what they name. */
const bare = (element: DrawnElement): string => (element.labelTarget ?? element).id
const isNode = (element: DrawnElement): boolean =>
  element.businessObject?.$instanceOf?.('bpmn:FlowNode') ?? false
const isFlow = (element: DrawnElement): boolean => element.businessObject?.$type === 'bpmn:SequenceFlow'

function lookAt(decoration: Decoration, id: string): Look | undefined {
  return decoration.looks[id] ?? (decoration.faint ? 'never' : undefined)
}

/** A flow carries the problem of its condition, or what became of it. */
function flowColour(decoration: Decoration, taken: ReadonlySet<string>, id: string): string {
  const look = decoration.looks[id]
  if (look) return paints[look].stroke
  return taken.has(id) || !decoration.faint ? flowColours.taken : flowColours.never
}

function paintFlow(painter: Painter, element: DrawnElement, colour: string): void {
  colourDi(element, colour, undefined)
  const gfx = painter.graphics(element)
  painter.redraw(element, gfx)
  const width = colour === flowColours.never ? '1.5px' : colour === flowColours.taken ? '2.2px' : '3.5px'
  if (!element.labelTarget) firstShape(gfx)?.style.setProperty('stroke-width', width)
}

function paintNode(painter: Painter, element: DrawnElement, look: Look | undefined): void {
  const paint = look ? paints[look] : { ...plainColours, width: 2 }
  const container = element.type === 'bpmn:SubProcess'
  colourDi(element, paint.stroke, container ? '#ffffff' : paint.fill)
  const gfx = painter.graphics(element)
  painter.redraw(element, gfx)
  if (element.labelTarget) return
  const shape = firstShape(gfx)
  if (paint.width)
    shape?.style.setProperty('stroke-width', `${container ? Math.min(paint.width, 2) : paint.width}px`)
  if ('dash' in paint && paint.dash) shape?.style.setProperty('stroke-dasharray', paint.dash)
  if ('struck' in paint && paint.struck && !container) strike(gfx, element, paint.stroke)
}

function colourDi(element: DrawnElement, stroke: string, fill: string | undefined): void {
  element.di?.set('color:border-color', stroke)
  if (fill) element.di?.set('color:background-color', fill)
}

function firstShape(gfx: SVGElement): SVGElement | null {
  return gfx.querySelector<SVGElement>('.djs-visual > :first-child')
}

/** A line through what was cut off, so that it is not told by colour alone. */
function strike(gfx: SVGElement, element: DrawnElement, colour: string): void {
  const line = document.createElementNS(SVG, 'line')
  const inset = element.width <= 50 ? -2 : 6
  const entries = { x1: inset, y1: element.height - inset, x2: element.width - inset, y2: inset }
  for (const [name, value] of Object.entries(entries)) line.setAttribute(name, String(value))
  line.setAttribute('style', `stroke: ${colour}; stroke-width: 1.5px`)
  gfx.querySelector('.djs-visual')?.append(line)
}
