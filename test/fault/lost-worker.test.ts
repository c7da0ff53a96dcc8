import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { completeIntake } from '../intake/fixture.ts'
import { createDatabase, dropDatabase, getStack, poll } from '../support/stack.ts'
import { caseInstance } from '../../workflows/case/domain.ts'
import { openBranch } from './branch.ts'
import type { Branch } from './branch.ts'

/** What a person may have to wait when one of two workers is lost. */
const limits = { sentAfter: 3_000, inFlight: 10_000 }

describe('When one of two workers is lost', function () {
  this.timeout(300_000)
  const database = `lost_${randomUUID().slice(0, 8)}`
  let databaseUrl: string
  let branch: Branch
  before(async () => {
    databaseUrl = await createDatabase(database)
    branch = await openBranch({ ...getStack(), databaseUrl })
  })
  after(async () => {
    await branch?.close()
    await dropDatabase(database)
  })

  /** What an act takes on this machine just now, with both workers there and warm: some 100 ms on one that is at rest. */
  async function usually(): Promise<number> {
    const took: number[] = []
    for (let n = 0; n < 3; n += 1) {
      const caseNo = await branch.take(completeIntake())
      took.push(await answered(branch.act('clerk', caseInstance(caseNo), 'accept'), performance.now()))
    }
    return Math.max(...took)
  }

  const within = (took: number, most: number) =>
    assert.ok(took <= most, `${Math.round(took)} ms, at most ${Math.round(most)}`)

  /** Milliseconds until the act is answered for good. */
  async function answered(act: Promise<{ status: number; body: unknown }>, since: number): Promise<number> {
    const { status, body } = await act
    assert.equal(status, 200, JSON.stringify(body))
    return performance.now() - since
  }

  it('an act sent after that is answered within 3 s', async () => {
    const caseNo = await branch.take(completeIntake())
    const first = branch.worker
    await branch.startWorker()
    const usual = await usually()
    await first.kill9()
    const took = await answered(branch.act('clerk', caseInstance(caseNo), 'accept'), performance.now())
    within(took, limits.sentAfter + usual)
  })

  it('an act that it had in hand is answered within 10 s', async () => {
    const caseNo = await branch.take(completeIntake())
    const first = branch.worker
    await branch.startWorker()
    const usual = await usually()
    const holder = new pg.Client({ connectionString: databaseUrl })
    await holder.connect()
    try {
      // The step waits for its clocks while somebody holds them.
      await holder.query('begin')
      await holder.query('select 1 from clock where instance = $1 for update', [`case:${caseNo}`])
      const act = branch.act('clerk', caseInstance(caseNo), 'accept')
      const inHand = async () =>
        (await branch.deps
          .db('pg_stat_activity')
          .where({ datname: database, application_name: 'banjian-step', wait_event_type: 'Lock' })
          .first('pid')) !== undefined
      assert.ok(await poll(inHand, 30_000, 20), 'no step waits')
      await first.kill9()
      const killed = performance.now()
      await holder.query('commit')
      const took = await answered(act, killed)
      within(took, limits.inFlight + usual)
    } finally {
      await holder.end()
    }
  })
})
