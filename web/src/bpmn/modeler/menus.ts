/** bpmn-js's palette, context pad and change menu, cut to what the engine runs, with our kinds of tasks in front. */
import { isMark, isPadEntry, isPaletteEntry, isReplacement, pick } from './supported'
import type { DrawnElement } from '../paint'

type Entries = Record<string, object>
type Change = (entries: Entries) => Entries
interface Providers {
  registerProvider: (priority: number, provider: object) => void
}
interface PopupMenu {
  registerProvider: (menu: string, priority: number, provider: object) => void
}
interface ElementFactory {
  createShape: (attributes: object) => object
}
interface Create {
  start: (event: Event, shape: object, context?: object) => void
}
interface AutoPlace {
  append: (source: object, shape: object) => void
}

/** After bpmn-js's own providers (1000), so that their entries are there to be changed. */
const last = 500
const tasks = [
  ['user-task', 'bpmn:UserTask', '人工环节'],
  ['service-task', 'bpmn:ServiceTask', '自动环节'],
] as const
const creatable = [
  ...tasks,
  ['call-activity', 'bpmn:CallActivity', '调用流程'],
  ['gateway-parallel', 'bpmn:ParallelGateway', '并行'],
] as const

const create = (factory: ElementFactory, tool: Create, type: string) => (event: Event) =>
  tool.start(event, factory.createShape({ type }))

class OurPalette {
  static $inject = ['palette', 'elementFactory', 'create']
  constructor(
    palette: Providers,
    private readonly factory: ElementFactory,
    private readonly tool: Create,
  ) {
    palette.registerProvider(last, this)
  }
  getPaletteEntries(): Change {
    const ours = creatable.map(([icon, type, title]) => {
      const action = create(this.factory, this.tool, type)
      const group = icon.startsWith('gateway') ? 'gateway' : 'activity'
      const entry = {
        group,
        className: `bpmn-icon-${icon}`,
        title,
        action: { click: action, dragstart: action },
      }
      return [`create.${icon}`, entry]
    })
    return (entries) => ({ ...pick(entries, isPaletteEntry), ...Object.fromEntries(ours) })
  }
}

class OurPad {
  static $inject = ['contextPad', 'elementFactory', 'create', 'autoPlace']
  constructor(
    pad: Providers,
    private readonly factory: ElementFactory,
    private readonly tool: Create,
    private readonly place: AutoPlace,
  ) {
    pad.registerProvider(last, this)
  }
  getContextPadEntries(): Change {
    return (entries) => {
      const kept = pick(entries, isPadEntry)
      return 'append.append-task' in entries ? { ...this.appended(), ...kept } : kept
    }
  }
  private appended(): Entries {
    const entries = tasks.map(([icon, type, name]) => {
      const shape = () => this.factory.createShape({ type })
      const action = {
        click: (_event: Event, source: object) => this.place.append(source, shape()),
        dragstart: (event: Event, source: object) => this.tool.start(event, shape(), { source }),
      }
      return [
        `append.${icon}`,
        { group: 'model', className: `bpmn-icon-${icon}`, title: `接${name}`, action },
      ]
    })
    return Object.fromEntries(entries) as Entries
  }
}

class OurReplaceMenu {
  static $inject = ['popupMenu']
  constructor(menu: PopupMenu) {
    menu.registerProvider('bpmn-replace', last, this)
  }
  getPopupMenuEntries(target: DrawnElement): Change {
    return (entries) => pick(entries, (entry) => isReplacement(entry, startsEventSub(target)))
  }
  getPopupMenuHeaderEntries(target: DrawnElement): Change {
    return (entries) => pick(entries, (entry) => isMark(entry, target.type))
  }
}

function startsEventSub(element: DrawnElement): boolean {
  const { $parent } = element.businessObject as unknown as { $parent?: { triggeredByEvent?: boolean } }
  return $parent?.triggeredByEvent === true
}

export const menus = {
  __init__: ['banjianPalette', 'banjianPad', 'banjianReplaceMenu'],
  banjianPalette: ['type', OurPalette],
  banjianPad: ['type', OurPad],
  banjianReplaceMenu: ['type', OurReplaceMenu],
}
