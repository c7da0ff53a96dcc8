/** The end of an act: the engine has answered, so it stands in its history. */
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import { nounOfInstance } from '../../nouns.ts'
import { finishAct } from '../../records/process/scene.ts'

/** Where an instance stands. */
export interface Standing {
  revision: number
  status: string
  statusName: string
}

/** Marks the act done and tells where that leaves its instance; sent again it only tells. */
export async function finish(db: Db, instance: string, act: { id: string; at: string }): Promise<Standing> {
  const { noun, number } = nounOfInstance(instance)
  const sql = { noun: noun.words.key, facts: noun.scene.sql }
  const row = await finishAct(db, sql, { instance, number, actId: act.id, at: act.at })
  if (!row?.facts) throw notFound()
  const { status, statusName } = noun.heading(noun.scene.record(row.facts))
  return { revision: row.revision, status, statusName }
}
