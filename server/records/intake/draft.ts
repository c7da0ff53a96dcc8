import type { Db, Trx } from '../../db.ts'
import type { Personal } from '../../personal.ts'

export interface Draft {
  id: string
  title: string
  data: Record<string, unknown>
  changedAt: string
}

export interface NewDraft extends Omit<Draft, 'changedAt'> {
  userId: number
  centre: string
  at: string
}

export const mostDrafts = 100

/** A draft holds names and documents as they were typed: title and content are sealed together (reliability S16). */
const sealedTitle = ''

export async function listDrafts(db: Db, personal: Personal, userId: number): Promise<Draft[]> {
  const rows = await db('intake_draft')
    .where({ user_id: String(userId) })
    .orderBy('changed_at', 'desc')
    .limit(mostDrafts)
  return rows.map((row) => ({
    ...(JSON.parse(personal.open(row.data.sealed)) as Pick<Draft, 'title' | 'data'>),
    id: row.id,
    changedAt: row.changed_at,
  }))
}

/** Writes a draft of one's own. False when the id is another person's. */
export async function saveDraft(trx: Trx, personal: Personal, draft: NewDraft): Promise<boolean> {
  const sealed = personal.seal(JSON.stringify({ title: draft.title, data: draft.data }))
  const row = {
    id: draft.id,
    user_id: String(draft.userId),
    centre: draft.centre,
    title: sealedTitle,
    data: JSON.stringify({ sealed }),
    changed_at: draft.at,
  }
  const saved = await trx('intake_draft')
    .insert(row)
    .onConflict('id')
    .merge(['title', 'data', 'changed_at', 'centre'])
    .where('intake_draft.user_id', row.user_id)
    .returning('id')
  return saved.length > 0
}

export async function countDrafts(db: Db, userId: number, exceptId: string): Promise<number> {
  const row = await db('intake_draft')
    .where({ user_id: String(userId) })
    .whereNot('id', exceptId)
    .count({ n: '*' })
    .first()
  return Number(row?.n ?? 0)
}

/**
 * The draft a case was taken from has done its work. The page keeps the key of its submission in the draft; it is
 * sealed, so a clerk's few drafts are opened one by one.
 */
export async function deleteDraftOfKey(
  trx: Trx,
  personal: Personal,
  userId: number,
  key: string,
): Promise<void> {
  const own = await listDrafts(trx, personal, userId)
  const done = own.filter(({ data }) => data['key'] === key).map(({ id }) => id)
  if (done.length > 0)
    await trx('intake_draft')
      .whereIn('id', done)
      .where({ user_id: String(userId) })
      .delete()
}

export async function deleteDraft(trx: Trx, userId: number, id: string): Promise<boolean> {
  return (
    (await trx('intake_draft')
      .where({ id, user_id: String(userId) })
      .delete()) > 0
  )
}
