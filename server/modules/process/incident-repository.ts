/** Steps that stopped: who may see them, and who had them tried again. */
import type { Knex } from 'knex'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../case/scope.ts'

export interface IncidentRow {
  instance: string
  key: string
  element: string
  elementName: string | null
  code: string
  message: string
  at: string
  /** Only for those who may open the case. */
  caseNo: string | null
}

export type IncidentKey = [at: string, instance: string, key: string]

/** Newest first. */
export async function listIncidents(
  db: Db,
  actor: Actor,
  { after, limit }: { after?: IncidentKey; limit: number },
): Promise<IncidentRow[]> {
  const query = incidentsOf(db, actor).where({ 'x.status': 'open' })
  if (after) query.whereRaw('(x.at, x.instance, x.key) < (?::timestamptz, ?, ?)', after)
  return query
    .orderByRaw('x.at desc, x.instance desc, x.key desc')
    .limit(limit)
    .select({
      instance: 'x.instance',
      key: 'x.key',
      element: 'x.element',
      elementName: db.raw(`d.net #>> array['elements', x.element, 'name']`),
      code: 'x.code',
      message: 'x.message',
      at: 'x.at',
      caseNo: actor.roles.includes('operator') ? 'c.case_no' : db.raw('null'),
    })
}

/** Whether somebody may retry this incident: it is open, and of their district. */
export async function hasOpenIncident(db: Db, actor: Actor, instance: string, key: string): Promise<boolean> {
  const row = await incidentsOf(db, actor)
    .where({ 'x.instance': instance, 'x.key': key, 'x.status': 'open' })
    .first(db.raw('1 as one'))
  return row !== undefined
}

/**
 * Marks an open incident as dealt with. False when somebody else did. The row stays locked until the transaction ends: a
 * step that stops again at once opens it anew after that, not before.
 */
export async function resolveIncident(
  trx: Db,
  instance: string,
  key: string,
  by: { name: string; at: string },
): Promise<boolean> {
  const resolved = await trx('incident')
    .where({ instance, key, status: 'open' })
    .update({ status: 'resolved', resolved_at: by.at, resolved_by: by.name })
  return resolved > 0
}

/** The administrator runs the engine and sees all of it, but reads no case; an operator sees their district's. */
function incidentsOf(db: Db, actor: Actor): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('incident as x')
    .join('process_instance as i', 'i.id', 'x.instance')
    .join('process_definition as d', 'd.id', 'i.definition_id')
    .leftJoin(
      'case_record as c',
      'c.case_no',
      db.raw(`case when x.instance like 'case:%' then substr(x.instance, 6) end`),
    )
  if (!actor.roles.includes('administrator')) scopeQuery(query, actor, 'c')
  return query
}
