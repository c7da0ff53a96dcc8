import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { publishDefinition } from '../../server/modules/process/publish.ts'
import { completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { poll } from '../support/stack.ts'
import { draw } from './drawing.ts'

const panel = `start s
  user opinion speak role=reviewer side=bureau multi="[1, 2, 3]"
  user conclude close role=head side=bureau
  end e
  s > opinion > conclude > e`

describe('acts of any instance', function () {
  this.timeout(180_000)
  let office: Office
  before(async () => {
    office = await startDirectOffice()
  })
  after(() => office.close())

  const viewOf = async (who: Office['clerk'], caseNo: string) => {
    const answer = await who.get(`/api/instances/case:${caseNo}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const send = (who: Office['clerk'], caseNo: string, body: object) =>
    who.post(`/api/instances/case:${caseNo}/acts`, body, { headers: { 'idempotency-key': randomUUID() } })
  const offered = (view: any, id: string) => view.acts.find((act: { id: string }) => act.id === id)

  it('what would be refused is offered greyed, with the sentence the refusal has', async () => {
    const { caseNo } = await office.take(enterpriseIntake())
    const accept = offered(await viewOf(office.clerk, caseNo), 'accept')
    const refused = await send(office.clerk, caseNo, { outcome: 'accept', task: accept.task })
    assert.deepEqual([refused.status, refused.body.code], [409, 'materials-missing'])
    assert.equal(accept.disabledReason, `${refused.body.title}：${refused.body.detail}`)
    assert.equal(offered(await viewOf(office.clerk, caseNo), 'supplement').disabledReason, undefined)
  })

  it('the first outcome that may be done is the primary act, and there is one at most', async () => {
    const primaries = async (who: Office['clerk'], caseNo: string) =>
      (await viewOf(who, caseNo)).acts.flatMap((act: any) => (act.primary ? [act.id] : []))
    const short = await office.take(enterpriseIntake())
    assert.deepEqual(await primaries(office.clerk, short.caseNo), ['supplement'])
    const whole = await office.take(completeIntake())
    assert.deepEqual(await primaries(office.clerk, whole.caseNo), ['accept'])
    assert.equal((await send(office.clerk, whole.caseNo, { outcome: 'accept' })).status, 200)
    assert.deepEqual(await primaries(office.clerk, whole.caseNo), [], 'ending stands beside the work')
    const survey = { reason: '须现场核实', data: { kind: 'site-survey' } }
    assert.equal(
      (await send(office.reviewer, whole.caseNo, { message: 'start-special', ...survey })).status,
      200,
    )
    assert.deepEqual(await primaries(office.reviewer, whole.caseNo), ['complete-special'])
  })

  it('the review proposes, and what it proposes is the head’s primary act', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await send(office.clerk, caseNo, { outcome: 'accept' })).status, 200)
    const silent = await send(office.reviewer, caseNo, { outcome: 'propose-refusal' })
    assert.equal(silent.status, 400)
    const proposal = { outcome: 'propose-refusal', reason: '注册资本不足' }
    assert.equal((await send(office.reviewer, caseNo, proposal)).status, 200)
    const primary = async () =>
      (await viewOf(office.bureauHead, caseNo)).acts.find((act: any) => act.primary)?.id
    assert.equal(await primary(), 'refuse-grant')
    const [shown] = (await office.bureauHead.get(`/api/cases/${caseNo}`)).body.proposals
    assert.deepEqual([shown.name, shown.reason], ['提请决定：建议不予', '注册资本不足'])
    const timeline = (await office.bureauHead.get(`/api/instances/case:${caseNo}/timeline`)).body.rows
    assert.ok(timeline.some(({ actName }: { actName: string }) => actName === '提请决定：建议不予'))
    const back = { outcome: 'return-review', reason: '请补充依据' }
    assert.equal((await send(office.bureauHead, caseNo, back)).status, 200)
    assert.equal((await send(office.reviewer, caseNo, { outcome: 'pass' })).status, 200)
    assert.equal(await primary(), 'grant', 'the last word of the review counts')
  })

  it('managers of the district read and decide nothing', async () => {
    const { caseNo } = await office.take(completeIntake())
    const { districtCode } = office.clerk.actor
    const manager = await office.app.signIn({ roles: ['manager'], districtCode })
    assert.deepEqual((await viewOf(manager as Office['clerk'], caseNo)).acts, [])
    assert.equal((await send(manager as Office['clerk'], caseNo, { outcome: 'accept' })).status, 403)
    const elsewhere = await office.app.signIn({ roles: ['manager'], districtCode: '110105' })
    assert.equal((await elsewhere.get(`/api/instances/case:${caseNo}`)).status, 404)
  })

  it('an ending that is kept closes the door: later acts are refused and named who ended it', async () => {
    const { caseNo } = await office.take(completeIntake())
    await office.stopWorker()
    const end = { message: 'end', reason: '申请人改日再办', data: { status: 'ended' } }
    assert.equal((await send(office.clerk, caseNo, end)).status, 202)
    const late = await send(office.secondClerk, caseNo, { outcome: 'accept' })
    const accept = offered(await viewOf(office.secondClerk, caseNo), 'accept')
    await office.startWorker()
    assert.deepEqual([late.status, late.body.code], [409, 'case-ended'])
    assert.deepEqual([late.body.winner.name, late.body.winner.act], ['李思远', '结束办件'])
    assert.match(accept.disabledReason, /已结束/)
  })

  it('a stranger’s look and a stranger’s malformed act each leave a row', async () => {
    const { caseNo } = await office.take(completeIntake())
    const stranger = await office.app.signIn({
      roles: ['clerk'],
      districtCode: '110105',
      centreCode: 'C-NONE',
    })
    assert.equal((await stranger.get(`/api/instances/case:${caseNo}`)).status, 404)
    assert.equal((await send(stranger as Office['clerk'], caseNo, { nonsense: 1 })).status, 400)
    const rows = await office.app.deps
      .db('audit')
      .where({ user_id: stranger.actor.id, outcome: 'refused' })
      .orderBy('id')
      .select('object_id', 'detail')
    assert.deepEqual(
      rows.map((row) => [row.object_id, row.detail.status]),
      [
        [`case:${caseNo}`, 404],
        [`case:${caseNo}`, 400],
      ],
    )
  })

  it('a drawn panel of three is mapped and worked with the general form: own claims, opinions side by side', async () => {
    const { db, now } = office.app.deps
    const at = now().toISOString()
    const before = (await office.take(completeIntake())).caseNo
    const { key } = await db.transaction((trx) => publishDefinition(trx, draw(panel), { by: '测试', at }))
    const administrator = await office.app.signIn('administrator')
    const row = { noun: 'case', kind: 'entrusted-acceptance', definitionKey: key }
    const fromNow = await administrator.post('/api/definition-mappings', row)
    assert.equal(fromNow.status, 201, 'without a time it begins at once')
    const announced = { ...row, effectiveFrom: new Date(Date.now() + 3_600_000).toISOString() }
    assert.equal((await administrator.post('/api/definition-mappings', announced)).status, 201)
    const inTheWay = await administrator.post('/api/definition-mappings', row)
    assert.equal(inTheWay.body.code, 'mapping-later', 'what is announced stays')
    const { caseNo } = await office.take(completeIntake())
    assert.deepEqual(await office.tasksOf(caseNo), ['opinion', 'opinion', 'opinion'])
    assert.deepEqual(await office.tasksOf(before), ['acceptance-check'], 'an open case stays on its own')
    const colleague = (await office.app.signIn({
      roles: ['reviewer'],
      name: '孙立',
      districtCode: office.reviewer.actor.districtCode,
      bureauCode: office.reviewer.actor.bureauCode!,
    })) as Office['clerk']
    const [first, second, third] = (await viewOf(office.reviewer, caseNo)).tasks
    const claim = (who: Office['clerk'], task: string) =>
      who.post(`/api/tasks/${encodeURIComponent(`case:${caseNo}`)}/${encodeURIComponent(task)}/claim`)
    assert.equal((await claim(office.reviewer, first.key)).status, 200)
    assert.equal((await claim(colleague, second.key)).status, 200)
    const held = await send(colleague, caseNo, { outcome: 'speak', task: first.key })
    assert.deepEqual([held.status, held.body.code], [409, 'task-claimed'])
    for (const [who, task] of [
      [office.reviewer, first],
      [colleague, second],
      [colleague, third],
    ] as const) {
      const done = await send(who, caseNo, {
        outcome: 'speak',
        task: task.key,
        reason: `${who.actor.name}的意见`,
      })
      assert.ok([200, 202].includes(done.status), JSON.stringify(done.body))
    }
    assert.ok(await poll(async () => (await office.tasksOf(caseNo)).includes('conclude'), 30_000, 100))
    const [opinions] = (await viewOf(office.bureauHead, caseNo)).panels
    assert.deepEqual(
      opinions.opinions.map((one: any) => [one.actorName, one.reason]),
      [
        ['赵敏', '赵敏的意见'],
        ['孙立', '孙立的意见'],
        ['孙立', '孙立的意见'],
      ],
    )
  })
})
