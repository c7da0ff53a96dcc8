/** 办件过程: what people, the law and the clocks did to an instance, beside the steps of the engine; each row written once. */
import type { Db } from '../../db.ts'

export interface TrailRow {
  id: number
  stepKey: string
  stage: string
  act: string
  actName: string
  /** When it takes effect; a term's end is the law's instant, whenever it was written. */
  at: string
  recordedAt: string
  handlerId: string
  handlerName: string
  opinion: string | null
  nodeCode: string
  statusAfter: string | null
}

/** In the order of effect. */
export async function listTrail(db: Db, instance: string): Promise<TrailRow[]> {
  const rows: (Omit<TrailRow, 'id'> & { id: string })[] = await db('trail')
    .where({ instance })
    .orderBy(['ended_at', 'id'])
    .select({
      id: 'id',
      stepKey: 'step_key',
      stage: 'stage',
      act: 'act',
      actName: 'act_name',
      at: 'ended_at',
      recordedAt: 'recorded_at',
      handlerId: 'handler_id',
      handlerName: 'handler_name',
      opinion: 'opinion',
      nodeCode: 'node_code',
      statusAfter: 'status_after',
    })
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

export async function hasTrail(db: Db, instance: string, stepKey: string): Promise<boolean> {
  return (await db('trail').where({ instance, step_key: stepKey }).first('id')) !== undefined
}

/** Which act led to each service step: papers hang on the step, the trail on the act. */
export async function causesOfSteps(db: Db, instance: string): Promise<Map<string, string>> {
  const steps: { key: string; actId: string }[] = await db('step_result')
    .where({ instance })
    .select({ key: 'key', actId: 'act_id' })
  return new Map(steps.map(({ key, actId }) => [key, actId]))
}

export interface NewTrail {
  /** Key of the act or step: written once. */
  stepKey: string
  stage: string
  act: string
  actName: string
  /** The instance's time. */
  at: string
  handlerId: string
  handlerName: string
  opinion?: string | null
  nodeCode: string
  facts?: Record<string, unknown>
  theme?: Partial<Record<'theme_code' | 'theme_name' | 'theme_case_no', string | null>>
}

/** What a person did beside the acts of the drawing; a retry of the same step adds nothing. */
export async function addTrail(trx: Db, instance: string, entry: NewTrail): Promise<void> {
  await trx('trail')
    .insert({
      instance,
      step_key: entry.stepKey,
      stage: entry.stage,
      act: entry.act,
      act_name: entry.actName,
      ended_at: entry.at,
      handler_id: entry.handlerId,
      handler_name: entry.handlerName,
      opinion: entry.opinion ?? null,
      node_code: entry.nodeCode,
      facts: JSON.stringify(entry.facts ?? {}),
      ...entry.theme,
    })
    .onConflict(['instance', 'step_key'])
    .ignore()
}
