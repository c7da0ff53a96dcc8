import type pg from 'pg'
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
  await notifyAll(trx, [{ topic, id, ...(revision !== undefined && { revision }) }])
}

/** Many events by one statement. */
export async function notifyAll(trx: Db, events: LiveEvent[]): Promise<void> {
  if (events.length === 0) return
  const texts = events.map((event) => JSON.stringify(event))
  await trx.raw('select pg_notify(?, e) from unnest(?::text[]) e', [EVENT_CHANNEL, texts])
}

export interface Notifier {
  tell(events: LiveEvent[]): void
  /** Tells what is left. */
  close(): Promise<void>
}

const collectMs = 50

/**
 * Tells all servers after the commit, many transactions by one statement: a NOTIFY within one takes a lock of the whole
 * cluster over its commit. A crash loses at most a hint; pages ask again by themselves.
 */
export function createNotifier(pool: pg.Pool): Notifier {
  let waiting = new Map<string, LiveEvent>()
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const send = (): void => {
    timer = undefined
    const events = [...waiting.values()].map((event) => JSON.stringify(event))
    waiting = new Map()
    sending = pool
      .query({
        name: 'notify',
        text: 'select pg_notify($1, e) from unnest($2::text[]) e',
        values: [EVENT_CHANNEL, events],
      })
      .catch(() => undefined)
  }
  return {
    tell(events) {
      for (const event of events) waiting.set(`${event.topic}:${event.id}`, event)
      if (events.length > 0) timer ??= setTimeout(send, collectMs)
    },
    async close() {
      if (timer) {
        clearTimeout(timer)
        send()
      }
      await sending
    },
  }
}
