/** Steps that stopped: who may see them, and who had them tried again. */
import type { Knex } from 'knex'
import { readsCases } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'

export interface IncidentRow {
  instance: string
  key: string
  element: string
  elementName: string | null
  code: string
  message: string
  at: string
  noun: string
  number: string
  /** Whether this reader may open its page. */
  mayOpen: boolean
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
      noun: 'i.noun',
      number: 'i.number',
      mayOpen: db.raw('?::boolean', [readsCases(actor)]),
    })
}

/**
 * An open incident that somebody may retry: it is of their district. Gives the row's version (`xmin`): a step that stops
 * again for the same reason writes an equal row, and only its version tells that it did.
 */
export async function findOpenIncident(
  db: Db,
  actor: Actor,
  instance: string,
  key: string,
): Promise<{ version: string } | undefined> {
  return incidentsOf(db, actor)
    .where({ 'x.instance': instance, 'x.key': key, 'x.status': 'open' })
    .first(db.raw('x.xmin::text as version'))
}

/**
 * Records who had a step retried, after the engine took the retry. A row that the engine wrote meanwhile is left as it
 * wrote it: open when the step stopped again, resolved when it went through.
 */
export async function recordRetry(
  trx: Db,
  { instance, key, version }: { instance: string; key: string; version: string },
  by: { name: string; at: string },
): Promise<void> {
  const resolved = { status: 'resolved', resolved_at: by.at, resolved_by: by.name }
  const untouched = await trx('incident')
    .where({ instance, key, status: 'open' })
    .whereRaw('xmin::text = ?', [version])
    .update(resolved)
  if (untouched > 0) return
  await trx('incident')
    .where({ instance, key, status: 'resolved' })
    .whereNull('resolved_by')
    .update({ resolved_by: by.name })
}

/** The administrator runs the engine and sees all of it, but opens no record; an operator sees their district's. */
function incidentsOf(db: Db, actor: Actor): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('incident as x')
    .join('process_instance as i', 'i.id', 'x.instance')
    .join('process_definition as d', 'd.id', 'i.definition_id')
  if (!actor.roles.includes('administrator')) scopeQuery(query, actor, 'i')
  return query
}

/** A step of an instance that stopped, as its page shows it. */
export interface OpenIncident {
  element: string
  code: string
  message: string
  at: string
}
