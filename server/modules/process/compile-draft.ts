import type { Net, NetElement, NetFlow } from '../../../workflows/process/model.ts'

/** One reason why a drawing is not published. */
export interface Problem {
  /** Id of the element or flow, as path when it stands in a called process; '' for the file as a whole. */
  element: string
  /** Stable English. */
  code: string
  /** Chinese, says the reason. */
  title: string
}

/** What a called process key stands for at the moment of publishing; its version is pinned by inlining. */
export type ResolveCall = (key: string) => Promise<{ xml: string; version: number } | undefined>

/** A call activity that was inlined. */
export interface PinnedCall {
  element: string
  key: string
  version: number
}

/** The net under construction. Problems are collected, not thrown: an author wants to see all of them at once. */
export interface Draft {
  elements: Record<string, NetElement>
  flows: Record<string, NetFlow>
  problems: Problem[]
  warnings: Problem[]
  calls: PinnedCall[]
  resolveCall?: ResolveCall
  /** What the engine's services are called; without them any name is taken. */
  services?: ReadonlySet<string>
  /** Parts of the file could not be read; what refers to them would only look wrong. */
  unreadable?: boolean
}

/** A node of bpmn-moddle's tree. Extension attributes are read by `get('banjian:…')`. */
export interface Moddle {
  $type: string
  id?: string
  name?: string
  get(name: string): unknown
  [property: string]: unknown
}

export function refuse(draft: Draft, element: string, code: string, title: string) {
  if (draft.problems.some((one) => one.element === element && one.code === code && one.title === title))
    return
  draft.problems.push({ element, code, title })
}

export function warn(draft: Draft, element: string, code: string, title: string) {
  draft.warnings.push({ element, code, title })
}

export const label = (el: { id?: string; name?: string }) => `“${el.name || el.id || ''}”`

/** Text of an attribute or expression, trimmed; undefined if empty. */
export function text(value: unknown): string | undefined {
  const body = typeof value === 'object' && value !== null ? (value as { body?: unknown }).body : value
  return typeof body === 'string' && body.trim() ? body.trim() : undefined
}

/** Elements of one scope ('' is the process). */
export const inScope = (net: Pick<Net, 'elements'>, scope: string) =>
  Object.values(net.elements).filter((el) => el.scope === scope)

const activities = new Set(['user', 'service', 'subprocess'])
export const isActivity = (el: NetElement) => activities.has(el.type)
