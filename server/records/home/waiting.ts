/**
 * What waits for a person, from the task rows alone: theirs, and what their groups may take. The home page and the
 * morning's digest count the same way.
 */
import type { Knex } from 'knex'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { atOwnPlace } from '../identity/scope.ts'

/** A number is counted this far; beyond it the count would only cost. */
const mostCounted = 1000

export interface Waiting {
  /** Held by the person. */
  mine: number
  /** Free, and of a group of theirs. */
  group: number
  /** Of both: the term is over. */
  overdue: number
  /** Of both: the term ends by `soonEnd`. */
  soon: number
}

export interface Until {
  at: string
  /** Instant. */
  soonEnd: string
}

/** Open tasks held by the person. */
export function tasksOf(db: Db, actor: Actor): Knex.QueryBuilder {
  return db('task as t').where({ 't.claimed_by': String(actor.id), 't.status': 'open' })
}

/** Open tasks nobody holds and one of the person's roles may take at their place. */
export function freeTasks(db: Db, actor: Actor): Knex.QueryBuilder {
  return atOwnPlace(db('task as t').where('t.status', 'open').whereNull('t.claimed_by'), actor, 't')
}

/** One statement. */
export async function countWaiting(db: Db, actor: Actor, { at, soonEnd }: Until): Promise<Waiting> {
  const counted = (tasks: Knex.QueryBuilder, alias: string) =>
    db
      .from(tasks.limit(mostCounted).select('t.due_at').as('counted'))
      .select(db.raw('count(*)::int as n'))
      .select(db.raw('(count(*) filter (where due_at <= ?))::int as overdue', [at]))
      .select(db.raw('(count(*) filter (where due_at > ? and due_at <= ?))::int as soon', [at, soonEnd]))
      .as(alias)
  return db
    .from(counted(tasksOf(db, actor), 'm'))
    .crossJoin(counted(freeTasks(db, actor), 'g') as never)
    .first({
      mine: 'm.n',
      group: 'g.n',
      overdue: db.raw('m.overdue + g.overdue'),
      soon: db.raw('m.soon + g.soon'),
    })
}
