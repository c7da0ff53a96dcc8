import type { Effect, Json, Net, NetElement, NetFlow, NetState, Vars } from './model.ts'
import { FeelError } from './feel.ts'
import { indexOf, type NetIndex } from './net-index.ts'

/** A refused call: the key is unknown or closed, the outcome is not offered, the instance has ended. */
export type NetErrorCode = 'token-unknown' | 'token-closed' | 'outcome-unknown' | 'process-ended' | 'no-start'

export class NetError extends Error {
  readonly code: NetErrorCode
  readonly title: string
  constructor(code: NetErrorCode, title: string) {
    super(`${code}: ${title}`)
    this.name = 'NetError'
    this.code = code
    this.title = title
  }
}

/** What is done again when an administrator retries an incident. */
export type Again = 'enter' | 'leave' | 'service' | 'completion' | 'arm' | 'join'

/** Instances of a multi-instance activity: the list, how far it went, the last outcome of each. */
export interface Multi {
  list: Json[]
  next: number
  done: number
  results: Json[]
}

/**
 * One place where the instance stands. Scopes (the process, sub-processes) and multi-instance bodies are tokens
 * too; `in` names the token around it. Tokens are never changed in place: see `replace`.
 */
export interface Token {
  key: string
  el: string
  /** Key of the surrounding token; null only for the process itself, whose key is ''. */
  in: string | null
  wait: 'task' | 'service' | 'event' | 'scope' | 'multi' | 'incident'
  /** Own variables: of a multi-instance's instance, and outcomes inside an inlined call activity. */
  local?: Vars
  index?: number
  multi?: Multi
  /** An interrupting event sub-process has taken over this scope; nothing else may start in it by event. */
  interrupted?: true
  again?: Again
  flow?: string
  /** Tokens that a join had consumed when leaving it failed. */
  count?: number
}

/** A token that has come to a join and waits for the others. */
export interface Arrival {
  el: string
  in: string
  flow: string
}

export interface Timer {
  key: string
  el: string
  /** Token that waits, or on which the boundary event sits, or the scope of the event sub-process. */
  owner: string
}

/** Work still to be done within the step, first in first out: the order of effects is the order of the drawing. */
export type Work = { do: 'enter'; el: string; in: string; flow?: string } | { do: 'signal'; name: string }

/** Scratch of one step: a private copy of the state, changed by replacing entries. */
export interface Stride {
  net: Net
  index: NetIndex
  at: string
  seq: number
  vars: Vars
  ended: NetState['ended']
  tokens: Token[]
  joins: Arrival[]
  timers: Timer[]
  effects: Effect[]
  queue: Work[]
  /** How often each element was entered in this step: in each scope, and (by its id alone) in all. */
  visits: Map<string, number>
  /** The element at which a token last ended: names the end of the process. */
  lastEnd: string
}

export function openStride(net: Net, state: NetState, at: string): Stride {
  return {
    net,
    index: indexOf(net),
    at,
    seq: state.seq,
    vars: state.vars,
    ended: state.ended,
    tokens: [...(state.tokens as Token[])],
    joins: [...(state.joins as Arrival[])],
    timers: [...(state.timers as Timer[])],
    effects: [],
    queue: [],
    visits: new Map(),
    lastEnd: '',
  }
}

export function closeStride(stride: Stride): { state: NetState; effects: Effect[] } {
  const { seq, vars, ended, tokens, joins, timers, effects } = stride
  return { state: { seq, vars, ...(ended && { ended }), tokens, joins, timers }, effects }
}

export const tokensOf = (state: NetState) => state.tokens as Token[]
export const timersOf = (state: NetState) => state.timers as Timer[]

export function element(stride: Stride, id: string): NetElement {
  const found = stride.net.elements[id]
  if (!found) throw new Error(`element ${id} is not in net ${stride.net.key}`)
  return found
}

export function flow(stride: Stride, id: string): NetFlow {
  const found = stride.net.flows[id]
  if (!found) throw new Error(`flow ${id} is not in net ${stride.net.key}`)
  return found
}

export const newKey = (stride: Stride, el: string) => `${el}#${++stride.seq}`
export const find = (stride: Stride, key: string | null) => stride.tokens.find((token) => token.key === key)
export const children = (stride: Stride, key: string) => stride.tokens.filter((token) => token.in === key)
export const trace = (
  stride: Stride,
  el: string,
  what: 'entered' | 'completed' | 'cancelled',
  via?: string,
) => void stride.effects.push({ type: 'trace', element: el, what, ...(via && { flow: via }) })

/** Changes a token in the private list. `done` takes the mark of an incident away. */
export function replace(stride: Stride, key: string, change: Partial<Token>, done?: 'done'): Token {
  const at = stride.tokens.findIndex((token) => token.key === key)
  const next = { ...(stride.tokens[at] as Token), ...change }
  if (done) delete next.again
  stride.tokens[at] = next
  return next
}

export function remove(stride: Stride, key: string) {
  stride.tokens = stride.tokens.filter((token) => token.key !== key)
}

/** The token stays where it is until an administrator retries; nothing else of the instance is held up. */
export function incident(stride: Stride, token: Token, code: string, message: string) {
  if (!find(stride, token.key)) stride.tokens.push(token)
  stride.effects.push({ type: 'incident', key: token.key, element: token.el, code, message })
}

/** What stops a token where it is: said to an administrator, who can have it tried again. */
export class NetStop extends Error {
  readonly code: string
  readonly title: string
  constructor(code: string, title: string) {
    super(`${code}: ${title}`)
    this.code = code
    this.title = title
  }
}

/** A token that came to an element and could not enter it; a retry lets it enter again. */
export function stoppedAt(stride: Stride, el: NetElement, scope: string, flow?: string): Token {
  const token: Token = { key: newKey(stride, el.id), el: el.id, in: scope, wait: 'incident', again: 'enter' }
  if (flow !== undefined) token.flow = flow
  return token
}

/** Does what may stop (an expression, a bound); if it does, the token given stays there as an incident. */
export function orIncident(stride: Stride, token: () => Token, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof FeelError || error instanceof NetStop)) throw error
    incident(stride, token(), error.code, error.title)
  }
}

/** Variables as seen from a token: the process's, overlaid by own variables from the outside in. */
export function varsAt(stride: Stride, key: string): Vars {
  const own: Vars[] = []
  for (let token = find(stride, key); token; token = find(stride, token.in))
    if (token.local) own.unshift(token.local)
  return own.length ? Object.assign({}, stride.vars, ...own) : stride.vars
}

/** The entry of the list that a multi-instance around a token (or the token itself) works on, if there is one. */
export function itemAt(tokens: Token[], key: string | null): { item?: Json } {
  let token = tokens.find((one) => one.key === key)
  while (token && token.index === undefined) token = tokens.find((one) => one.key === token?.in)
  return token?.local ? { item: token.local.item as Json } : {}
}

/** The panel a token sits in: the multi-instance around it, this time, in which one person speaks once. */
export function panelAt(stride: Stride, key: string): { panel?: string } {
  for (let token = find(stride, key); token; token = find(stride, token.in))
    if (token.wait === 'multi' && element(stride, token.el).multi?.oneVoice) return { panel: token.key }
  return {}
}

/** Merges into the nearest own variables around a token (the token itself included); false if there are none. */
export function writeLocal(stride: Stride, key: string | null, vars: Vars, multiOnly = false): boolean {
  for (let token = find(stride, key); token; token = find(stride, token.in)) {
    if (!token.local || (multiOnly && token.index === undefined)) continue
    replace(stride, token.key, { local: { ...token.local, ...vars } })
    return true
  }
  return false
}
