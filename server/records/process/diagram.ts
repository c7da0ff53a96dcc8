/** What the live diagram of one instance is drawn from. Elements and flows are paths: calls stand in front. */
import type { Db } from '../../db.ts'

export interface Drawing {
  bpmn: string
  /** Drawings it calls, as they were pinned, by the call's element. */
  calls: { element: string; name: string; bpmn: string }[]
}

export async function getDrawing(db: Db, definitionId: string): Promise<Drawing> {
  const own = await db('process_definition').where({ id: definitionId }).first('bpmn', 'calls')
  const pinned: { element: string; key: string; version: number }[] = own?.calls ?? []
  const ids = pinned.map(({ key, version }) => `${key}@${version}`)
  const called: { id: string; name: string; bpmn: string }[] = await db('process_definition')
    .whereIn('id', ids)
    .select('id', 'name', 'bpmn')
  const byId = new Map(called.map((one) => [one.id, one]))
  const calls = pinned.flatMap(({ element, key, version }) => {
    const one = byId.get(`${key}@${version}`)
    return one ? [{ element, name: one.name, bpmn: one.bpmn }] : []
  })
  return { bpmn: own?.bpmn ?? '', calls }
}

export interface Counts {
  element: string
  active: number
  done: number
  cancelled: number
}

export async function listCounts(db: Db, instance: string): Promise<Counts[]> {
  return db('element_count').where({ instance }).select('element', 'active', 'done', 'cancelled')
}

export interface Trace {
  element: string
  at: string
  what: string
  flow: string | null
  actor: string | null
}

export async function listTraces(db: Db, instance: string): Promise<Trace[]> {
  return db('element_trace as t')
    .leftJoin('act as a', 'a.id', 't.act_id')
    .where('t.instance', instance)
    .orderBy(['t.revision', 't.n'])
    .select('t.element', 't.at', 't.what', 't.flow', { actor: 'a.actor_name' })
}

export interface TimerRow {
  element: string
  clock: string | null
  mode: 'advise' | 'enforce' | null
  dueAt: string | null
  status: 'armed' | 'fired' | 'cancelled'
}

export async function listTimers(db: Db, instance: string): Promise<TimerRow[]> {
  return db('process_timer')
    .where({ instance })
    .orderBy('revision')
    .select('element', 'clock', 'mode', { dueAt: 'due_at' }, 'status')
}
