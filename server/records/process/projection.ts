/**
 * What a step of the engine leaves in PostgreSQL: tasks, traces, counts, timers, incidents, the instance's own row.
 * One transaction a step; a step that was written already (same revision) is not written again, and a late retry of
 * an older one cannot go back.
 */
import type { Db } from '../../db.ts'
import { conflict } from '../../errors.ts'
import type { Place } from '../identity/scope.ts'
import type { Effect, Net, NetElement } from '../../../workflows/process/model.ts'
import { waitsOf } from '../../../workflows/process/waits.ts'
import type { StepRecord } from '../../../workflows/process/domain.ts'

export type { Place } from '../identity/scope.ts'

export interface DefinitionRow {
  id: string
  key: string
  version: number
  name: string
  hash: string
  net: Net
}

export async function findDefinition(db: Db, id: string): Promise<DefinitionRow | undefined> {
  return db('process_definition').where({ id }).first('id', 'key', 'version', 'name', 'hash', 'net')
}

/** The version new instances start on. */
export async function findLatestDefinition(db: Db, key: string): Promise<DefinitionRow | undefined> {
  return db('process_definition')
    .where({ key })
    .orderBy('version', 'desc')
    .first('id', 'key', 'version', 'name', 'hash', 'net')
}

/**
 * Writes a step. Answers false when this revision stands already.
 * `place` is copied onto the tasks so that one index answers a worklist.
 */
export async function project(trx: Db, record: StepRecord, place: Place): Promise<boolean> {
  const instance = await trx('process_instance')
    .where({ id: record.instance })
    .forUpdate()
    .first('revision', 'definition_id')
  if (!instance) throw new Error(`no instance ${record.instance}`)
  if (Number(instance.revision) >= record.revision) {
    await refuseOtherStep(trx, record)
    return false
  }
  const definition = await findDefinition(trx, instance.definition_id)
  if (!definition) throw new Error(`no definition ${instance.definition_id}`)
  const ended = record.effects.find((effect) => effect.type === 'ended')
  await trx('process_instance')
    .where({ id: record.instance })
    .update({
      revision: record.revision,
      ...(ended && { status: 'ended', ended_at: record.at }),
      // The timer's step is written: what it cut off is closed now, and other acts are free again.
      ...(record.cause.actId.startsWith('timer/') && { enforced_by: null, enforced_at: null }),
    })
  for (const effect of record.effects) await projectEffect(trx, record, effect, definition.net, place)
  await projectTraces(trx, record, instance.definition_id)
  await projectWaits(trx, record.instance, definition.net)
  return true
}

/** The messages it waits for now: what people may send it. */
async function projectWaits(trx: Db, instance: string, net: Net): Promise<void> {
  const active = await trx('element_count')
    .where({ instance })
    .andWhere('active', '>', 0)
    .pluck<string[]>('element')
  const waits = waitsOf(net, new Set(active))
  await trx('process_instance')
    .where({ id: instance })
    .update({ waits: JSON.stringify(waits) })
}

/** Written already is only fine for the same act: after a restore the engine could be on another way than the records. */
async function refuseOtherStep(trx: Db, record: StepRecord): Promise<void> {
  const { instance, revision, cause } = record
  const trace = await trx('element_trace').where({ instance, revision }).first('act_id')
  if (trace && trace.act_id !== cause.actId) {
    throw conflict('step-conflict', '步骤与已有记录不一致', {
      detail: `revision ${revision}: ${trace.act_id} stands, ${cause.actId} came`,
    })
  }
}

async function projectEffect(
  trx: Db,
  record: StepRecord,
  effect: Effect,
  net: Net,
  place: Place,
): Promise<void> {
  const at = record.at
  switch (effect.type) {
    case 'task':
      return openTask(trx, record, effect, net.elements[effect.element], place)
    case 'task-gone':
      await trx('task')
        .where({ instance: record.instance, key: effect.key })
        .update({ status: effect.why, closed_at: at, revision: record.revision })
      return
    case 'timer':
      await trx('process_timer')
        .insert({
          instance: record.instance,
          key: effect.key,
          element: effect.element,
          clock: 'clock' in effect ? effect.clock : null,
          mode: 'clock' in effect ? effect.mode : null,
          due_at: 'dueAt' in effect ? effect.dueAt : null,
          revision: record.revision,
        })
        .onConflict(['instance', 'key'])
        .ignore()
      return
    case 'timer-gone':
      await trx('process_timer')
        .where({ instance: record.instance, key: effect.key })
        .update({ status: effect.why, revision: record.revision })
      return
    case 'service-gone':
    case 'incident-gone':
      await trx('incident')
        .where({ instance: record.instance, key: effect.key, status: 'open' })
        .update({ status: 'resolved', resolved_at: at })
      return
    case 'incident':
      return writeIncident(trx, { instance: record.instance, at, ...effect })
    default:
      return
  }
}

async function openTask(
  trx: Db,
  record: StepRecord,
  effect: Extract<Effect, { type: 'task' }>,
  element: NetElement | undefined,
  place: Place,
): Promise<void> {
  if (!element?.user) throw new Error(`no user task ${effect.element}`)
  const { user, name } = element
  const { noun, number, title, who_masked } = await trx('process_instance')
    .where({ id: record.instance })
    .first()
  await trx('task')
    .insert({
      instance: record.instance,
      key: effect.key,
      element: effect.element,
      name: name ?? effect.element,
      ...{ noun, number, title, who_masked },
      roles: user.roles.join(' '),
      side: user.side,
      place: user.side === 'platform' ? place.district : place[user.side],
      item: JSON.stringify(effect.item ?? null),
      form: user.form ?? null,
      clock: user.clock ?? null,
      opened_at: record.at,
      revision: record.revision,
      ...place,
    })
    .onConflict(['instance', 'key'])
    .ignore()
}

/** Traces feed the timeline and the diagram; counts feed the process page without reading traces. */
async function projectTraces(trx: Db, record: StepRecord, definitionId: string): Promise<void> {
  const traces = record.effects.filter((effect) => effect.type === 'trace')
  if (traces.length === 0) return
  await trx('element_trace').insert(
    traces.map((trace, n) => ({
      instance: record.instance,
      revision: record.revision,
      n,
      at: record.at,
      element: trace.element,
      what: trace.what,
      flow: trace.flow ?? null,
      act_id: record.cause.actId,
    })),
  )
  const counts = new Map<string, { active: number; done: number; cancelled: number }>()
  for (const trace of traces) {
    const count = counts.get(trace.element) ?? { active: 0, done: 0, cancelled: 0 }
    if (trace.what === 'entered') count.active += 1
    else {
      count.active -= 1
      count[trace.what === 'completed' ? 'done' : 'cancelled'] += 1
    }
    counts.set(trace.element, count)
  }
  for (const [element, count] of counts) {
    await trx('element_count')
      .insert({ instance: record.instance, definition_id: definitionId, element, ...count })
      .onConflict(['instance', 'element'])
      .merge({
        active: trx.raw('element_count.active + excluded.active'),
        done: trx.raw('element_count.done + excluded.done'),
        cancelled: trx.raw('element_count.cancelled + excluded.cancelled'),
      })
  }
}

export async function writeIncident(
  db: Db,
  incident: { instance: string; key: string; element: string; code: string; message: string; at: string },
): Promise<void> {
  const { instance, key, element, code, at } = incident
  await db('incident')
    .insert({ instance, key, element, code, message: incident.message.slice(0, 2000), at })
    .onConflict(['instance', 'key'])
    .merge({
      code,
      message: incident.message.slice(0, 2000),
      at,
      status: 'open',
      resolved_at: null,
      resolved_by: null,
    })
}

/** The stored answer of a service step and the act it was done for, if it was done already. */
export async function findStepResult(
  trx: Db,
  instance: string,
  key: string,
): Promise<{ actId: string; result: unknown } | undefined> {
  return trx('step_result').where({ instance, key }).first({ actId: 'act_id', result: 'result' })
}

export async function saveStepResult(
  trx: Db,
  step: { instance: string; key: string; actId: string; at: string; result: unknown },
): Promise<void> {
  await trx('step_result').insert({
    instance: step.instance,
    key: step.key,
    act_id: step.actId,
    at: step.at,
    result: JSON.stringify(step.result),
  })
}
