/** What the engine runs, as entries of bpmn-js's menus. Pure: the menus offer nothing that publishing would refuse. */
const always = [
  'none-start',
  'none-intermediate-throw',
  'none-intermediate-throwing',
  'none-end',
  'message-start',
  'message-intermediate-catch',
  'message-intermediate-throw',
  'timer-intermediate-catch',
  'signal-intermediate-catch',
  'signal-intermediate-throw',
  'message-boundary',
  'timer-boundary',
  'error-boundary',
  'signal-boundary',
  'non-interrupting-message-boundary',
  'non-interrupting-timer-boundary',
  'non-interrupting-signal-boundary',
  'message-end',
  'error-end',
  'signal-end',
  'terminate-end',
  'exclusive-gateway',
  'parallel-gateway',
  'inclusive-gateway',
  'event-based-gateway',
  'user-task',
  'service-task',
  'receive-task',
  'call-activity',
  'subprocess',
  'expanded-subprocess',
  'event-subprocess',
  'sequence-flow',
  'default-flow',
  'conditional-flow',
]
/** A process begins by an act, so these start events stand in event sub-processes only. */
const inEventSubprocess = [
  'timer-start',
  'signal-start',
  'error-start',
  'non-interrupting-message-start',
  'non-interrupting-timer-start',
  'non-interrupting-signal-start',
]
const anywhere = new Set(always.map((name) => `replace-with-${name}`))
const within = new Set(inEventSubprocess.map((name) => `replace-with-${name}`))

export const isReplacement = (entry: string, inEventSub: boolean): boolean =>
  anywhere.has(entry) || (inEventSub && within.has(entry) && entry !== 'replace-with-none-start')

const marks = new Set(['toggle-parallel-mi', 'toggle-sequential-mi', 'toggle-non-interrupting'])
/** A task that waits for a message waits once; loops are not run. */
export const isMark = (entry: string, type: string): boolean =>
  marks.has(entry) && !(type === 'bpmn:ReceiveTask' && entry.endsWith('-mi'))

const palette = new Set([
  'hand-tool',
  'lasso-tool',
  'space-tool',
  'global-connect-tool',
  'tool-separator',
  'create.start-event',
  'create.intermediate-event',
  'create.end-event',
  'create.exclusive-gateway',
  'create.subprocess-expanded',
])
export const isPaletteEntry = (entry: string): boolean => palette.has(entry)

const refusedOnPad = new Set([
  'append.append-task',
  'append.intermediate-event',
  'append.condition-intermediate-event',
  'append.compensation-activity',
])
export const isPadEntry = (entry: string): boolean => !refusedOnPad.has(entry)

/** `entries` with the ones that `keep` lets through. */
export function pick<T>(entries: Record<string, T>, keep: (entry: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => keep(name)))
}
