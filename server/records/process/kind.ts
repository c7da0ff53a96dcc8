/** Kinds of a noun's records: those it comes with, and those an administrator added beside a mapping. */
import type { Db } from '../../db.ts'
import type { NounWords } from '../../../workflows/nouns.ts'

/** Name by key, the noun's own first. */
export async function kindsOf(db: Db, { key: noun, kinds }: NounWords): Promise<Map<string, string>> {
  const added = await db('record_kind').where({ noun }).orderBy('added_at').select('key', 'name')
  return new Map([...Object.entries(kinds), ...added.map(({ key, name }): [string, string] => [key, name])])
}

/** Undefined for a kind nobody knows; what the noun comes with is known without asking. */
export async function kindName(db: Db, words: NounWords, kind: string): Promise<string | undefined> {
  return words.kinds[kind] ?? (await kindsOf(db, words)).get(kind)
}

export interface NewKind {
  noun: string
  key: string
  name: string
  addedBy: string
  addedAt: string
}

/** A kind that is there already keeps its name. */
export async function addKind(trx: Db, { noun, key, name, addedBy, addedAt }: NewKind): Promise<void> {
  await trx('record_kind')
    .insert({ noun, key, name, added_by: addedBy, added_at: addedAt })
    .onConflict(['noun', 'key'])
    .ignore()
}
