import { findAct } from '../../records/process/act.ts'
import { tellStaff } from '../../records/inbox/tell.ts'
import type { Db } from '../../db.ts'

/** Of staff; the applicant's page shows where the instance stands. */
const isStaff = (actorId: string): boolean => /^\d+$/.test(actorId)

/** Whoever was told "saving" (202) and was refused after all finds it in their inbox. */
export async function tellRefused(db: Db, actId: string): Promise<void> {
  const act = await findAct(db, actId)
  if (act?.status !== 'refused' || !isStaff(act.actorId)) return
  await tellStaff(db, {
    userId: act.actorId,
    kind: 'act-refused',
    instance: act.instance,
    stepKey: act.id,
    what: { act: act.act, actName: act.actName, code: act.refusal ?? '' },
    at: act.receivedAt,
  })
}
