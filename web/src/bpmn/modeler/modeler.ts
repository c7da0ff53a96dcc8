/**
 * bpmn-js's modeler behind the verbs of the editor. Loaded on demand: it is the heaviest part of the workbench.
 * The bpmn.io mark stays visible (licence of bpmn-js).
 */
import Modeler from 'bpmn-js/lib/Modeler'
import minimapModule from 'diagram-js-minimap'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import 'diagram-js-minimap/assets/diagram-js-minimap.css'
import banjian from '../../../../workflows/process/banjian-moddle.json' with { type: 'json' }
import type { DrawnElement } from '../paint'
import { plainColours } from '../palette'
import type { Moddle } from './facts'
import type { Writer } from './edit'
import { menus } from './menus'
import { marksOf } from './marks'
import type { Fault } from './marks'
import { translate } from './words'

interface Canvas {
  zoom: (scale?: number | 'fit-viewport', centre?: 'auto') => number
  getRootElement: () => DrawnElement
  scrollToElement: (element: string, padding?: number) => void
  scroll: (delta: { dx: number; dy: number }) => void
}
interface Registry {
  get: (id: string) => DrawnElement | undefined
}
interface Selection {
  get: () => DrawnElement[]
  select: (element: DrawnElement) => void
}
interface Modeling {
  updateProperties: (element: DrawnElement, props: object) => void
  updateModdleProperties: (element: DrawnElement, moddle: Moddle, props: object) => void
}
interface CommandStack {
  canUndo: () => boolean
  canRedo: () => boolean
  undo: () => void
  redo: () => void
  execute: (command: string, context: object) => void
  registerHandler: (command: string, handler: unknown) => void
}

export interface DrawingModeler {
  /** Shows a file. Throws when it has no drawing or is not BPMN. */
  open: (xml: string) => Promise<void>
  toXml: () => Promise<string>
  toSvg: () => Promise<string>
  /** The one chosen element; the process itself when none or several are. */
  chosen: () => DrawnElement
  find: (id: string) => DrawnElement | undefined
  write: Writer
  canUndo: () => boolean
  canRedo: () => boolean
  undo: () => void
  redo: () => void
  zoomBy: (factor: number) => void
  fit: () => void
  /** Chooses the element and brings it into view. */
  jumpTo: (id: string) => void
  mark: (faults: Fault[]) => void
  close: () => void
}

/** The palette lies over the left edge of the canvas; the pad of what stands rightmost needs room, too. */
const paletteWidth = 64
const padWidth = 96

/** Runs what it is given inside of one command: all of it is one step of undo. */
class Together {
  preExecute({ run }: { run: () => void }): void {
    run()
  }
}

/**
 * @param on.changed after each change, undo and redo included; `on.chosen` when another element is chosen
 */
export function createModeler(
  container: HTMLElement,
  on: { changed: () => void; chosen: () => void },
): DrawingModeler {
  const modeler = newModeler(container)
  const canvas = modeler.get<Canvas>('canvas')
  const selection = modeler.get<Selection>('selection')
  const registry = modeler.get<Registry>('elementRegistry')
  const stack = modeler.get<CommandStack>('commandStack')
  stack.registerHandler('banjian.together', Together)
  modeler.on('commandStack.changed', on.changed)
  modeler.on('selection.changed', on.chosen)
  const fit = () => {
    const room = Math.max(0.5, 1 - (paletteWidth + padWidth) / container.clientWidth)
    canvas.zoom(Math.min(1, canvas.zoom('fit-viewport', 'auto') * room), 'auto')
    canvas.scroll({ dx: (paletteWidth - padWidth) / 2, dy: 0 })
  }

  return {
    open: async (xml) => {
      await modeler.importXML(xml)
      fit()
    },
    toXml: async () => (await modeler.saveXML({ format: true })).xml ?? '',
    toSvg: async () => (await modeler.saveSVG()).svg,
    chosen: () => {
      const [only, ...more] = selection.get()
      return only && !more.length ? (only.labelTarget ?? only) : canvas.getRootElement()
    },
    find: (id) => registry.get(id),
    write: writerOf(modeler, stack),
    canUndo: () => stack.canUndo(),
    canRedo: () => stack.canRedo(),
    undo: () => stack.canUndo() && stack.undo(),
    redo: () => stack.canRedo() && stack.redo(),
    zoomBy: (factor) => void canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), 'auto'),
    fit,
    jumpTo: (id) => {
      const element = registry.get(id)
      if (!element) return
      canvas.scrollToElement(id, 120)
      selection.select(element)
    },
    mark: marksOf(modeler),
    close: () => modeler.destroy(),
  }
}

function newModeler(container: HTMLElement): Modeler {
  return new Modeler({
    container,
    bpmnRenderer: { defaultStrokeColor: plainColours.stroke, defaultLabelColor: plainColours.label },
    moddleExtensions: { banjian },
    additionalModules: [minimapModule, menus, { translate: ['value', translate] }],
    textRenderer: {
      defaultStyle: { fontFamily: '"Noto Sans SC", "Microsoft YaHei", sans-serif', fontSize: 13 },
      externalStyle: { fontSize: 12 },
    },
  })
}

function writerOf(modeler: Modeler, stack: CommandStack): Writer {
  const modeling = modeler.get<Modeling>('modeling')
  const moddle = modeler.get<{ create: (type: string, props?: object) => Moddle }>('moddle')
  return {
    update: (element, props) => modeling.updateProperties(element, props),
    updateModdle: (element, one, props) => modeling.updateModdleProperties(element, one, props),
    together: (run) => stack.execute('banjian.together', { run }),
    create: (type, props) => adopt(moddle.create(type, props)),
    definitions: () => modeler.getDefinitions() as unknown as Moddle,
  }
}

/** What is put into another knows it: bpmn-js copies and compares by parent. */
function adopt(parent: Moddle): Moddle {
  for (const name of ['values', 'inputs'])
    for (const child of (parent[name] as Moddle[] | undefined) ?? []) child.$parent = parent
  return parent
}
