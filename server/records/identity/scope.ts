/**
 * Which instances a member of staff may see: their centre's, their bureau's, or their district's. Works on the place an
 * instance carries, so it knows no noun.
 */
import type { Knex } from 'knex'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import {
  canSeeDistrict,
  canSeePlace,
  isCity,
  placeOfActor,
  readsCases,
} from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { wordsOfInstance } from '../../../workflows/nouns.ts'

export interface Place {
  district: string
  centre: string
  bureau: string
}

/** A centre sees what it received, a bureau what it decides, the platform's staff their district. */
export function maySee(actor: Actor, place: Place): boolean {
  if (actor.side === 'platform') return readsCases(actor) && canSeeDistrict(actor, place.district)
  return canSeePlace(actor, { centreCode: place.centre, bureauCode: place.bureau })
}

export async function canSeeInstance(db: Db, actor: Actor, instance: string): Promise<boolean> {
  const place = await db('process_instance').where({ id: instance }).first('district', 'centre', 'bureau')
  if (place === undefined) return false
  return maySee(actor, place) || hasTask(db, actor, instance)
}

/** A panel's member of another bureau sees what they are asked about, though it belongs to neither place. */
async function hasTask(db: Db, actor: Actor, instance: string): Promise<boolean> {
  const query = db('task as t').where('t.instance', instance)
  return (await atOwnPlace(query, actor, 't').first('t.key')) !== undefined
}

/** Tasks drawn for the actor's own place, whoever's the instance is. */
export function atOwnPlace<Q extends Knex.QueryBuilder>(query: Q, actor: Actor, alias: string): Q {
  const place = placeOfActor(actor)
  query.where({ [`${alias}.side`]: actor.side, [`${alias}.place`]: place })
  query.whereRaw(`string_to_array(${alias}.roles, ' ') && ?::text[]`, [actor.roles])
  query.where((free) => free.whereNull(`${alias}.candidate`).orWhere(`${alias}.candidate`, String(actor.id)))
  return query
}

/** @throws 404 for an instance outside the scope, as for one that is not there. */
export async function assertSees(db: Db, actor: Actor, instance: string): Promise<void> {
  if (!(await canSeeInstance(db, actor, instance))) throw notFound(wordsOfInstance(instance)?.name)
}

/** The same scope as a condition on a list; `alias` names a table with district, centre and bureau. */
export function scopeQuery(query: Knex.QueryBuilder, actor: Actor, alias: string): void {
  if (actor.side === 'centre') query.where(`${alias}.centre`, actor.centreCode ?? '')
  else if (actor.side === 'bureau') query.where(`${alias}.bureau`, actor.bureauCode ?? '')
  else if (!readsCases(actor)) query.whereRaw('1 = 0')
  else if (!isCity(actor.districtCode)) query.where(`${alias}.district`, actor.districtCode)
}
