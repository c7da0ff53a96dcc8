import assert from 'node:assert/strict'
import type { HttpClient } from '../support/http.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { completeIntake } from '../intake/fixture.ts'

describe('a step that stops', function () {
  this.timeout(180_000)
  let office: Office
  let administrator: HttpClient
  let operator: HttpClient
  let caseNo: string
  before(async () => {
    office = await startOffice()
    administrator = await office.app.signIn({ roles: ['administrator'], name: '系统管理员' })
    operator = await office.app.signIn({ roles: ['operator'], name: '运营员' })
    caseNo = (await office.take(completeIntake())).caseNo
    await breakRow()
    await office.act(office.clerk, caseNo, 'accept')
    assert.ok(await poll(async () => (await openIncidents()).length === 1, 20_000, 50), 'no incident')
  })
  after(() => office.close())

  const db = () => office.app.deps.db
  const openIncidents = async () => db()('incident').where({ instance: `case:${caseNo}`, status: 'open' })
  const retry = async (who: HttpClient) => {
    const { key } = await db()('incident')
      .where({ instance: `case:${caseNo}` })
      .first('key')
    return who.post(`/api/incidents/${encodeURIComponent(`case:${caseNo}`)}/${encodeURIComponent(key)}/retry`)
  }
  /** A clock whose id is the one that the next statutory clock will need: accepting the case breaks on it. */
  async function breakRow(): Promise<void> {
    await db().raw(
      `insert into clock select (jsonb_populate_record(k, ?::jsonb)).* from clock k where k.instance = ?`,
      [
        JSON.stringify({
          ...{ id: `case:${caseNo}/statutory#100`, kind: 'statutory', n: 99, started_by: 'broken' },
          ...{ mode: 'advise', state: 'stopped', stopped_on: '2026-01-05', stop_reason: 'broken' },
        }),
        `case:${caseNo}`,
      ],
    )
  }

  it('is shown with its element, to the operator of the district with the case, to others without or not at all', async () => {
    const { body } = await operator.get('/api/incidents')
    assert.equal(body.rows.length, 1)
    const [row] = body.rows
    assert.deepEqual([row.number, row.mayOpen, row.code], [caseNo, true, 'clock-act-differs'])
    assert.match(row.elementName, /\p{Script=Han}/u)
    assert.match(row.message, /同一操作编号/)
    const forAdministrator = (await administrator.get('/api/incidents')).body.rows
    assert.deepEqual([forAdministrator.length, forAdministrator[0].mayOpen], [1, false])
    const elsewhere = await office.app.signIn({ roles: ['operator'], districtCode: '110105' })
    assert.deepEqual((await elsewhere.get('/api/incidents')).body.rows, [])
    assert.equal((await retry(elsewhere)).status, 404)
    assert.equal((await retry(office.clerk)).status, 403)
    const page = (await operator.get('/api/processes/entrusted-acceptance')).body
    assert.deepEqual([page.open, page.incidents], [1, 1])
    assert.deepEqual(page.counts[row.element], { active: 1, incidents: 1 })
  })

  it('stays as it was when the engine does not answer, and comes back when its cause was left', async () => {
    await office.stopWorker()
    const away = await retry(operator)
    assert.deepEqual([away.status, away.body.code], [503, 'service-unavailable'])
    assert.equal((await openIncidents()).length, 1)
    await office.startWorker()
    assert.equal((await retry(operator)).status, 200)
    assert.ok(
      await poll(async () => (await openIncidents()).length === 1, 20_000, 50),
      'it did not come back',
    )
    assert.equal((await office.caseOf(caseNo)).status, 'received')
  })

  it('goes on after its cause was mended; who had it retried is on record', async () => {
    await db()('clock')
      .where({ id: `case:${caseNo}/statutory#100` })
      .delete()
    const answers = await Promise.all([retry(administrator), retry(administrator)])
    // The second finds it done, or does nothing.
    for (const { status } of answers) assert.ok([200, 404].includes(status), String(status))
    assert.ok(answers.some(({ status }) => status === 200))
    await office.becomes(caseNo, 'accepted')
    assert.deepEqual(await openIncidents(), [])
    const row = await db()('incident')
      .where({ instance: `case:${caseNo}` })
      .first()
    assert.deepEqual([row.status, row.resolved_by], ['resolved', '系统管理员'])
    const audit = await db()('audit').where({ action: 'incident.retry', object_id: `case:${caseNo}` })
    assert.deepEqual([...new Set(audit.map(({ outcome }) => outcome))].sort(), ['failed', 'ok', 'refused'])
    assert.deepEqual((await operator.get('/api/incidents')).body, { rows: [], next: null })
  })
})
