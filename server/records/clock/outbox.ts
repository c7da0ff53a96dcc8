import { addSeconds } from '../../../workflows/clock/day.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'

export interface OwedSignal {
  id: number
  clockId: string
  caseNo: string
  attempts: number
}

const LONGEST_WAIT_SECONDS = 300

/** Locks the next signals owed at `at`; other processes pass over them until the transaction ends. */
export async function takeSignals(trx: Db, limit: number, at: Instant): Promise<OwedSignal[]> {
  return trx('clock_signal_outbox')
    .whereNull('sent_at')
    .where('try_at', '<=', at)
    .orderBy(['try_at', 'id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select({ id: 'id', clockId: 'clock_id', caseNo: 'case_no', attempts: 'attempts' })
}

export async function markSent(trx: Db, id: number, at: Instant): Promise<void> {
  await trx('clock_signal_outbox').where({ id }).update({ sent_at: at, last_error: null })
}

/** Tries again after 2, 4, 8 … seconds, at most 5 minutes; the others go on meanwhile. */
export async function markFailed(trx: Db, signal: OwedSignal, error: string, at: Instant): Promise<void> {
  const wait = Math.min(2 ** (signal.attempts + 1), LONGEST_WAIT_SECONDS)
  await trx('clock_signal_outbox')
    .where({ id: signal.id })
    .update({ attempts: signal.attempts + 1, last_error: error.slice(0, 500), try_at: addSeconds(at, wait) })
}
