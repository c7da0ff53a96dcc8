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
export type ResolveCall = (key: string) => Promise<CalledProcess | undefined>

export interface CalledProcess {
  xml: string
  version: number
}

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
  /** What the engine's services are; without them any name is taken. */
  services?: ReadonlyMap<string, ServiceForm>
  /** Kinds of clocks and keys of forms that exist. */
  clocks?: ReadonlySet<string>
  forms?: ReadonlySet<string>
  /** Who takes messages of other instances; without them any message is sent. */
  receivers?: readonly Receiver[]
  /** Name of the process: what is wrong with none of its elements is said of it. */
  name?: string
  /** Elements so far. */
  size?: number
  /** Parts of the file could not be read; what refers to them would only look wrong. */
  unreadable?: boolean
}

/** What a drawing may say in an input. FEEL (begins with `=`) may give anything. */
export interface InputForm {
  name: string
  /** On screen. */
  title?: string
  required?: boolean
  /** Plain values it can have; `several`: one or more, space separated. */
  options?: readonly string[]
  several?: boolean
  /** A whole number, not below 0. */
  whole?: boolean
}

/** What a drawing may say of a service. */
export interface ServiceForm {
  /** Another system answers later: drawn with `local="false"`. */
  slow?: boolean
  /** Its inputs; without them any input is taken. */
  inputs?: readonly InputForm[]
  /** Variables it can answer. */
  answers?: readonly string[]
}

/** A published definition that records of a noun follow, or will, and the messages of other instances it can take. */
export interface Receiver {
  noun: string
  key: string
  messages: readonly string[]
}

/** A node of bpmn-moddle's tree. Extension attributes are read by `get('banjian:…')`. */
export interface Moddle {
  $type: string
  id?: string
  name?: string
  get(name: string): unknown
  [property: string]: unknown
}

/** Too large or too deep to be looked at: the rest is not read. */
export class TooLarge extends Error {}

/** An empty map in which no name is there already (`constructor`, `toString`, `__proto__`). */
export const emptyMap = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

/** @param at element, or '' for the process as a whole, which is then named */
export function refuse(draft: Draft, at: string, code: string, title: string) {
  const element = at === '' ? (draft.name ?? '') : at
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
