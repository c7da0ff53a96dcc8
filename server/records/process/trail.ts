/** What people, the law and the clocks did to an instance: rows beside the steps of the engine, each written once. */
import type { Db } from '../../db.ts'

export interface TrailRow {
  instance: string
  /** Key of the act or step: written once. */
  stepKey: string
  stage: string
  act: string
  actName: string
  at: string
  handlerId: string
  handlerName: string
  opinion?: string | null
  nodeCode: string
  facts?: Record<string, unknown>
  theme?: Partial<Record<'theme_code' | 'theme_name' | 'theme_case_no', string | null>>
}

/** Adds a row of the timeline; a retry of the same step adds nothing. */
export async function addTrail(trx: Db, row: TrailRow): Promise<void> {
  await trx('trail')
    .insert({
      instance: row.instance,
      step_key: row.stepKey,
      stage: row.stage,
      act: row.act,
      act_name: row.actName,
      ended_at: row.at,
      handler_id: row.handlerId,
      handler_name: row.handlerName,
      opinion: row.opinion ?? null,
      node_code: row.nodeCode,
      facts: JSON.stringify(row.facts ?? {}),
      ...row.theme,
    })
    .onConflict(['instance', 'step_key'])
    .ignore()
}
