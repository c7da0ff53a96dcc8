import { evaluate, FeelError, holds } from './feel.ts'
import type { Json, NetElement, Vars } from './model.ts'
import { leave } from './net-leave.ts'
import { cancelChildren, startScope } from './net-scope.ts'
import { arm, disarm, duesOf } from './net-timer.ts'
// prettier-ignore
import {
  element, find, incident, itemAt, newKey, remove, replace, varsAt, writeLocal, type Multi, type Run, type Token,
} from './net-state.ts'

/** A list longer than this is a mistake in the data, not a joint review. */
const MAX_INSTANCES = 500

/** A token comes to a user task, service task or sub-process. */
export function enterActivity(run: Run, el: NetElement, scope: string, flow?: string) {
  try {
    const vars = varsAt(run, scope)
    const boundaries = (run.index.boundaries.get(el.id) ?? []).map((boundary) => boundary.id)
    const dues = duesOf(run, boundaries, vars)
    const list = el.multi && instancesOf(el.multi.collection, vars, run.at)
    const owner = list ? startMulti(run, el, scope, list) : spawn(run, el, scope, {})
    arm(run, owner, dues)
    if (list) advance(run, owner)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    const key = newKey(run, el.id)
    incident(
      run,
      { key, el: el.id, in: scope, wait: 'incident', again: 'enter', flow },
      error.code,
      error.title,
    )
  }
}

function instancesOf(collection: string, vars: Vars, at: string): Json[] {
  const { value } = evaluate(collection, vars, at)
  if (!Array.isArray(value)) throw new FeelError('expression-failed', `多实例集合“${collection}”不是列表`)
  if (value.length > MAX_INSTANCES)
    throw new FeelError('expression-failed', `多实例集合“${collection}”超过 ${MAX_INSTANCES} 项`)
  return value
}

/** One running instance of an activity; gives its key. */
function spawn(run: Run, el: NetElement, around: string, own: { local?: Vars; index?: number }): string {
  const key = `${el.id}#${run.seq + 1}`
  if (el.type === 'subprocess') {
    startScope(run, el.id, around, own)
    return key
  }
  newKey(run, el.id)
  run.tokens.push({ key, el: el.id, in: around, wait: el.type === 'user' ? 'task' : 'service', ...own })
  announce(run, el, key)
  return key
}

/** Tells the outside about a task or service; again for a service that is retried, under the same key. */
export function announce(run: Run, el: NetElement, key: string) {
  const item = itemAt(run.tokens, key)
  if (el.service) run.effects.push({ type: 'service', key, element: el.id, ...el.service, ...item })
  else run.effects.push({ type: 'task', key, element: el.id, ...item })
}

/** An activity is done: its timers go, its token leaves or counts for its multi-instance body. */
export function completeActivity(run: Run, token: Token) {
  disarm(run, (timer) => timer.owner === token.key)
  remove(run, token.key)
  const around = find(run, token.in)
  if (around?.wait === 'multi') return instanceDone(run, around, token)
  const outcome = token.local?.outcome
  if (outcome !== undefined && run.index.calls.has(token.el))
    writeOutcome(run, token.in as string, token.el, outcome)
  leave(run, token.el, token.in as string)
}

/**
 * An outcome is readable as `outcome` and under the element's id. Inside an inlined call activity or one of many
 * instances it is written to the own variables there, so that equal ids elsewhere and other instances don't mix;
 * the process's variables then carry it under the path id.
 */
export function writeOutcome(run: Run, around: string, elId: string, outcome: Json, last: Json = outcome) {
  const short = elId.slice(elId.lastIndexOf('/') + 1)
  const local = writeLocal(run, around, { outcome: last, [short]: outcome })
  run.vars = { ...run.vars, ...(!local && { outcome: last }), [elId]: outcome }
}

function startMulti(run: Run, el: NetElement, scope: string, list: Json[]): string {
  const key = newKey(run, el.id)
  const multi: Multi = { list, next: 0, done: 0, results: list.map(() => null) }
  run.tokens.push({ key, el: el.id, in: scope, wait: 'multi', multi })
  return key
}

/** Starts what may start now: all instances, or the next one if they go one after the other. */
function advance(run: Run, bodyKey: string) {
  const { multi, el } = find(run, bodyKey) as Token & { multi: Multi }
  const net = element(run, el)
  const until = net.multi?.sequential ? Math.min(multi.done + 1, multi.list.length) : multi.list.length
  const body = replace(run, bodyKey, { multi: { ...multi, next: until } })
  for (let index = multi.next; index < until; index++)
    spawn(run, net, bodyKey, { index, local: { item: multi.list[index] as Json, itemIndex: index + 1 } })
  if (multi.done === multi.list.length) completeActivity(run, body)
}

function instanceDone(run: Run, body: Token, instance: Token) {
  const multi = body.multi as Multi
  const outcome = instance.local?.outcome
  const results = multi.results.map((before, i) => (i === instance.index ? (outcome ?? null) : before))
  replace(run, body.key, { multi: { ...multi, done: multi.done + 1, results } })
  if (outcome !== undefined) writeOutcome(run, body.in as string, body.el, results, outcome)
  checkCompletion(run, body.key)
}

/** Ends a multi-instance early when its completion condition holds, else goes on. */
export function checkCompletion(run: Run, bodyKey: string) {
  let body = find(run, bodyKey) as Token & { multi: Multi }
  const completion = element(run, body.el).multi?.completion
  const counts = { numberOfInstances: body.multi.list.length, numberOfCompletedInstances: body.multi.done }
  try {
    const enough = completion && holds(completion, { ...varsAt(run, body.in as string), ...counts }, run.at)
    if (body.again) {
      run.effects.push({ type: 'incident-gone', key: bodyKey, element: body.el, why: 'retried' })
      body = replace(run, bodyKey, {}, 'done') as typeof body
    }
    if (enough) {
      cancelChildren(run, bodyKey)
      return completeActivity(run, body)
    }
    advance(run, bodyKey)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    incident(run, replace(run, bodyKey, { again: 'completion' }), error.code, error.title)
  }
}
