import { evaluate, FeelError, holds } from './feel.ts'
import type { Json, NetElement, PlannedCall, Vars } from './model.ts'
import { leave } from './net-leave.ts'
import { cancelChildren, startScope } from './net-scope.ts'
import { arm, disarm, duesOf } from './net-timer.ts'
// prettier-ignore
import {
  element, find, itemAt, newKey, panelAt, NetStop, orIncident, remove, replace, stoppedAt, varsAt, writeLocal,
  type Multi, type Stride, type Token,
} from './net-state.ts'

/** A list longer than this is a mistake in the data, not a joint review. */
const MAX_INSTANCES = 500

/** A token comes to a user task, service task or sub-process. */
export function enterActivity(stride: Stride, el: NetElement, scope: string, flow?: string) {
  const stopped = () => stoppedAt(stride, el, scope, flow)
  orIncident(stride, stopped, () => {
    const vars = varsAt(stride, scope)
    const boundaries = (stride.index.boundaries.get(el.id) ?? []).map((boundary) => boundary.id)
    const dues = duesOf(stride, boundaries, vars)
    const list = el.multi && instancesOf(el.multi.collection, vars, stride.at)
    // Everything that may stop is asked before anything changes.
    for (const item of list ?? []) wordsOf(stride, el, { ...vars, item, itemIndex: 1 })
    refuseFlood(stride, el, list?.length ?? 1)
    const owner = list ? startMulti(stride, el, scope, list) : spawn(stride, el, scope, {})
    arm(stride, owner, dues)
    if (list) advance(stride, owner)
  })
}

/** Tasks one instance may have open at once: beyond it a split that comes back to itself would fill every list. */
const MAX_OPEN_TASKS = 500

function refuseFlood(stride: Stride, el: NetElement, more: number) {
  if (!el.user) return
  const open = stride.tokens.filter((token) => token.wait === 'task').length
  if (open + more > MAX_OPEN_TASKS)
    throw new NetStop(
      'too-many-tasks',
      `同时打开的任务超过 ${MAX_OPEN_TASKS} 个，“${el.name ?? el.id}”没有打开`,
    )
}

function instancesOf(collection: string, vars: Vars, at: string): Json[] {
  const { value } = evaluate(collection, vars, at)
  if (!Array.isArray(value)) throw new FeelError('expression-failed', `多实例集合“${collection}”不是列表`)
  if (value.length > MAX_INSTANCES)
    throw new FeelError('expression-failed', `多实例集合“${collection}”超过 ${MAX_INSTANCES} 项`)
  return value
}

/** One running instance of an activity; gives its key. */
function spawn(
  stride: Stride,
  el: NetElement,
  around: string,
  own: { local?: Vars; index?: number },
): string {
  const key = `${el.id}#${stride.seq + 1}`
  if (el.type === 'subprocess') {
    startScope(stride, el.id, around, own)
    return key
  }
  const vars = own.local ? { ...varsAt(stride, around), ...own.local } : varsAt(stride, around)
  const told = wordsOf(stride, el, vars)
  newKey(stride, el.id)
  stride.tokens.push({ key, el: el.id, in: around, wait: el.type === 'user' ? 'task' : 'service', ...own })
  tell(stride, el, key, told)
  return key
}

/** Tells the outside about a service that is retried, under the same key, with its inputs as they are now. */
export function announce(stride: Stride, el: NetElement, key: string) {
  tell(stride, el, key, wordsOf(stride, el, varsAt(stride, key)))
}

type Words = { calls: PlannedCall[] } | { candidate?: string; place?: string }

/**
 * What the drawing says of a task or service, evaluated: before anything changes, because it may fail.
 * @throws FeelError
 */
function wordsOf(stride: Stride, { user, service }: NetElement, vars: Vars): Words {
  const code = (expr: string | undefined) => expr && String(evaluate(expr, vars, stride.at).value ?? '')
  const input = (text: string) =>
    text.startsWith('=') ? evaluate(text.slice(1), vars, stride.at).value : literal(text)
  if (service) {
    const calls = service.calls.map(({ name, input: drawn }) => ({
      name,
      input: Object.fromEntries(Object.entries(drawn).map(([key, text]) => [key, input(text)])),
    }))
    return { calls }
  }
  const candidate = code(user?.candidate)
  const place = code(user?.place)
  return { ...(candidate && { candidate }), ...(place && { place }) }
}

/** A plain input: a number, true, false, or the text itself. */
function literal(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : text
}

function tell(stride: Stride, el: NetElement, key: string, words: Words) {
  const base = { key, element: el.id, ...itemAt(stride.tokens, key) }
  if (!('calls' in words)) stride.effects.push({ type: 'task', ...base, ...words, ...panelAt(stride, key) })
  else {
    const { local = true, answers } = el.service ?? {}
    stride.effects.push({ type: 'service', ...base, ...words, local, ...(answers && { answers }) })
  }
}

/** An activity is done: its timers go, its token leaves or counts for its multi-instance body. */
export function completeActivity(stride: Stride, token: Token) {
  disarm(stride, (timer) => timer.owner === token.key)
  remove(stride, token.key)
  const around = find(stride, token.in)
  if (around?.wait === 'multi') return instanceDone(stride, around, token)
  const outcome = token.local?.outcome
  if (outcome !== undefined && stride.index.calls.has(token.el))
    writeOutcome(stride, token.in as string, token.el, outcome)
  leave(stride, token.el, token.in as string)
}

/**
 * An outcome is readable as `outcome` and under the element's id. Inside an inlined call activity or one of many
 * instances it is written to the own variables there, so that equal ids elsewhere and other instances don't mix;
 * the process's variables then carry it under the path id.
 */
export function writeOutcome(
  stride: Stride,
  around: string,
  elId: string,
  outcome: Json,
  last: Json = outcome,
) {
  const short = elId.slice(elId.lastIndexOf('/') + 1)
  const local = writeLocal(stride, around, { outcome: last, [short]: outcome })
  stride.vars = { ...stride.vars, ...(!local && { outcome: last }), [elId]: outcome }
}

function startMulti(stride: Stride, el: NetElement, scope: string, list: Json[]): string {
  const key = newKey(stride, el.id)
  const multi: Multi = { list, next: 0, done: 0, results: list.map(() => null) }
  stride.tokens.push({ key, el: el.id, in: scope, wait: 'multi', multi })
  return key
}

/** Starts what may start now: all instances, or the next one if they go one after the other. */
function advance(stride: Stride, bodyKey: string) {
  const { multi, el } = find(stride, bodyKey) as Token & { multi: Multi }
  const net = element(stride, el)
  const until = net.multi?.sequential ? Math.min(multi.done + 1, multi.list.length) : multi.list.length
  const body = replace(stride, bodyKey, { multi: { ...multi, next: until } })
  for (let index = multi.next; index < until; index++)
    spawn(stride, net, bodyKey, { index, local: { item: multi.list[index] as Json, itemIndex: index + 1 } })
  if (multi.done === multi.list.length) completeActivity(stride, body)
}

function instanceDone(stride: Stride, body: Token, instance: Token) {
  const multi = body.multi as Multi
  const outcome = instance.local?.outcome
  const results = multi.results.map((before, i) => (i === instance.index ? (outcome ?? null) : before))
  replace(stride, body.key, { multi: { ...multi, done: multi.done + 1, results } })
  if (outcome !== undefined) writeOutcome(stride, body.in as string, body.el, results, outcome)
  checkCompletion(stride, body.key)
}

/** Ends a multi-instance early when its completion condition holds, else goes on. */
export function checkCompletion(stride: Stride, bodyKey: string) {
  let body = find(stride, bodyKey) as Token & { multi: Multi }
  const completion = element(stride, body.el).multi?.completion
  const counts = {
    numberOfInstances: body.multi.list.length,
    numberOfCompletedInstances: body.multi.done,
    outcomes: body.multi.results.filter((one) => one !== null),
  }
  const stopped = () => replace(stride, bodyKey, { again: 'completion' })
  orIncident(stride, stopped, () => {
    const enough =
      completion && holds(completion, { ...varsAt(stride, body.in as string), ...counts }, stride.at)
    if (body.again) {
      stride.effects.push({ type: 'incident-gone', key: bodyKey, element: body.el, why: 'retried' })
      body = replace(stride, bodyKey, {}, 'done') as typeof body
    }
    if (enough) {
      cancelChildren(stride, bodyKey)
      return completeActivity(stride, body)
    }
    advance(stride, bodyKey)
  })
}
