/** Beside the acts: notes among colleagues, and up to where somebody has read an instance. */
import { randomUUID } from 'node:crypto'
import type { Db } from '../../db.ts'

export interface NoteRow {
  id: string
  text: string
  byName: string
  at: string
}

export async function listNotes(db: Db, instance: string): Promise<NoteRow[]> {
  return db('note')
    .where({ instance })
    .orderBy(['at', 'id'])
    .select('id', 'text', { byName: 'by_name' }, 'at')
}

export async function addNote(
  trx: Db,
  note: { instance: string; text: string; by: { id: number; name: string }; at: string },
): Promise<NoteRow> {
  const { instance, text, by, at } = note
  const id = randomUUID()
  await trx('note').insert({ id, instance, text, by_id: String(by.id), by_name: by.name, at })
  return { id, text, byName: by.name, at }
}

/** What changed since is bold on the worklist. */
export async function markSeen(
  db: Db,
  seen: { userId: string; instance: string; revision: number; at: string },
): Promise<void> {
  const { userId, instance, revision, at } = seen
  await db('seen')
    .insert({ user_id: userId, instance, revision, at })
    .onConflict(['user_id', 'instance'])
    .merge({ revision, at })
}

/** It stands as unread again in somebody's list: they see that something is wanted of them. */
export async function markUnseen(trx: Db, userId: string, instance: string): Promise<void> {
  await trx('seen').where({ user_id: userId, instance }).delete()
}
