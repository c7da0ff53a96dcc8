/**
 * What people can do in a process, read from its drawing: outcomes of user tasks, and messages somebody sends. An act's
 * id is the outcome's id or the message's name. Pure.
 */
import type { Json, MessageAct, Net, NetElement, Outcome, TaskSide } from './model.ts'

/** An element's own id: those of called processes carry the calls in front. */
export function shortId(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Task key of a message: what an act on it names instead of a task. */
export const messageTask = (name: string): string => `message:${name}`

/** Name of the message an act brings; undefined when it completes a task. */
export function messageOf(task: string): string | undefined {
  return task.startsWith('message:') ? task.slice('message:'.length) : undefined
}

export interface DrawnAct {
  id: string
  name: string
  element: string
  /** The step 环节 it is done in. */
  stage: string
  message: boolean
  roles: readonly string[]
  side: TaskSide
  applicant: boolean
  reason?: 'required' | 'optional'
  final?: true
  form?: string
  hint?: string
}

/** Whether several do this step side by side: of several instances itself, or within a sub-process that is. */
export function isOneOfMany(net: Net, { multi, scope }: NetElement): boolean {
  const around = net.elements[scope]
  return multi !== undefined || (around !== undefined && isOneOfMany(net, around))
}

/** Which clock of its kind governs a task of several: the one kept under the entry it is about. */
export const clockRefOf = (item: Json | undefined): string =>
  typeof item === 'string' || typeof item === 'number' ? String(item) : ''

/** Outcomes of one user task. */
export function actsOfTask(element: NetElement): DrawnAct[] {
  const { user } = element
  if (!user) return []
  return user.outcomes.map((outcome) => ({
    ...mannerOf(outcome),
    id: outcome.id,
    name: outcome.name,
    element: element.id,
    stage: element.name ?? shortId(element.id),
    message: false,
    roles: outcome.roles ?? user.roles,
    side: user.side,
    applicant: user.applicant === true,
  }))
}

/** What a person does by sending the message this element waits for; nothing where another system sends it. */
export function actOfMessage(element: NetElement): DrawnAct | undefined {
  const { act, event } = element
  if (!act || event?.kind !== 'message' || event.name === undefined) return undefined
  return {
    ...mannerOf(act),
    id: event.name,
    name: act.name,
    element: element.id,
    stage: element.name ?? act.name,
    message: true,
    roles: act.roles,
    side: act.side,
    applicant: act.applicant === true,
  }
}

/** Every act of a drawing. */
export function actsOf(net: Pick<Net, 'elements'>): DrawnAct[] {
  return Object.values(net.elements).flatMap((element) => [
    ...actsOfTask(element),
    ...[actOfMessage(element)].filter((act) => act !== undefined),
  ])
}

/** Messages of other instances that a process can wait for: those that no person sends. */
export function messagesCaught(net: Pick<Net, 'elements'>): string[] {
  const names = Object.values(net.elements).flatMap((element) =>
    awaitsInstance(element) ? (element.event?.name ?? []) : [],
  )
  return [...new Set(names)]
}

/** The element waits for a message of another instance; the start of the whole process waits for nobody. */
export function awaitsInstance({ type, event, act, interrupting }: NetElement): boolean {
  if (event?.kind !== 'message' || act) return false
  return type === 'catch' || type === 'boundary' || (type === 'start' && interrupting !== undefined)
}

/** Whether the message ends everything else: an interrupting event sub-process of the whole process takes it. */
export function endsInstance(net: Pick<Net, 'elements'>, element: string): boolean {
  const start = net.elements[element]
  if (start?.type !== 'start' || start.interrupting === false) return false
  const scope = net.elements[start.scope]
  return scope?.triggeredByEvent === true && scope.scope === ''
}

function mannerOf({ reason, final, form, hint }: Outcome | MessageAct) {
  return { ...(reason && { reason }), ...(final && { final }), ...(form && { form }), ...(hint && { hint }) }
}

/** A message the net waits for now, and the element that takes it. */
export interface Wait {
  name: string
  element: string
}
