import type { Effect, Json, Net, NetElement, NetFlow, NetState, Vars } from './model.ts'
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

/** One step under way: a private copy of the state, changed by replacing entries. */
export interface Run {
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
  /** How often each element of each scope was entered in this step. */
  visits: Map<string, number>
  /** The element at which a token last ended: names the end of the process. */
  lastEnd: string
}

export function openRun(net: Net, state: NetState, at: string): Run {
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

export function closeRun(run: Run): { state: NetState; effects: Effect[] } {
  const { seq, vars, ended, tokens, joins, timers, effects } = run
  return { state: { seq, vars, ...(ended && { ended }), tokens, joins, timers }, effects }
}

export const tokensOf = (state: NetState) => state.tokens as Token[]
export const timersOf = (state: NetState) => state.timers as Timer[]

export function element(run: Run, id: string): NetElement {
  const found = run.net.elements[id]
  if (!found) throw new Error(`element ${id} is not in net ${run.net.key}`)
  return found
}

export function flow(run: Run, id: string): NetFlow {
  const found = run.net.flows[id]
  if (!found) throw new Error(`flow ${id} is not in net ${run.net.key}`)
  return found
}

export const newKey = (run: Run, el: string) => `${el}#${++run.seq}`
export const find = (run: Run, key: string | null) => run.tokens.find((token) => token.key === key)
export const children = (run: Run, key: string) => run.tokens.filter((token) => token.in === key)
export const trace = (run: Run, el: string, what: 'entered' | 'completed' | 'cancelled', via?: string) =>
  void run.effects.push({ type: 'trace', element: el, what, ...(via && { flow: via }) })

/** Changes a token in the private list. `done` takes the mark of an incident away. */
export function replace(run: Run, key: string, change: Partial<Token>, done?: 'done'): Token {
  const at = run.tokens.findIndex((token) => token.key === key)
  const next = { ...(run.tokens[at] as Token), ...change }
  if (done) delete next.again
  run.tokens[at] = next
  return next
}

export function remove(run: Run, key: string) {
  run.tokens = run.tokens.filter((token) => token.key !== key)
}

/** The token stays where it is until an administrator retries; nothing else of the instance is held up. */
export function incident(run: Run, token: Token, code: string, message: string) {
  if (!find(run, token.key)) run.tokens.push(token)
  run.effects.push({ type: 'incident', key: token.key, element: token.el, code, message })
}

/** Variables as seen from a token: the process's, overlaid by own variables from the outside in. */
export function varsAt(run: Run, key: string): Vars {
  const own: Vars[] = []
  for (let token = find(run, key); token; token = find(run, token.in))
    if (token.local) own.unshift(token.local)
  return own.length ? Object.assign({}, run.vars, ...own) : run.vars
}

/** The entry of the list that a multi-instance around a token (or the token itself) works on, if there is one. */
export function itemAt(tokens: Token[], key: string | null): { item?: Json } {
  let token = tokens.find((one) => one.key === key)
  while (token && token.index === undefined) token = tokens.find((one) => one.key === token?.in)
  return token?.local ? { item: token.local.item as Json } : {}
}

/** Merges into the nearest own variables around a token (the token itself included); false if there are none. */
export function writeLocal(run: Run, key: string | null, vars: Vars, multiOnly = false): boolean {
  for (let token = find(run, key); token; token = find(run, token.in)) {
    if (!token.local || (multiOnly && token.index === undefined)) continue
    replace(run, token.key, { local: { ...token.local, ...vars } })
    return true
  }
  return false
}
