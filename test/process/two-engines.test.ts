import assert from 'node:assert/strict'
import { caseInstance } from '../../workflows/case/domain.ts'
import { lives } from '../histories/lives.ts'
import { liveTicket } from '../histories/ticket.ts'
import { recordsOf } from '../histories/records.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'

/** What lets the law be tested without Temporal: tests on the direct engine say what the product does. */
describe('A life leaves the same records', function () {
  this.timeout(120_000)
  let temporal: Office
  let direct: Office
  before(async () => {
    // Of its own: the order of acts in an office stands in its records.
    temporal = await startOffice()
    direct = await startDirectOffice({ at: new Date().toISOString() })
  })
  after(async () => {
    await temporal?.close()
    await direct?.close()
  })

  for (const { name, live } of lives) {
    it(`on the direct engine as on Temporal: ${name}`, async () => {
      const [real, given] = await Promise.all([live(temporal), live(direct)])
      await Promise.all([temporal.settled(), direct.settled()])
      const records = await recordsOf(temporal.app.deps.db, caseInstance(real))
      assert.deepEqual(await recordsOf(direct.app.deps.db, caseInstance(given)), records)
      assert.ok(Object.values(records).flat().length > 20, 'a life leaves rows')
      assert.equal((await direct.texts(given)).length, (await temporal.texts(real)).length)
    })
  }

  it('of a change ticket too, which runs as a workflow of its own name to its end', async () => {
    const [real, given] = await Promise.all([temporal, direct].map(liveTicket))
    const handle = temporal.app.deps.temporal.workflow.getHandle(real!)
    assert.equal((await handle.describe()).type, 'changeTicketProcess')
    const ended = async () => (await handle.describe()).status.name === 'COMPLETED'
    assert.ok(await poll(ended, 20_000, 100), 'the workflow has ended')
    await Promise.all([temporal.settled(), direct.settled()])
    assert.deepEqual(
      await recordsOf(direct.app.deps.db, given!),
      await recordsOf(temporal.app.deps.db, real!),
    )
  })
})
