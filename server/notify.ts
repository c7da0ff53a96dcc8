import type { Db } from './db.ts'

export const EVENT_CHANNEL = 'banjian_events'

/** Something a page may be showing has changed. Carries no content: the page asks again by its own right. */
export interface LiveEvent {
  /** A noun with the number of its instance as id, or `worklist` with a group key (`groupKey`, `user:<id>`). */
  topic: string
  id: string
  /** Revision of the projection, so that a page can skip what it already shows. */
  revision?: number
}

/** Tells all servers, when and only when the transaction commits. Equal events of one transaction are one. */
export async function notify(trx: Db, topic: string, id: string, revision?: number): Promise<void> {
  const event: LiveEvent = { topic, id, ...(revision !== undefined && { revision }) }
  await trx.raw('SELECT pg_notify(?, ?)', [EVENT_CHANNEL, JSON.stringify(event)])
}
