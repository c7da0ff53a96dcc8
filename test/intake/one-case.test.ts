import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { sharedOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { personIntake } from './fixture.ts'

describe('One submission', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => {
    office = await sharedOffice()
  })

  /** Rows of everything that one intake may leave; what it left is the difference. */
  const tables = ['case_record', 'act', 'process_instance', 'intake_request', 'paper']
  const counts = async (): Promise<number[]> => {
    await office.settled()
    const { db } = office.app.deps
    return Promise.all(tables.map(async (table) => Number((await db(table).count({ n: '*' }).first())!.n)))
  }

  it('sent 100 times at the same moment is one case, one workflow, one receipt, and 100 equal answers', async () => {
    const before = await counts()
    const headers = { 'idempotency-key': randomUUID() }
    const send = () => office.clerk.post('/api/cases', personIntake(), { headers })
    const answers = await Promise.all(Array.from({ length: 100 }, send))
    const { caseNo } = answers[0]!.body
    // 202 for those who were answered before the engine had written its records: the case is the same.
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 202),
      [],
    )
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    const workflow = await office.app.deps.temporal.workflow.getHandle(`case:${caseNo}`).describe()
    assert.equal(workflow.status.name, 'RUNNING')
    await office.becomes(caseNo, 'received')
    const later = await send()
    assert.deepEqual([later.status, later.body], [201, answers[0]!.body])
    const after = await counts()
    assert.deepEqual(
      after.map((n, i) => n - before[i]!),
      tables.map(() => 1),
      `rows of ${tables.join(', ')}`,
    )
    assert.equal((await office.texts(caseNo)).length, 1)
  })

  it('is kept while the engine is away, answered as being saved, and taken up by the relay', async () => {
    await office.stopWorker()
    const headers = { 'idempotency-key': randomUUID() }
    const answer = await office.clerk.post('/api/cases', personIntake(), { headers })
    assert.equal(answer.status, 202)
    const act = () => office.app.deps.db('act').where({ id: headers['idempotency-key'] }).first()
    assert.equal((await act()).status, 'pending')
    await office.startWorker()
    await office.relay()
    assert.ok(await poll(async () => (await act()).status === 'done', 30_000, 100))
    const again = await office.clerk.post('/api/cases', personIntake(), { headers })
    assert.deepEqual([again.status, again.body], [201, answer.body])
  })
})
