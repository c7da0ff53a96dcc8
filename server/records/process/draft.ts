/** Drawings that are being changed. Shared: whoever may publish goes on where another stopped. */
import type { Db, Trx } from '../../db.ts'

export interface DraftHead {
  id: string
  key: string
  name: string
  /** Version it was begun from; null for a blank or uploaded one. */
  basedOn: number | null
  revision: number
  changedBy: string
  changedAt: string
}

export interface DraftFile extends DraftHead {
  bpmn: string
}

/** What a save writes. */
export type DraftChange = Pick<DraftFile, 'key' | 'name' | 'bpmn'> & { by: string; at: string }

/** Drafts are kept until they are published or thrown away; this many are a heap nobody looks through. */
export const mostDrafts = 100

const head = {
  id: 'id',
  key: 'key',
  name: 'name',
  basedOn: 'based_on',
  revision: 'revision',
  changedBy: 'changed_by',
  changedAt: 'changed_at',
}

/** Newest change first. */
export function listDrafts(db: Db): Promise<DraftHead[]> {
  return db('process_draft').orderBy('changed_at', 'desc').limit(mostDrafts).select(head)
}

export async function countDrafts(db: Db): Promise<number> {
  const row = await db('process_draft').count({ n: '*' }).first()
  return Number(row?.n ?? 0)
}

export function findDraft(db: Db, id: string): Promise<DraftFile | undefined> {
  return db('process_draft')
    .where({ id })
    .first({ ...head, bpmn: 'bpmn' })
}

/** Holds the draft for the rest of the transaction: nobody saves while it is being published. */
export function findDraftForUpdate(trx: Trx, id: string): Promise<DraftFile | undefined> {
  return trx('process_draft')
    .where({ id })
    .forUpdate()
    .first({ ...head, bpmn: 'bpmn' })
}

export async function insertDraft(
  trx: Trx,
  draft: DraftChange & { id: string; basedOn: number | null },
): Promise<DraftHead> {
  const { id, basedOn, key, name, bpmn, by, at } = draft
  await trx('process_draft').insert({
    id,
    key,
    name,
    bpmn,
    based_on: basedOn,
    created_by: by,
    created_at: at,
    changed_by: by,
    changed_at: at,
  })
  return { id, key, name, basedOn, revision: 1, changedBy: by, changedAt: at }
}

/** Saves over exactly the revision the drawing was made from; undefined when it has moved on or is gone. */
export async function updateDraft(
  trx: Trx,
  { id, revision, ...change }: DraftChange & { id: string; revision: number },
): Promise<number | undefined> {
  const rows: { revision: number }[] = await trx('process_draft')
    .where({ id, revision })
    .update({
      key: change.key,
      name: change.name,
      bpmn: change.bpmn,
      changed_by: change.by,
      changed_at: change.at,
      revision: trx.raw('revision + 1'),
    })
    .returning('revision')
  return rows[0]?.revision
}

export async function deleteDraft(trx: Trx, id: string): Promise<boolean> {
  return (await trx('process_draft').where({ id }).delete()) > 0
}
