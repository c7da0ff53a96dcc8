/** Staff are told of what happened while they were away: a row of the outbox, put into their inbox by its lane. */
import type { Db } from '../../db.ts'

export interface Told {
  userId: string
  /** What kind of thing happened, e.g. `act-refused`. */
  kind: string
  instance: string
  /** The act or step it follows; with the kind it is told once. */
  stepKey: string
  /** Codes and ids only. */
  what: Record<string, string>
  at: string
}

export async function tellStaff(trx: Db, told: Told): Promise<void> {
  const { kind, instance, stepKey, at } = told
  await trx('follow_up')
    .insert({
      lane: 'inbox',
      kind,
      instance,
      step_key: stepKey,
      ref: told.userId,
      what: JSON.stringify({ ...told.what, userId: told.userId }),
      at,
      try_at: at,
    })
    .onConflict(['instance', 'step_key', 'kind', 'ref'])
    .ignore()
}
