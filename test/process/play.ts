import assert from 'node:assert/strict'
import type { Effect, Net, NetState, Step, Vars } from '../../workflows/process/model.ts'
import * as interpreter from '../../workflows/process/net.ts'

/** Sunday noon in Beijing; steps move on from here only when a line says so. */
export const dawn = '2026-03-01T04:00:00.000Z'

/** One effect in a few words. Traces are looked at by `path`. */
export function say(effect: Effect): string | undefined {
  const { type } = effect
  if (type === 'trace') return undefined
  const item = 'item' in effect && effect.item !== undefined ? `(${String(effect.item)})` : ''
  const words: Record<string, string> = {
    completed: 'done',
    cancelled: 'drop',
    failed: 'failed',
    fired: 'fired',
    retried: 'retried',
  }
  if (type === 'task' || type === 'service') return `${type} ${effect.element}${item}`
  if (type === 'timer')
    return `timer ${effect.element} ${'dueAt' in effect ? effect.dueAt : `${effect.clock}/${effect.mode}`}`
  if (type === 'incident') return `incident ${effect.element} ${effect.code}`
  if (type === 'thrown') return `thrown signal ${effect.name}`
  if (type === 'message')
    return `message ${effect.name} to ${effect.to}${Object.entries(effect.vars)
      .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
      .join('')}`
  if (type === 'ended')
    return `${effect.how} ${effect.element}${effect.error === undefined ? '' : ` ${effect.error}`}`
  return `${words[effect.why]} ${effect.element}${type === 'incident-gone' ? '!' : ''}`
}

/** Entered elements in order; ~x is cut off. */
export function path(effects: Effect[]): string {
  const words = effects.map((one) => {
    if (one.type !== 'trace' || one.what === 'completed') return undefined
    return one.what === 'entered' ? one.element : `~${one.element}`
  })
  return words.filter(Boolean).join(' ')
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

interface Place {
  el: string
  key: string
  wait: string
  index?: number
  count?: number
  again?: string
}

/** Keys told as begun and not told as gone. */
function stillOpen(all: Effect[], type: 'task' | 'timer'): string[] {
  const gone = new Set<string>()
  for (const one of all) if (one.type === 'task-gone' || one.type === 'timer-gone') gone.add(one.key)
  const begun = all
    .filter((one) => one.type === 'task' || one.type === 'timer')
    .filter((one) => one.type === type)
  return begun
    .map((one) => one.key)
    .filter((key) => !gone.has(key))
    .sort()
}

/** What must hold after every step, whatever the process. */
function checkInvariants(net: Net, all: Effect[], { state, effects }: Step) {
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state, 'the state is plain JSON')
  for (const one of effects)
    if ('element' in one) assert.ok(net.elements[one.element], `${one.element} is drawn`)
  const opened = all.filter((one) => one.type === 'task' || one.type === 'timer').map((one) => one.key)
  assert.equal(new Set(opened).size, opened.length, 'keys of tasks and timers are unique')
  const tasks = interpreter.openTasks(state).map((one) => one.key)
  const timers = interpreter.openTimers(state).map((one) => one.key)
  assert.deepEqual(tasks.sort(), stillOpen(all, 'task'), 'open tasks are those told')
  assert.deepEqual(timers.sort(), stillOpen(all, 'timer'), 'armed timers are those told')
  checkBalance(all, state)
}

/** Each element entered has been left, cut off, or is where a token stands. */
function checkBalance(all: Effect[], state: NetState) {
  const count = new Map<string, number>()
  const add = (el: string, n: number) => count.set(el, (count.get(el) ?? 0) + n)
  for (const one of all) if (one.type === 'trace') add(one.element, one.what === 'entered' ? 1 : -1)
  for (const token of state.tokens as Place[])
    if (token.key && token.index === undefined && token.again !== 'join' && token.again !== 'arm')
      add(token.el, -(token.count ?? 1))
  for (const arrival of state.joins as { el: string }[]) add(arrival.el, -1)
  for (const [el, n] of count) assert.equal(n, 0, `every token that entered ${el} is accounted for`)
}

/** A running instance under test. Every step is done twice (determinism) on a frozen state (nothing is changed in place). */
export class Play {
  state: NetState
  all: Effect[] = []
  private at = dawn

  constructor(
    readonly net: Net,
    vars: Vars = {},
  ) {
    this.state = { seq: 0, vars, tokens: [], joins: [], timers: [] }
  }

  /** The open key of an element; the first if there are several, or `el#n` as given. */
  private key(el: string, among: { key: string; element: string }[]): string {
    return el.includes('#') ? el : (among.find((one) => one.element === el)?.key ?? `${el}#999`)
  }

  private call(line: string): Step {
    const [verb = '', what = '', ...rest] = line.split(/\s+/)
    const { net, state, at } = this
    const vars = (texts: string[]) =>
      Object.fromEntries(texts.map((one) => [one.split('=')[0], JSON.parse(one.split('=')[1] ?? '')]))
    const waits = interpreter
      .openWaits(state)
      .filter((one) => verb === 'retry' || one.wait === 'task' || one.wait === 'service')
    const given = rest.filter((one) => one.includes('='))
    const outcome = rest.find((one) => !one.includes('='))
    switch (verb) {
      case 'start':
        return interpreter.start(net, { ...state.vars, ...vars(what ? [what, ...rest] : []) }, at)
      case 'do':
        return interpreter.complete(
          net,
          state,
          this.key(what, waits),
          { ...(outcome && { outcome }), ...(given.length && { vars: vars(given) }) },
          at,
        )
      case 'fail':
        return interpreter.fail(net, state, this.key(what, waits), outcome ?? '', at)
      case 'fire':
        return interpreter.fire(net, state, this.key(what, interpreter.openTimers(state)), at)
      case 'message':
      case 'signal': {
        const { delivered, ...step } = interpreter.trigger(
          net,
          state,
          { kind: verb, name: what, vars: vars(given) },
          at,
        )
        return delivered ? step : { state, effects: [] }
      }
      case 'set':
        return { state: { ...state, vars: { ...state.vars, ...vars([what, ...rest]) } }, effects: [] }
      case 'retry':
        return interpreter.retry(net, state, this.key(what, waits), at)
      default:
        throw new Error(`no such step: ${line}`)
    }
  }

  /** One line; gives its effects in words. `@instant` at the end moves the time. */
  step(line: string): string {
    const [, command = line, at] = /^(.*?)\s*@(\S+)$/.exec(line) ?? []
    if (at) this.at = at
    freeze(this.state)
    const done = this.call(command)
    assert.deepEqual(this.call(command), done, 'the same step gives the same result')
    this.all.push(...done.effects)
    this.state = done.state
    checkInvariants(this.net, this.all, done)
    return done.effects.map(say).filter(Boolean).join(', ')
  }
}
