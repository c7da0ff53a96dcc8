/**
 * Sends again what was committed and not carried out: acts whose Update was lost with a server, worker or Temporal.
 * Runs in every server; the claim on `sent_at` keeps two of them from sending the same act at the same moment
 * (which would be harmless: an act's id is its update's id).
 */
import type { Logger } from 'pino'
import type { Db } from '../../db.ts'
import { startTask } from '../../../workflows/process/domain.ts'
import { lockKey } from '../../records/lock.ts'
import { commandOf, findStaleActs, markSent } from '../../records/process/act.ts'
import type { ActRow } from '../../records/process/act.ts'
import type { Engine } from './engine.ts'
import { tellRefused } from './tell-refused.ts'

const staleAfterMs = 5000
const batch = 50

export interface RelayDeps {
  db: Db
  engine: Engine
  now: () => Date
  log: Pick<Logger, 'warn' | 'info'>
}

/** One round; answers how many acts were sent. */
export async function relayActs({ db, engine, now, log }: RelayDeps): Promise<number> {
  const before = new Date(now().getTime() - staleAfterMs).toISOString()
  const acts = await db.transaction(async (trx) => {
    await lockKey(trx, 'relay acts')
    const stale = await findStaleActs(trx, before, batch)
    for (const act of stale) await markSent(trx, act.id, now().toISOString())
    return stale
  })
  for (const act of acts) {
    try {
      const how = await sendAgain(engine, act)
      if (how === 'refused') await tellRefused(db, act.id)
      log.info({ act: act.id, instance: act.instance, how }, 'act sent again')
    } catch (err) {
      log.warn({ err, act: act.id }, 'act could not be sent again')
    }
  }
  return acts.length
}

async function sendAgain(engine: Engine, act: ActRow): Promise<string> {
  if (act.task === startTask) {
    const { saved } = await engine.start({ instance: act.instance, actId: act.id, at: act.receivedAt })
    return saved ? 'done' : 'saving'
  }
  const outcome = await engine.act(act.instance, commandOf(act))
  return outcome.how
}

/** Calls `work` again and again until stopped; the next call waits for the one before. */
export function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  log: RelayDeps['log'],
): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const tick = (): void => {
    running = work().then(
      () => undefined,
      (err: unknown) => log.warn({ err }, 'a relay round failed'),
    )
    void running.then(() => {
      if (!stopped) timer = setTimeout(tick, everyMs)
    })
  }
  tick()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
