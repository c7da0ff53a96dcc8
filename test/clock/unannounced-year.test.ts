import assert from 'node:assert/strict'
import { startClockRelay } from '../../server/relays.ts'
import { demanded } from '../histories/lives.ts'
import type { Office } from '../support/desk.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import { poll } from '../support/stack.ts'

const day = 24 * 3_600_000

/** ADR 004. Everywhere else the test office has the next year's calendar; here it has not come out yet. */
describe('A term that runs into a year whose holidays are not announced', function () {
  this.timeout(60_000)
  let office: Office
  before(async () => {
    office = await startDirectOffice({ at: '2026-12-14T01:00:00Z', calendars: false })
  })
  after(() => office?.close())

  it('ends no case until they are, and then on the day they give', async () => {
    const { caseNo } = await demanded(office, true)
    const first = await office.clockOf(caseNo, 'supplement')
    assert.deepEqual([first.due_day, first.provisional], ['2027-01-05', true])
    await office.skipTo(caseNo, new Date(Date.parse(first.due_at) + 5 * day).toISOString())
    assert.equal((await office.caseOf(caseNo)).status, 'supplementing')

    await announce2027()
    const stop = startClockRelay(office.app.deps)
    const settled = async () => !(await office.clockOf(caseNo, 'supplement')).provisional
    assert.ok(await poll(settled, 30_000, 50))
    await stop()
    const { due_day: due } = await office.clockOf(caseNo, 'supplement')
    assert.equal(due, '2027-01-06', 'the Monday after New Year moved it by one')
    await office.skip(caseNo, 2 * day)
    await office.becomes(caseNo, 'deemed-withdrawn')
    assert.equal((await office.caseOf(caseNo)).ended_at, (await office.clockOf(caseNo, 'supplement')).due_at)
  })

  async function announce2027(): Promise<void> {
    const administrator = await office.app.signIn('administrator')
    const days = ['2027-01-01', '2027-01-04'].map((date) => ({ day: date, kind: 'holiday', name: '元旦' }))
    const draft = { source: '国务院办公厅关于2027年部分节假日安排的通知', days, expectedVersion: null }
    const saved = await administrator.put('/api/calendars/2027', draft)
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const { version: expectedVersion } = saved.body.draft
    const answer = await administrator.post('/api/calendars/2027/publish', { expectedVersion })
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
  }
})
