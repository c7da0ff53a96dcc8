import type { Json, Net, NetElement, NetState, Step, Vars } from './model.ts'
import { announce, checkCompletion, completeActivity, writeOutcome } from './net-activity.ts'
import { broadcast, catcher, listeners, occur, timerTarget, type Target } from './net-event.ts'
import { drain, execute } from './net-flow.ts'
import { leave } from './net-leave.ts'
import { armEventStarts } from './net-scope.ts'
import { disarm } from './net-timer.ts'
// prettier-ignore
import {
  closeStride, element, find, incident, itemAt, NetError, openStride, remove, replace, timersOf, tokensOf, writeLocal,
  type Stride, type Token,
} from './net-state.ts'

/**
 * The process runtime: a pure token interpreter over a compiled net. No I/O, no clock, no random; the state is
 * plain JSON and is never changed in place, so validators and queries may read it at any time.
 * `at` is always the case's time, an ISO 8601 instant.
 *
 * A task key is `<element path>#<n>`; a loop back to an element gives it a new key.
 */
export { NetError, type NetErrorCode } from './net-state.ts'

function step(net: Net, state: NetState, at: string, change: (stride: Stride) => void): Step {
  if (state.ended) throw new NetError('process-ended', '流程已结束')
  const stride = openStride(net, state, at)
  change(stride)
  if (!stride.ended) drain(stride)
  return closeStride(stride)
}

/**
 * Starts an instance.
 * @throws NetError `no-start` if the net has no plain start event
 */
export function start(net: Net, vars: Vars, at: string): Step {
  const state: NetState = { seq: 0, vars, tokens: [], joins: [], timers: [] }
  return step(net, state, at, (stride) => {
    const first = stride.index.start.get('')
    if (!first) throw new NetError('no-start', '流程没有开始事件')
    const root: Token = { key: '', el: '', in: null, wait: 'scope' }
    stride.tokens.push(root)
    armEventStarts(stride, root)
    stride.queue.push({ do: 'enter', el: first, in: '' })
  })
}

/** A key whose number was already given belongs to something that is over: 409, not 404. */
function refuse(net: Net, state: NetState, key: string): never {
  const [, el, n] = /^(.+)#(\d+)$/.exec(key) ?? []
  if (el !== undefined && net.elements[el] && Number(n) <= state.seq)
    throw new NetError('token-closed', `“${net.elements[el].name ?? el}”已办结或已取消`)
  throw new NetError('token-unknown', `没有编号为“${key}”的任务`)
}

function open(net: Net, state: NetState, key: string, waits: Token['wait'][]): Token {
  if (state.ended) throw new NetError('process-ended', '流程已结束')
  const token = tokensOf(state).find((one) => one.key === key && waits.includes(one.wait))
  return token ?? refuse(net, state, key)
}

/** What a completed task or service gives: `outcome` is readable in conditions as `outcome` and by the element's id. */
export interface Result {
  outcome?: string
  vars?: Vars
}

/**
 * A user task or service task is done.
 * @throws NetError `token-closed`, `token-unknown`, `process-ended`; `outcome-unknown` if the task doesn't offer it
 */
export function complete(net: Net, state: NetState, key: string, result: Result, at: string): Step {
  const token = open(net, state, key, ['task', 'service'])
  const el = net.elements[token.el] as NetElement
  const { outcome, vars } = result
  const offered = el.user?.outcomes ?? []
  if (offered.length && !offered.some((one) => one.id === outcome))
    throw new NetError('outcome-unknown', `“${el.name ?? el.id}”没有“${outcome ?? ''}”这一结果`)
  return step(net, state, at, (stride) => {
    if (vars) {
      stride.vars = { ...stride.vars, ...vars }
      writeLocal(stride, key, vars, true)
    }
    if (outcome !== undefined) writeOutcome(stride, key, el.id, outcome)
    const type = token.wait === 'task' ? 'task-gone' : 'service-gone'
    stride.effects.push({ type, key, element: el.id, why: 'completed' })
    completeActivity(stride, find(stride, key) as Token)
  })
}

/**
 * A service throws a BPMN error. The nearest error boundary or error event sub-process takes over; if there is none
 * the service stays open as an incident and can be retried or completed.
 */
export function fail(net: Net, state: NetState, key: string, code: string, at: string): Step {
  const token = open(net, state, key, ['service'])
  return step(net, state, at, (stride) => {
    const target = catcher(stride, token, code)
    if (!target) {
      const name = element(stride, token.el).name ?? token.el
      return incident(
        stride,
        replace(stride, key, { again: 'service' }),
        code,
        `“${name}”出错（${code}），流程未定义处理方式`,
      )
    }
    stride.effects.push({ type: 'service-gone', key, element: token.el, why: 'failed' })
    // From here on it is an ordinary waiting token: cancelling it must not tell that the service is gone twice.
    replace(stride, key, { wait: 'event' }, 'done')
    occur(stride, { ...target, token: find(stride, target.token.key) as Token })
  })
}

/**
 * A timer is due. Whether it is enforced was decided outside: a timer is a question, not a verdict.
 * @param timerKey of the `timer` effect
 */
export function fire(net: Net, state: NetState, timerKey: string, at: string): Step {
  if (state.ended) throw new NetError('process-ended', '流程已结束')
  const timer = timersOf(state).find((one) => one.key === timerKey) ?? refuse(net, state, timerKey)
  return step(net, state, at, (stride) => {
    disarm(stride, (one) => one.key === timerKey, 'fired')
    occur(stride, timerTarget(stride, timer))
  })
}

export interface Trigger {
  kind: 'message' | 'signal'
  name: string
  vars?: Vars
}

/**
 * A message or signal comes from outside. A message goes to one who waits for it, a signal to all.
 * @returns `delivered: false` and the state unchanged if nobody waits
 */
export function trigger(
  net: Net,
  state: NetState,
  event: Trigger,
  at: string,
): Step & { delivered: boolean } {
  if (!canTrigger(net, state, event.kind, event.name)) return { state, effects: [], delivered: false }
  const done = step(net, state, at, (stride) => {
    if (event.vars) stride.vars = { ...stride.vars, ...event.vars }
    if (event.kind === 'signal') broadcast(stride, event.name)
    else occur(stride, listeners(stride, 'message', event.name)[0] as Target)
  })
  return { ...done, delivered: true }
}

/** Whether someone waits for the message or signal; for validators. */
export function canTrigger(net: Net, state: NetState, kind: 'message' | 'signal', name: string): boolean {
  return !state.ended && listeners(openStride(net, state, ''), kind, name).length > 0
}

/** Messages the net waits for now, with the element that takes each. */
export function waitsFor(net: Net, state: NetState): { name: string; element: string }[] {
  if (state.ended) return []
  const stride = openStride(net, state, '')
  return Object.values(net.elements).flatMap(({ id, event }) => {
    const { kind, name } = event ?? {}
    if (kind !== 'message' || name === undefined) return []
    return listeners(stride, 'message', name).some((one) => one.el.id === id) ? [{ name, element: id }] : []
  })
}

/**
 * Does again what an incident had stopped, with the variables of now; or runs a failed service again under its key.
 * @throws NetError `token-unknown` or `token-closed` if there is no such incident
 */
export function retry(net: Net, state: NetState, key: string, at: string): Step {
  const token = open(net, state, key, ['incident', 'service', 'multi'])
  if (!token.again) refuse(net, state, key)
  return step(net, state, at, (stride) => again(stride, token))
}

function again(stride: Stride, token: Token) {
  const { key, el } = token
  const around = token.in as string
  stride.effects.push({ type: 'incident-gone', key, element: el, why: 'retried' })
  if (token.wait === 'incident') remove(stride, key)
  else replace(stride, key, {}, 'done')
  if (token.again === 'enter') execute(stride, element(stride, el), around, token.flow)
  if (token.again === 'leave') leave(stride, el, around, token.count)
  if (token.again === 'service') announce(stride, element(stride, el), key)
  if (token.again === 'completion') checkCompletion(stride, key)
  if (token.again === 'arm') armEventStarts(stride, find(stride, around) as Token, el)
}

/** Open user tasks, oldest first. */
export function openTasks(state: NetState): { key: string; element: string; item?: Json }[] {
  const tokens = tokensOf(state)
  const tasks = tokens.filter((token) => token.wait === 'task')
  return tasks.map(({ key, el }) => ({ key, element: el, ...itemAt(tokens, key) }))
}

/** All that is open: tasks, services, events waited for, running scopes, incidents. */
export function openWaits(state: NetState): { key: string; element: string; wait: Token['wait'] }[] {
  return tokensOf(state)
    .filter((token) => token.key !== '')
    .map(({ key, el, wait }) => ({ key, element: el, wait }))
}

/** Timers that are armed, oldest first. */
export function openTimers(state: NetState): { key: string; element: string }[] {
  return timersOf(state).map(({ key, el }) => ({ key, element: el }))
}
