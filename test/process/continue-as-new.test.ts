import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { completeIntake } from '../intake/fixture.ts'
import { doActs } from '../histories/lives.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { reconcile } from '../../server/modules/process/reconcile.ts'
import { actUpdate } from '../../workflows/process/messages.ts'

/** An act costs about 8 events, and a run is left at 4,000: 700 acts are more than enough. */
const mostActs = 700

describe('A case that goes to and fro for long', function () {
  this.timeout(600_000)
  let office: Office
  before(async () => {
    // Of its own: hundreds of papers are left behind.
    office = await startOffice()
  })
  after(() => office?.close())

  /** Both leave a paper. */
  const toAndFro = [
    ['reviewer', 'send-back', { reason: '再核' }],
    ['clerk', 'resubmit'],
  ] as const

  it('is carried over with a paper under way for every act, loses nothing, and knows the acts it has done', async () => {
    const { temporal, db } = office.app.deps
    const { caseNo } = await office.take(completeIntake())
    const handle = temporal.workflow.getHandle(`case:${caseNo}`)
    const { runId, startTime } = await handle.describe()
    const clock = await office.clockOf(caseNo, 'acceptance')
    await doActs(office, caseNo, [['clerk', 'accept']])
    // Papers that are not printed yet hold a long history up as little as printed ones.
    await office.stopDrain()
    const promised = await office.clockOf(caseNo, 'promised')
    let acts = 0
    let longest = 0
    for (; acts < mostActs; acts += 1) {
      await doActs(office, caseNo, [[...toAndFro[acts % 2]!]])
      if (acts % 10 !== 9) continue
      const now = await handle.describe()
      longest = Math.max(longest, now.historyLength)
      if (now.runId !== runId) break
    }
    const fresh = await handle.describe()
    assert.notEqual(fresh.runId, runId, `still one history after ${acts} acts`)
    assert.ok(fresh.startTime > startTime)
    assert.ok(longest < 10_240)

    const last = await db('act')
      .where({ instance: `case:${caseNo}` })
      .orderBy('received_at', 'desc')
      .first()
    const before = await office.app.deps.engine.view(`case:${caseNo}`)
    const command = { id: last.id, task: last.task, outcome: last.outcome, at: last.received_at }
    // Temporal has forgotten this id with the old run; whoever sends it again gets the answer, and nothing is done.
    await handle.executeUpdate(actUpdate, { updateId: last.id, args: [command] })
    assert.deepEqual(await office.app.deps.engine.view(`case:${caseNo}`), before)
    assert.equal(before.timers.find((timer) => timer.clock === 'promised')?.dueAt, promised.due_at)
    assert.equal((await office.clockOf(caseNo, 'acceptance')).due_at, clock.due_at)

    const papers = { instance: `case:${caseNo}`, lane: 'paper' }
    const waiting = await db('follow_up').where(papers).whereNull('done_at')
    assert.ok(waiting.length > acts, `${waiting.length} papers wait`)
    await office.startDrain()
    const notices = () =>
      db('paper')
        .where({ instance: `case:${caseNo}`, kind: 'send-back-notice' })
        .whereNotNull('file_sha256')
        .orderBy('n')
        .pluck('n')
    assert.ok(await poll(async () => (await notices()).length >= 5, 60_000, 100))
    assert.deepEqual((await notices()).slice(0, 5), [1, 2, 3, 4, 5])

    await doActs(office, caseNo, [
      ['reviewer', 'pass'],
      ['bureauHead', 'grant'],
      ['clerk', 'deliver', { data: { method: 'counter-signature', proof: randomUUID() } }],
    ])
    const closed = async () => (await handle.describe()).status.name === 'COMPLETED'
    assert.ok(await poll(closed, 60_000, 100))
    assert.deepEqual((await reconcile(office.app.deps)).differences, [])
  })
})
