import assert from 'node:assert/strict'
import type { Answer, HttpClient } from '../support/http.ts'
import { openEvents } from '../support/events.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { completeIntake } from '../intake/fixture.ts'
import { openTask, taskPath } from './support.ts'

describe('tasks', function () {
  this.timeout(180_000)
  let office: Office
  let caseNo: string
  let key: string
  before(async () => {
    office = await startDirectOffice()
  })
  after(() => office.close())
  beforeEach(async () => {
    caseNo = (await office.take(completeIntake())).caseNo
    key = await openTask(office.app.deps.db, caseNo)
  })
  const post = (who: HttpClient, act: string, body?: object): Promise<Answer> =>
    who.post(taskPath(caseNo, key, act), body)
  const held = () =>
    office.app.deps
      .db('task')
      .where({ instance: `case:${caseNo}`, key })
      .first()

  it('50 clerks reach for one task: one has it, 49 are told who', async () => {
    const { centreCode, districtCode } = office.clerk.actor
    const clerks: HttpClient[] = []
    for (let n = 0; n < 50; n += 5) {
      const five = Array.from({ length: 5 }, () =>
        office.app.signIn({ roles: ['clerk'], centreCode, districtCode }),
      )
      clerks.push(...(await Promise.all(five)))
    }
    await Promise.all(clerks.map((clerk) => clerk.get('/api/session')))
    const answers = await Promise.all(clerks.map((clerk) => post(clerk, 'claim')))
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    const lost = answers.filter(({ status }) => status === 409)
    assert.equal(lost.length, 49)
    for (const { body } of lost) {
      assert.equal(body.code, 'task-claimed')
      assert.equal(body.winner.name, won[0]!.body.claimedName)
      assert.match(body.title, /已由.+领取/)
    }
    assert.equal((await held()).claimed_by, String(won[0]!.body.claimedBy))
    const audit = await office.app.deps.db('audit').where({ action: 'task.claim', object_id: caseNo })
    assert.equal(audit.filter(({ outcome }) => outcome === 'ok').length, 1)
    assert.equal(audit.filter(({ outcome }) => outcome === 'refused').length, 49)
  })

  it('a second click of the holder is no lost race', async () => {
    assert.equal((await post(office.clerk, 'claim')).status, 200)
    assert.equal((await post(office.clerk, 'claim')).status, 200)
    assert.equal((await office.clerk.get('/api/tasks?box=mine')).body.rows.length, 1)
  })

  it('what one holds another cannot do, until it is given back', async () => {
    await post(office.clerk, 'claim')
    const refused = await office.act(office.secondClerk, caseNo, 'accept')
    assert.deepEqual([refused.status, refused.body.code], [409, 'task-claimed'])
    assert.equal((await post(office.secondClerk, 'release')).status, 409)
    assert.equal((await post(office.clerk, 'release')).status, 200)
    assert.equal((await post(office.secondClerk, 'claim')).status, 200)
  })

  it('is handed over to a colleague who may do it, by its holder or the head', async () => {
    const people = await office.clerk.get(taskPath(caseNo, key, 'candidates'))
    const ids = people.body.rows.map(({ id }: { id: number }) => id)
    assert.ok(ids.includes(office.secondClerk.actor.id) && ids.includes(office.centreHead.actor.id))
    assert.ok(!ids.includes(office.reviewer.actor.id), 'the bureau takes no task of the centre')
    const to = (id: number) => ({ toUserId: id })
    assert.equal((await post(office.clerk, 'hand-over', to(office.secondClerk.actor.id))).status, 403)
    await post(office.clerk, 'claim')
    assert.equal((await post(office.clerk, 'hand-over', to(office.reviewer.actor.id))).status, 400)
    assert.equal((await post(office.clerk, 'hand-over', to(office.secondClerk.actor.id))).status, 200)
    assert.equal((await post(office.clerk, 'hand-over', to(office.clerk.actor.id))).status, 409)
    assert.equal((await held()).claimed_name, '王晓燕')
    assert.equal((await post(office.centreHead, 'hand-over', to(office.clerk.actor.id))).status, 200)
    assert.equal((await held()).claimed_name, '李思远')
  })

  it('a done task cannot be claimed; it is told who did it', async () => {
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).status, 200)
    const late = await post(office.secondClerk, 'claim')
    assert.deepEqual([late.status, late.body.code], [409, 'task-taken'])
    assert.deepEqual([late.body.winner.name, late.body.winner.act], ['李思远', '受理'])
    const done = await office.clerk.get('/api/tasks?box=done')
    assert.equal(done.body.rows[0].key, key)
  })

  it('many are claimed at once, each with its own answer', async () => {
    const other = (await office.take(completeIntake())).caseNo
    const otherKey = await openTask(office.app.deps.db, other)
    await post(office.secondClerk, 'claim')
    const tasks = [
      { instance: `case:${caseNo}`, key },
      { instance: `case:${other}`, key: otherKey },
      { instance: 'case:NONE', key: 'review#1' },
    ]
    const { body } = await office.clerk.post('/api/tasks/claim', { tasks })
    assert.deepEqual(
      body.results.map(({ ok, code, winner }: any) => [ok, code, winner?.name]),
      [
        [false, 'task-claimed', '王晓燕'],
        [true, undefined, undefined],
        [false, 'not-found', undefined],
      ],
    )
  })

  it('the head reminds the holder once a day; it stands in the progress and is unread again', async () => {
    const { db } = office.app.deps
    const tasks = [{ instance: `case:${caseNo}`, key }]
    const free = await office.centreHead.post('/api/tasks/remind', { tasks })
    assert.equal(free.body.results[0].code, 'task-unclaimed')
    await post(office.clerk, 'claim')
    await office.clerk.get(`/api/instances/case:${caseNo}`)
    const mine = async () =>
      (await office.clerk.get('/api/tasks?box=mine')).body.rows.find((row: any) => row.number === caseNo)
    assert.equal((await mine()).changed, false)
    const stream = await openEvents(office.clerk, '/api/events?topics=worklist')
    const first = await office.centreHead.post('/api/tasks/remind', { tasks })
    assert.equal(first.body.results[0].ok, true)
    await stream.waitFor(({ data }) => data?.id === `user:${office.clerk.actor.id}`)
    stream.close()
    assert.equal((await mine()).changed, true)
    const again = await office.centreHead.post('/api/tasks/remind', { tasks })
    assert.equal(again.body.results[0].code, 'already-reminded')
    const rows = await db('trail').where({ instance: `case:${caseNo}`, act: 'remind' })
    assert.equal(rows.length, 1)
    assert.match(rows[0].opinion, /请李思远尽快办理/)
  })

  it('another centre, the bureau and the administrator do not reach it', async () => {
    const elsewhere = await office.app.signIn({ roles: ['clerk', 'head'], centreCode: 'C-NONE' })
    const administrator = await office.app.signIn({ roles: ['administrator'] })
    for (const act of ['claim', 'release']) {
      assert.equal((await post(elsewhere, act)).status, 404, act)
      assert.equal((await post(administrator, act)).status, 403, act)
    }
    // The bureau sees the case, but the task is the centre's.
    assert.equal((await post(office.reviewer, 'claim')).status, 403)
    assert.equal((await elsewhere.get(taskPath(caseNo, key, 'candidates'))).status, 404)
    const remind = { tasks: [{ instance: `case:${caseNo}`, key }] }
    assert.equal((await elsewhere.post('/api/tasks/remind', remind)).body.results[0].code, 'not-found')
    assert.equal((await held()).claimed_by, null)
  })
})
