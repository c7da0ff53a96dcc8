import { findAct } from '../../records/process/act.ts'
import { findInstance } from '../../records/process/instance.ts'
import { tellStaff } from '../../records/notification/inbox.ts'
import type { Db } from '../../db.ts'
import { refusalTitle } from './refusals.ts'

/** Of staff; the applicant's page shows where the instance stands. */
const isStaff = (actorId: string): boolean => /^\d+$/.test(actorId)

/** Whoever was told "saving" (202) and was refused after all finds it in their inbox, once by the act's id. */
export async function tellRefused(db: Db, actId: string): Promise<void> {
  const act = await findAct(db, actId)
  if (act?.status !== 'refused' || !isStaff(act.actorId)) return
  const instance = await findInstance(db, act.instance)
  await tellStaff(db, {
    template: 'act-refused',
    vars: {
      number: instance?.number ?? '',
      title: instance?.title ?? '',
      act: act.actName,
      reason: refusalTitle(act.refusal ?? ''),
    },
    users: [act.actorId],
    instance: act.instance,
    key: `act-refused/${act.id}`,
    at: act.receivedAt,
  })
}
