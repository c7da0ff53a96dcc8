import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { toldText } from '../../server/modules/case/citizen-words.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import type { HttpClient } from '../support/http.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { completeIntake } from '../intake/fixture.ts'
import { openTask, taskPath } from '../worklist/support.ts'

describe('a manager of the platform’s side', function () {
  this.timeout(180_000)
  let office: Office
  let caseNo: string
  let own: HttpClient & { actor: Actor }
  let city: HttpClient
  let elsewhere: HttpClient
  before(async () => {
    office = await startDirectOffice()
    caseNo = (await office.take(completeIntake())).caseNo
    const { districtCode } = office.clerk.actor
    own = await office.app.signIn({ roles: ['manager'], districtCode })
    city = await office.app.signIn({ roles: ['manager'], districtCode: '110000' })
    elsewhere = await office.app.signIn({ roles: ['manager'], districtCode: '110105' })
  })
  after(() => office.close())

  it('reads the cases of the own district, the city’s those of all', async () => {
    for (const manager of [own, city]) {
      assert.equal((await manager.get(`/api/cases/${caseNo}`)).status, 200)
      const { body } = await manager.get('/api/cases')
      assert.deepEqual(
        body.rows.map((row: { caseNo: string }) => row.caseNo),
        [caseNo],
      )
      assert.equal((await manager.get('/api/cases/export')).status, 200)
    }
    assert.equal((await elsewhere.get(`/api/cases/${caseNo}`)).status, 404)
    assert.deepEqual((await elsewhere.get('/api/cases')).body.rows, [])
  })

  it('decides nothing in a case: no act, no task, no personal data in full', async () => {
    const { db } = office.app.deps
    const key = await openTask(db, caseNo)
    const headers = { 'idempotency-key': randomUUID() }
    const refused = [
      await own.post(`/api/instances/case:${caseNo}/acts`, { outcome: 'accept' }, { headers }),
      await own.post(`/api/instances/case:${caseNo}/acts`, { message: 'end', reason: '不办了' }, { headers }),
      await own.post(taskPath(caseNo, key, 'claim')),
      await own.post(taskPath(caseNo, key, 'hand-over'), { toUserId: own.actor.id }),
      await own.post('/api/tasks/remind', { tasks: [{ instance: `case:${caseNo}`, key }] }),
      await own.post(`/api/cases/${caseNo}/unmask`, { field: 'name' }),
    ]
    assert.deepEqual(
      refused.map(({ status }) => status),
      refused.map(() => 403),
    )
    assert.equal((await office.caseOf(caseNo)).status, 'received')
  })

  it('a reminder and a hand-over reach the inbox of the person meant', async () => {
    const { clerk, secondClerk, centreHead } = office
    const { db } = office.app.deps
    const key = await openTask(db, caseNo)
    await clerk.post(taskPath(caseNo, key, 'claim'))
    await centreHead.post('/api/tasks/remind', { tasks: [{ instance: `case:${caseNo}`, key }] })
    await centreHead.post('/api/tasks/remind', { tasks: [{ instance: `case:${caseNo}`, key }] })
    const inbox = async (who: HttpClient) => (await who.get('/api/inbox')).body.rows
    const [reminder, ...more] = await inbox(clerk)
    assert.deepEqual([reminder.kind, reminder.instance, more], ['reminder', `case:${caseNo}`, []])
    assert.match(reminder.text, /陈国栋请您尽快办理/)
    await clerk.post(taskPath(caseNo, key, 'hand-over'), { toUserId: secondClerk.actor.id })
    const [handed] = await inbox(secondClerk)
    assert.match(handed.title, new RegExp(`转交给您：${caseNo}`))
    assert.doesNotMatch(handed.text, /附言/)
  })

  it('a note goes with a hand-over: to the receiver’s inbox and into the progress, not to the applicant', async () => {
    const { clerk, secondClerk } = office
    const key = await openTask(office.app.deps.db, caseNo)
    const note = '还差{title}一份原件，申请人周四送来'
    const give = (text: string) =>
      secondClerk.post(taskPath(caseNo, key, 'hand-over'), { toUserId: clerk.actor.id, note: text })
    assert.equal((await give('长'.repeat(201))).status, 400)
    assert.equal((await give(` ${note} `)).status, 200)
    const [handed] = (await clerk.get('/api/inbox')).body.rows
    assert.ok(handed.text.endsWith(`转交给您办理。附言：${note}`), handed.text)
    const { rows } = (await clerk.get(`/api/instances/case:${caseNo}/timeline`)).body
    const told = rows.filter(({ act }: { act: string }) => act === 'hand-over')
    assert.deepEqual(
      told.map(({ opinion }: { opinion: string }) => opinion),
      [`转交给${office.clerk.actor.name}：${note}`],
    )
    assert.equal(toldText('hand-over', told[0].opinion), undefined)
  })
})
