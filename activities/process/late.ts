/** The answer of another system that comes when its instance has ended: nobody is there to drop it but who asked. */
import type { Db } from '../../server/db.ts'
import { findInstance, timeOf } from '../../server/records/process/instance.ts'
import { getNet } from '../../server/records/process/projection.ts'
import { addTrail } from '../../server/records/process/trail.ts'
import type { ServiceCall } from '../../workflows/process/domain.ts'

/** How the timeline names an answer that was not taken. */
export const lateAnswer = { act: 'answer-late', actName: '迟到的应答未采用' } as const

/**
 * Puts it on record, once. An open instance hears its late answers itself and writes them with its steps; an ended one
 * runs no step any more.
 */
export async function recordIfOver(
  { db, now }: { db: Db; now(): Date },
  { instance, key, element }: Pick<ServiceCall, 'key' | 'element'> & { instance: string },
): Promise<void> {
  const row = await findInstance(db, instance)
  if (row?.status !== 'ended') return
  const net = await getNet(db, row.definitionId)
  await addTrail(db, instance, {
    ...lateAnswer,
    ...{ stepKey: `late/${key}`, stage: net.elements[element]?.name ?? element, nodeCode: element },
    ...{ at: timeOf(now(), row), handlerId: 'system', handlerName: '系统' },
  })
}
