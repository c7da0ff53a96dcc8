import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Gate } from '../../server/gate.ts'
import { relayActs } from '../../server/modules/process/relay.ts'
import { ticketDesk } from '../change-ticket/desk.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { completeIntake } from '../intake/fixture.ts'

describe('more acts at once than there is room for', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => (office = await startDirectOffice()))
  after(() => office?.close())

  const accept = (caseNo: string, key: string) =>
    office.clerk.post(
      `/api/instances/case:${caseNo}/acts`,
      { outcome: 'accept' },
      { headers: { 'idempotency-key': key } },
    )

  /** As if that many acts were under way. */
  async function whileFull<T>(work: () => Promise<T>): Promise<T> {
    const { acts } = office.app.deps
    const leave = Array.from({ length: acts.most }, () => acts.enter())
    try {
      return await work()
    } finally {
      for (const out of leave) out?.()
    }
  }

  const acts = (caseNo: string) => office.app.deps.db('act').where({ instance: `case:${caseNo}` })

  it('are sent away before anything is written, and go through with the same key when there is', async () => {
    const { caseNo } = await office.take(completeIntake())
    const key = randomUUID()
    const refused = await whileFull(() => accept(caseNo, key))
    assert.deepEqual([refused.status, refused.body.code], [503, 'overloaded'])
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal((await acts(caseNo)).length, 1, 'only its receipt')
    assert.equal((await accept(caseNo, key)).status, 200)
  })

  it('nor is a case taken then', async () => {
    const before = await office.app.deps.db('case_record').count('case_no as n').first()
    const headers = { 'idempotency-key': randomUUID() }
    const refused = await whileFull(() => office.clerk.post('/api/cases', completeIntake(), { headers }))
    assert.equal(refused.status, 503)
    assert.deepEqual(await office.app.deps.db('case_record').count('case_no as n').first(), before)
  })

  it('nor is a ticket opened; one that fails leaves its place to the next', async () => {
    const { operator, send } = await ticketDesk(office)
    const refused = await whileFull(() => send(operator))
    assert.deepEqual([refused.status, refused.body.code], [503, 'overloaded'])
    const gate = new Gate(1)
    await assert.rejects(
      gate.through(() => Promise.reject(new Error('failed'))),
      /failed/,
    )
    await gate.through(async () => {
      await assert.rejects(
        gate.through(() => Promise.resolve()),
        { code: 'overloaded' },
      )
    })
    assert.equal((await send(operator)).status, 201)
  })

  it('an applicant’s act is kept with its instant all the same, and carried out afterwards', async () => {
    const { caseNo } = await office.take(completeIntake())
    const citizen = await office.app.citizen(caseNo)
    const headers = { 'idempotency-key': randomUUID() }
    const withdrawal = { reason: '本人书面撤回申请' }
    const answer = await whileFull(() => citizen.post('/api/citizen/withdraw', withdrawal, { headers }))
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    const kept = await acts(caseNo).where({ status: 'pending' }).first()
    assert.equal(await office.relay(), 1)
    await office.becomes(caseNo, 'withdrawn')
    const [{ ended_at: endedAt }] = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}`, act: 'withdraw' })
    assert.equal(endedAt, kept.received_at)
  })

  it('an act on the last day of an enforcing term is kept: overload costs nobody a term', async () => {
    const { caseNo } = await office.take(completeIntake())
    const term = await office.app.deps
      .db('clock')
      .where({ instance: `case:${caseNo}`, mode: 'enforce', state: 'running' })
      .first()
    assert.ok(term, 'a case waits for its acceptance under an enforcing term')
    await office.skipTo(caseNo, `${term.due_day}T01:00:00.000Z`)
    const answer = await whileFull(() => accept(caseNo, randomUUID()))
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    await office.relay()
    await office.becomes(caseNo, 'accepted')
  })

  it('the relay leaves alone what its sender asks for again, and asks less often what is not answered', async () => {
    const { caseNo } = await office.take(completeIntake())
    await office.stopWorker()
    const key = randomUUID()
    assert.equal((await accept(caseNo, key)).status, 202)
    assert.equal((await accept(caseNo, key)).status, 202)
    const { sent_at: asked } = await acts(caseNo).where({ id: key }).first()
    const after = (seconds: number) =>
      relayActs({ ...office.app.deps, now: () => new Date(Date.parse(asked) + seconds * 1_000) })
    await acts(caseNo)
      .where({ id: key })
      .update({ recorded_at: new Date(Date.parse(asked) - 60_000) })
    assert.equal(await after(4), 0, 'its sender waits')
    assert.equal(await after(6), 1)
    assert.equal(await after(13), 0, 'not again after 7 s')
    assert.equal(await after(17), 1, 'but after 10')
    assert.equal(await after(33), 0, 'then not before 20')
    await office.startWorker()
  })
})
