/** Running instances of every noun: one row each, written with the record it belongs to. */
import type { Knex } from 'knex'
import type { Vars } from '../../../workflows/process/model.ts'
import type { Wait } from '../../../workflows/process/people.ts'
import type { Db } from '../../db.ts'
import type { Place } from '../identity/scope.ts'

export interface InstanceRow extends Place {
  id: string
  noun: string
  number: string
  /** What the mapping chose the definition by. */
  kind: string
  definitionId: string
  startVars: Vars
  /** Messages the net waits for. */
  waits: Wait[]
  title: string
  whoMasked: string
  status: 'open' | 'ended'
  revision: number
  /** The enforcing timer that won and whose step is not written yet. */
  enforcedBy: string | null
  /** Milliseconds a test moved it ahead; 0 in production. */
  timeOffset: number
  startedAt: string
  endedAt: string | null
}

export async function findInstance(db: Db, id: string): Promise<InstanceRow | undefined> {
  const row = await db('process_instance').where({ id }).first()
  return row && toInstance(row)
}

export type NewInstance = Pick<
  InstanceRow,
  'id' | 'noun' | 'number' | 'kind' | 'definitionId' | 'startVars' | 'title' | 'whoMasked' | 'startedAt'
> &
  Place & {
    /** What lists find it by. */
    keys: string[]
  }

/**
 * Pins the definition: whatever is published or mapped later, this instance follows this version. With it goes its entry for
 * the search, which never changes again. Written with what else opens it (together.ts).
 */
export function instanceRows(trx: Db, given: NewInstance): Knex.QueryBuilder[] {
  const { id, noun, number, keys } = given
  return [
    trx('search_entry').insert({ noun, number, instance: id, keys }),
    trx('process_instance').insert({
      id,
      noun,
      number,
      kind: given.kind,
      definition_id: given.definitionId,
      start_vars: JSON.stringify(given.startVars),
      district: given.district,
      centre: given.centre,
      bureau: given.bureau,
      title: given.title.slice(0, 200),
      who_masked: given.whoMasked.slice(0, 200),
      started_at: given.startedAt,
    }),
  ]
}

const rowsAPage = 500

/** Ids of everything that is open, page by page. */
export async function* openInstances(db: Db): AsyncGenerator<string[]> {
  let after = ''
  for (;;) {
    const page = await db('process_instance')
      .where({ status: 'open' })
      .andWhere('id', '>', after)
      .orderBy('id')
      .limit(rowsAPage)
      .pluck<string[]>('id')
    if (page.length === 0) return
    yield page
    after = page.at(-1)!
  }
}

/** Wall time, plus the offset of an instance a test moved ahead. */
export function timeOf(now: Date, { timeOffset }: Pick<InstanceRow, 'timeOffset'>): string {
  return new Date(now.getTime() + timeOffset).toISOString()
}

/** Names as PostgreSQL has them; times come as ISO text. */
export function toInstance(row: Record<string, unknown>): InstanceRow {
  const text = (column: string) => String(row[column])
  return {
    id: text('id'),
    noun: text('noun'),
    number: text('number'),
    kind: text('kind'),
    definitionId: text('definition_id'),
    startVars: row.start_vars as Vars,
    waits: row.waits as Wait[],
    district: text('district'),
    centre: text('centre'),
    bureau: text('bureau'),
    title: text('title'),
    whoMasked: text('who_masked'),
    status: row.status as InstanceRow['status'],
    revision: Number(row.revision),
    enforcedBy: row.enforced_by as string | null,
    timeOffset: Number(row.time_offset),
    startedAt: text('started_at'),
    endedAt: row.ended_at as string | null,
  }
}
