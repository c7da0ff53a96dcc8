import assert from 'node:assert/strict'
import { reconcile } from '../../server/modules/process/reconcile.ts'
import { completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import { startStack } from '../support/stack.ts'
import type { FaultStack } from '../support/stack.ts'
import { poll } from '../support/stack.ts'
import { skipTime } from '../support/time.ts'
import { caseInstance } from '../../workflows/case/domain.ts'
import { openBranch } from './branch.ts'
import type { Branch } from './branch.ts'

const untilDeadlineMs = 12_000

describe('In the middle of a supplement wait', function () {
  this.timeout(600_000)
  let stack: FaultStack
  let branch: Branch
  before(async () => {
    stack = await startStack()
    branch = await openBranch(stack)
  })
  after(async () => {
    await branch?.close()
    await stack?.dispose()
  })

  const victims: [string, () => Promise<void>, () => Promise<unknown>][] = [
    ['the worker', () => branch.worker.kill9(), () => branch.startWorker()],
    ['the drain', () => branch.drain.kill9(), () => branch.startDrain()],
    ['the server', () => branch.server.kill9(), () => branch.startServer()],
    ['Temporal', () => stack.temporal.kill9(), () => stack.temporal.restart()],
    ['PostgreSQL', () => stack.pg.kill9(), () => stack.pg.restart()],
  ]
  for (const [who, kill, restart] of victims) {
    it(`killing ${who} loses nothing: the case goes on, one clerk wins, and a term that ends meanwhile ends once`, async () => {
      const [going, ending] = [await demanded(), await demanded()]
      const due = await nearDeadline(ending)
      const killed = performance.now()
      await kill()
      await pastDeadline(due)
      await restart()
      await deadlineFiredOnce(ending, due, performance.now() - killed)
      await goesOn(going)
      await agree()
    })
  }

  it('killing worker, server and Temporal together right after an act’s commit keeps the act and its winner', async () => {
    const ending = await demanded()
    const caseNo = await branch.take(completeIntake())
    const due = await nearDeadline(ending)
    const killed = performance.now()
    // Worker and Temporal first: the act is committed, and certainly not carried out, when the server goes.
    await Promise.all([branch.worker.kill9(), stack.temporal.kill9()])
    const key = `kept-${caseNo}`
    const kept = await branch.send('clerk', caseInstance(caseNo), 'accept', { key })
    await branch.server.kill9()
    assert.equal(kept.status, 202, JSON.stringify(kept.body))
    const status = async () => (await branch.deps.db('act').where({ id: key }).first('status')).status
    assert.equal(await status(), 'pending')
    await branch.startServer()
    await isRefused(caseNo, 'refuse')
    await pastDeadline(due)
    await stack.temporal.restart()
    await branch.startWorker()
    await branch.becomes(caseNo, 'accepted')
    assert.ok(await poll(async () => (await status()) === 'done', 30_000))
    await isRefused(caseNo, 'refuse')
    const again = await branch.act('clerk', caseInstance(caseNo), 'accept', { key })
    assert.equal(again.status, 200)
    await deadlineFiredOnce(ending, due, performance.now() - killed)
    await agree()
  })

  async function demanded(): Promise<string> {
    const caseNo = await branch.take(enterpriseIntake({ eDelivery: true }))
    const materials = await branch.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .select('id', 'state', 'reason')
    const answer = await branch.act('clerk', caseInstance(caseNo), 'supplement', { data: { materials } })
    assert.equal(answer.body.status, 'supplementing', JSON.stringify(answer.body))
    return caseNo
  }

  /** Moves the case to shortly before its supplement term ends; answers when that will be on the wall. */
  async function nearDeadline(caseNo: string): Promise<number> {
    const { db } = branch.deps
    const { due_at: due } = await db('clock')
      .where({ instance: `case:${caseNo}`, kind: 'supplement' })
      .first('due_at')
    await skipTime(branch.deps, `case:${caseNo}`, Date.parse(due) - untilDeadlineMs - Date.now())
    const { time_offset: offset } = await db('process_instance')
      .where({ id: `case:${caseNo}` })
      .first('time_offset')
    return Date.parse(due) - Number(offset)
  }

  async function pastDeadline(due: number): Promise<void> {
    assert.ok(await poll(() => Date.now() > due, 2 * untilDeadlineMs))
  }

  async function deadlineFiredOnce(caseNo: string, due: number, outageMs: number): Promise<void> {
    const { db } = branch.deps
    await branch.becomes(caseNo, 'deemed-withdrawn')
    const expired = await db('trail').where({ instance: `case:${caseNo}`, act: 'supplement-expired' })
    assert.equal(expired.length, 1)
    const late = Date.parse(expired[0].recorded_at) - due
    assert.ok(late <= outageMs, `${late} ms late after an outage of ${outageMs} ms`)
    const { ended_at: endedAt } = await db('case_record').where({ case_no: caseNo }).first('ended_at')
    const { due_at: dueAt } = await db('clock')
      .where({ instance: `case:${caseNo}`, kind: 'supplement' })
      .first('due_at')
    assert.equal(endedAt, dueAt)
    const told = () => branch.simulators.sms.list({ caseNo }).filter(({ text }) => text.includes('办件终止'))
    assert.ok(await poll(() => told().length > 0, 120_000, 200), 'nobody was told')
    const printed = async () =>
      db('paper')
        .where({ instance: `case:${caseNo}`, kind: 'termination-notice' })
        .whereNotNull('file_sha256')
    assert.deepEqual([told().length, (await printed()).length], [1, 1])
  }

  async function goesOn(caseNo: string): Promise<void> {
    await branch.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .update({ state: 'handed-in' })
    assert.equal((await branch.act('clerk', caseInstance(caseNo), 'complete-supplement')).status, 200)
    assert.equal((await branch.act('clerk', caseInstance(caseNo), 'accept')).status, 200)
    await isRefused(caseNo, 'refuse')
  }

  /** The opposite act by a second clerk. */
  async function isRefused(caseNo: string, act: string): Promise<void> {
    const answer = await branch.act('secondClerk', caseInstance(caseNo), act, { reason: '不属于受理范围' })
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.winner?.name],
      [409, 'task-taken', '李思远'],
      JSON.stringify(answer.body),
    )
  }

  async function agree(): Promise<void> {
    assert.deepEqual((await reconcile(branch.deps)).differences, [])
  }
})
