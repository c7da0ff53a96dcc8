/** How far a day's digests have come. One row a day; whoever holds it works, so that two servers never do the same. */
import type { Day } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { findUsers, toActor } from '../identity/identity.ts'

/**
 * Takes the day's work until the transaction ends. Gives the last person who was looked at; undefined when it is done,
 * or another server is at it.
 */
export async function holdDigest(trx: Db, day: Day): Promise<number | undefined> {
  await trx('inbox_digest').insert({ day }).onConflict('day').ignore()
  const row: { last_user: number } | undefined = await trx('inbox_digest')
    .where({ day })
    .whereNull('done_at')
    .forUpdate()
    .skipLocked()
    .first('last_user')
  return row?.last_user
}

export async function saveDigest(trx: Db, day: Day, lastUser: number, doneAt: string | null): Promise<void> {
  await trx('inbox_digest').where({ day }).update({ last_user: lastUser, done_at: doneAt })
}

/** The next people in the order of their ids. */
export async function nextPeople(trx: Db, after: number, limit: number): Promise<Actor[]> {
  const ids: number[] = await trx('app_user')
    .where({ status: 'active' })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .pluck('id')
  const people = await findUsers(trx, ids)
  return people.map(toActor).sort((a, b) => a.id - b.id)
}
