import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { dayOf } from '../../workflows/clock/day.ts'
import { addUpload, completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import { pdfOf } from '../file/samples.ts'
import { upload } from '../file/tus.ts'
import type { HttpClient } from '../support/http.ts'
import { sharedDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { poll } from '../support/stack.ts'

let office: Office
/** What the first notice of these tests names: 3 missing, 4 defective. */
const demand = (caseNo: string, numbers = [3, 4]) => ({
  materials: numbers.map((n) => ({
    id: `${caseNo}-${n}`,
    state: n === 3 ? 'missing' : 'defective',
    reason: n === 3 ? '未提交租赁合同' : '未加盖公章',
  })),
})

async function signIn(taken: { caseNo: string; querySecret: string }): Promise<HttpClient> {
  const client = office.app.client()
  const body = { caseNo: taken.caseNo, secret: taken.querySecret }
  const answer = await client.post('/api/citizen/session', body)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return client
}

/** A case that waits for its supplement, and its applicant. */
async function supplementing(change: Parameters<typeof enterpriseIntake>[0] = {}) {
  const taken = await office.take(enterpriseIntake(change))
  const answer = await office.act(office.clerk, taken.caseNo, 'supplement', { data: demand(taken.caseNo) })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const applicant = await signIn(taken)
  const view = async () => (await applicant.get('/api/citizen/case')).body
  return { ...taken, applicant, view }
}

const addTo = (applicant: HttpClient, caseNo: string, n: number, fileId: string) =>
  applicant.post(`/api/citizen/materials/${caseNo}-${n}/files`, { fileId })

async function uploadFor(applicant: HttpClient, caseNo: string, n: number): Promise<string> {
  const sent = await upload(applicant, `材料${n}.pdf`, pdfOf(randomUUID()), '/api/citizen/uploads')
  assert.equal(sent.status, 204, sent.text)
  const added = await addTo(applicant, caseNo, n, sent.id)
  assert.equal(added.status, 204, JSON.stringify(added.body))
  return sent.id
}

const press = (applicant: HttpClient, path: string, body: object = {}, key = randomUUID()) =>
  applicant.post(`/api/citizen/${path}`, body, { headers: { 'idempotency-key': key } })

/** The HTTP side's clock stands still at this instant of the case's time while something is done. */
async function at<T>(caseNo: string, instant: string, work: () => Promise<T>): Promise<T> {
  const { deps } = office.app
  const row = await deps
    .db('process_instance')
    .where({ id: `case:${caseNo}` })
    .first('time_offset')
  const { now } = deps
  deps.now = () => new Date(Date.parse(instant) - Number(row.time_offset))
  try {
    return await work()
  } finally {
    deps.now = now
  }
}

const msBefore = (instant: string, ms: number) => new Date(Date.parse(instant) - ms).toISOString()

describe('the applicant’s page', function () {
  this.timeout(240_000)
  before(async () => {
    office = await sharedDirectOffice()
  })

  describe('the query secret', () => {
    let taken: { caseNo: string; querySecret: string }
    before(async () => {
      taken = await office.take(enterpriseIntake())
    })

    it('opens the case as it was written down by hand: small letters, blanks, hyphens', async () => {
      const client = office.app.client()
      const { caseNo, querySecret } = taken
      const answer = await client.post('/api/citizen/session', {
        caseNo: ` ${caseNo.slice(0, 8).toLowerCase()} ${caseNo.slice(8)}`,
        secret: `${querySecret.slice(0, 4).toLowerCase()}-${querySecret.slice(4)}`,
      })
      assert.equal(answer.status, 200)
      const { body } = await client.get('/api/citizen/case')
      assert.equal(body.caseNo, caseNo)
      assert.match(
        body.plain,
        /^您的申请已经收到，窗口正在检查材料，最晚.+告诉您是否受理（还剩5个工作日）。$/,
      )
      assert.deepEqual(
        body.steps.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`),
        ['收件 done', '受理 now', '审查 todo', '决定 todo', '送达 todo'],
      )
      assert.ok(body.contact.centreName && body.contact.phone && body.contact.address)
    })

    it('wrong, or for a number that is none, gets the same answer, and both are in the audit', async () => {
      const client = office.app.client()
      const wrong = await client.post('/api/citizen/session', { caseNo: taken.caseNo, secret: '00000000' })
      const nobody = { caseNo: '110108HD20260101000019', secret: taken.querySecret }
      const unknown = await client.post('/api/citizen/session', nobody)
      assert.deepEqual([wrong.status, unknown.status], [401, 401])
      assert.deepEqual({ ...wrong.body, requestId: '' }, { ...unknown.body, requestId: '' })
      const audited = await office.app.deps
        .db('audit')
        .where({ action: 'citizen-session.start', outcome: 'refused' })
        .pluck('object_id')
      assert.ok(audited.includes(taken.caseNo) && audited.includes(nobody.caseNo))
      assert.equal((await client.get('/api/citizen/case')).status, 401)
    })

    it('is not to be guessed: after five wrong ones even the right one waits', async () => {
      const other = await office.take(completeIntake())
      const client = office.app.client()
      const guess = (secret: string) => client.post('/api/citizen/session', { caseNo: other.caseNo, secret })
      for (let n = 0; n < 5; n++) assert.equal((await guess(`0000000${n}`)).status, 401)
      const answer = await guess(other.querySecret)
      assert.deepEqual([answer.status, answer.body.code], [429, 'too-many-attempts'])
      assert.equal(answer.headers.get('retry-after'), '900')
      // Nobody is locked out of another case by that.
      await signIn(taken)
    })
  })

  it('shows what is missing, until when and why, and only the papers that are the applicant’s', async () => {
    const { caseNo, view } = await supplementing()
    await poll(async () => (await view()).papers.length >= 2, 60_000, 200)
    const body = await view()
    const clock = await office.clockOf(caseNo, 'supplement')
    assert.equal(body.status, 'supplementing')
    assert.match(body.plain, /^材料还差2项，请最晚\d+月\d+日（含当天）交齐，还剩15个工作日。$/)
    assert.equal(body.until.day, clock.due_day)
    assert.equal(body.until.daysText, '还剩15个工作日')
    assert.match(body.until.explain, /^从.+开始算，一共15个工作日/)
    assert.deepEqual(
      body.missing.map(({ id, state, reason, handedIn, files }: any) => [id, state, reason, handedIn, files]),
      [
        [`${caseNo}-3`, 'missing', '未提交租赁合同', false, []],
        [`${caseNo}-4`, 'defective', '未加盖公章', false, []],
      ],
    )
    assert.deepEqual([body.canHandIn, body.canWithdraw], [true, true])
    assert.deepEqual(body.papers.map(({ title }: { title: string }) => title).sort(), [
      '一次性补正告知书',
      '收件凭证',
    ])
    assert.deepEqual(
      body.timeline.map(({ text }: { text: string }) => text),
      ['窗口收下了您的申请', '告诉您需要补充的材料，补正告知书已出具'],
    )
    assert.deepEqual(body.ledger.map(({ kindName }: { kindName: string }) => kindName).sort(), [
      '受理时限',
      '补正时限',
    ])
    assert.ok(!JSON.stringify(body).includes('李思远'), 'the names of staff stay inside')
  })

  it('before the notice is proven to be delivered there is no term, but things can be handed in', async () => {
    const { caseNo, applicant, view } = await supplementing({ eDelivery: false })
    const body = await view()
    assert.equal(body.until, null)
    assert.match(body.plain, /期限从补正告知书送达您的第二天开始算，现在还没有开始。$/)
    assert.equal(body.canHandIn, true)
    await uploadFor(applicant, caseNo, 3)
    await uploadFor(applicant, caseNo, 4)
    assert.deepEqual((await press(applicant, 'hand-in')).body, { complete: true })
    await office.becomes(caseNo, 'received')
  })

  it('is handed in in two parts, past the clerk who claimed the task; the last one sends the case on', async () => {
    const { caseNo, applicant, view } = await supplementing()
    const { key: task } = await office.app.deps
      .db('task')
      .where({ instance: `case:${caseNo}`, element: 'supplement-wait', status: 'open' })
      .first('key')
    const claim = `/api/tasks/${encodeURIComponent(`case:${caseNo}`)}/${encodeURIComponent(task)}/claim`
    assert.equal((await office.clerk.post(claim, {})).status, 200)

    const nothing = await press(applicant, 'hand-in')
    assert.deepEqual([nothing.status, nothing.body.code], [409, 'nothing-to-hand-in'])
    const first = await uploadFor(applicant, caseNo, 3)
    const opened = await applicant.fetch(`/api/citizen/files/${first}?inline=1`)
    assert.equal(opened.status, 200)
    await opened.arrayBuffer()
    const key = randomUUID()
    assert.deepEqual((await press(applicant, 'hand-in', {}, key)).body, { complete: false })
    // The answer was lost on the way: the same press again changes nothing.
    assert.deepEqual((await press(applicant, 'hand-in', {}, key)).body, { complete: false })
    let body = await view()
    assert.deepEqual(
      body.missing.map(({ handedIn, files }: any) => [handedIn, files.length]),
      [
        [true, 1],
        [false, 0],
      ],
    )
    assert.match(body.plain, /材料还差1项/)
    assert.equal(body.timeline.at(-1).text, '收到您补交的一部分材料：经营场所使用证明')
    assert.equal(body.timeline.length, 3)
    const late = await applicant.delete(`/api/citizen/materials/${caseNo}-3/files/${first}`)
    assert.deepEqual([late.status, late.body.code], [409, 'material-handed-in'])

    await uploadFor(applicant, caseNo, 4)
    const last = randomUUID()
    assert.deepEqual((await press(applicant, 'hand-in', {}, last)).body, { complete: true })
    assert.deepEqual((await press(applicant, 'hand-in', {}, last)).body, { complete: true })
    await office.becomes(caseNo, 'received')
    body = await view()
    assert.match(body.plain, /^您补交的材料已经收到，窗口正在重新检查，最晚/)
    assert.deepEqual([body.missing, body.until, body.canHandIn], [[], null, false])
    assert.equal(body.steps[1].name, '补正')
    assert.equal(body.steps[1].state, 'done')
    const act = await office.app.deps.db('act').where({ id: last }).first()
    assert.deepEqual(
      [act.act, act.actor_id, act.status],
      ['complete-supplement', `citizen:${caseNo}`, 'done'],
    )
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).body.status, 'accepted')
  })

  it('what was found wanting does not count: a defective material needs a new file', async () => {
    const intake = enterpriseIntake()
    const scanned = await addUpload(office.app, office.clerk.actor)
    const materials = intake.materials.map((one) => (one.n === 4 ? { ...one, files: [scanned] } : one))
    const { caseNo, applicant, view } = await supplementing({ materials })
    assert.deepEqual((await view()).missing[1].files, [])
    await uploadFor(applicant, caseNo, 3)
    assert.deepEqual((await press(applicant, 'hand-in')).body, { complete: false })
    await uploadFor(applicant, caseNo, 4)
    const versions = await office.app.deps
      .db('case_material_file')
      .where({ material_id: `${caseNo}-4` })
      .orderBy('version')
      .pluck('by_kind')
    assert.deepEqual(versions, ['staff', 'citizen'])
    assert.deepEqual((await press(applicant, 'hand-in')).body, { complete: true })
  })

  it('takes an upload back before it is handed in; nobody can open it then', async () => {
    const { caseNo, applicant, view } = await supplementing()
    const file = await uploadFor(applicant, caseNo, 3)
    assert.equal((await view()).missing[0].files[0].fileId, file)
    assert.equal((await applicant.delete(`/api/citizen/materials/${caseNo}-3/files/${file}`)).status, 204)
    assert.deepEqual((await view()).missing[0].files, [])
    assert.equal((await applicant.get(`/api/citizen/files/${file}`)).status, 404)
    assert.equal((await press(applicant, 'hand-in')).body.code, 'nothing-to-hand-in')
  })

  it('refuses a file of another case, a file used already, and a material nobody asked for', async () => {
    const one = await supplementing()
    const two = await supplementing()
    const file = await uploadFor(two.applicant, two.caseNo, 3)
    assert.equal((await addTo(one.applicant, one.caseNo, 3, file)).status, 404)
    assert.equal((await one.applicant.get(`/api/citizen/files/${file}`)).status, 404)
    const twice = await addTo(two.applicant, two.caseNo, 4, file)
    assert.deepEqual([twice.status, twice.body.code], [409, 'file-used'])
    const strange = await addTo(two.applicant, two.caseNo, 1, randomUUID())
    assert.deepEqual([strange.status, strange.body.code], [409, 'material-not-wanted'])
    const foreign = await addTo(one.applicant, two.caseNo, 3, file)
    assert.deepEqual([foreign.status, foreign.body.code], [409, 'material-not-wanted'])
    const scanned = await addUpload(office.app, office.clerk.actor, one.caseNo)
    assert.equal((await addTo(one.applicant, one.caseNo, 3, scanned)).status, 404)
  })

  it('handed in at 23:59:59 of the last day counts', async () => {
    const { caseNo, applicant, view } = await supplementing()
    await uploadFor(applicant, caseNo, 3)
    await uploadFor(applicant, caseNo, 4)
    const { due_at: dueAt, due_day: dueDay } = await office.clockOf(caseNo, 'supplement')
    await office.skipTo(caseNo, msBefore(dueAt, 5 * 60_000))
    assert.equal((await view()).until.daysText, '今天是最后一天')
    const second = msBefore(dueAt, 1_000)
    const answer = await at(caseNo, second, () => press(applicant, 'hand-in'))
    assert.deepEqual(answer.body, { complete: true })
    await office.becomes(caseNo, 'received')
    const [row] = await office.app.deps.db('case_supplement').where({ case_no: caseNo })
    assert.deepEqual([row.status, row.supplemented_at], ['complete', second])
    assert.equal(dayOf(second), dueDay)
  })

  it('at 24:00 it is late, though the timer has not run yet: then the case ends by itself, told once', async () => {
    const { caseNo, applicant, view } = await supplementing()
    await uploadFor(applicant, caseNo, 3)
    await uploadFor(applicant, caseNo, 4)
    const { due_at: dueAt } = await office.clockOf(caseNo, 'supplement')
    await office.skipTo(caseNo, msBefore(dueAt, 5 * 60_000))
    const [handIn, file, page] = await at(caseNo, dueAt, async () => [
      await press(applicant, 'hand-in'),
      await addTo(applicant, caseNo, 3, randomUUID()),
      await view(),
    ])
    assert.deepEqual([handIn.status, handIn.body.code], [409, 'term-over'])
    assert.deepEqual([file.status, file.body.code], [409, 'term-over'])
    assert.deepEqual([page.canHandIn, page.until.daysText], [false, '已经过期'])

    await office.skip(caseNo, 6 * 60_000)
    await office.becomes(caseNo, 'deemed-withdrawn', 60_000)
    const late = await press(applicant, 'hand-in')
    assert.deepEqual([late.status, late.body.code], [409, 'case-ended'])
    const ended = async () => (await view()).papers.some(({ title }: any) => title === '办件终止通知书')
    assert.ok(await poll(ended, 60_000, 200))
    const body = await view()
    assert.match(
      body.plain,
      /^补正期限到.+为止，材料没有交齐，这次申请按撤回处理。您可以重新申请，已交的材料还能用。$/,
    )
    assert.deepEqual([body.canHandIn, body.canWithdraw, body.missing], [false, false, []])
    assert.deepEqual(
      body.steps.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`),
      ['收件 done', '视为撤回 done'],
    )
    const told = async () =>
      (await office.texts(caseNo)).filter(({ text }) => text.includes('视为撤回申请，办件终止'))
    assert.ok(await poll(async () => (await told()).length > 0, 60_000, 200))
    assert.equal((await told()).length, 1)
  })

  it('is withdrawn by the applicant: nothing else is possible then, and the notice is sent once', async () => {
    const { caseNo, applicant, view } = await supplementing()
    await uploadFor(applicant, caseNo, 3)
    assert.equal((await press(applicant, 'withdraw', { reason: ' ' })).status, 400)
    const key = randomUUID()
    const reason = '暂时不办了'
    const answers = await Promise.all([1, 2].map(() => press(applicant, 'withdraw', { reason }, key)))
    for (const { status, body } of answers)
      assert.ok(status === 202 || body.status === 'withdrawn', JSON.stringify(body))
    await office.becomes(caseNo, 'withdrawn')
    assert.equal((await press(applicant, 'withdraw', { reason }, key)).body.status, 'withdrawn')

    for (const path of ['hand-in', 'withdraw'])
      assert.equal(
        (await press(applicant, path, path === 'withdraw' ? { reason } : {})).body.code,
        'case-ended',
      )
    assert.equal((await addTo(applicant, caseNo, 3, randomUUID())).body.code, 'case-ended')
    const staff = await office.act(office.clerk, caseNo, 'complete-supplement')
    assert.deepEqual([staff.status, staff.body.code], [409, 'case-ended'])
    assert.deepEqual([staff.body.winner.name, staff.body.winner.act], ['申请人', '申请撤回'])

    const ended = async () => (await view()).papers.some(({ title }: any) => title === '办件终止通知书')
    assert.ok(await poll(ended, 60_000, 200))
    const body = await view()
    assert.match(body.plain, /^您已在.+撤回申请，这次办理到此结束。/)
    assert.deepEqual([body.canHandIn, body.canWithdraw], [false, false])
    assert.equal(body.timeline.at(-1).text, '您撤回了申请')
    const told = async () =>
      (await office.texts(caseNo)).filter(({ text }) => text.includes('按您的申请撤回'))
    assert.ok(await poll(async () => (await told()).length > 0, 60_000, 200))
    assert.equal((await told()).length, 1)
    assert.equal(
      (await office.app.deps.db('case_result').where({ case_no: caseNo }).first()).explanation,
      reason,
    )
  })

  it('after acceptance the bureau’s demand is handed in the same way; after the decision nobody withdraws', async () => {
    const taken = await office.take(completeIntake())
    const { caseNo } = taken
    const applicant = await signIn(taken)
    const view = async () => (await applicant.get('/api/citizen/case')).body
    await office.act(office.clerk, caseNo, 'accept')
    const asked = { data: demand(caseNo, [3]), reason: '租赁合同已过期' }
    assert.equal((await office.act(office.reviewer, caseNo, 'request-late-supplement', asked)).status, 200)
    const page = await view()
    assert.match(
      page.plain,
      /^已经受理。审查中发现还要您补充1项材料，请尽快交齐，这期间承诺的时间暂停计算。$/,
    )
    assert.deepEqual([page.until, page.canHandIn, page.missing.length], [null, true, 1])
    await uploadFor(applicant, caseNo, 3)
    assert.deepEqual((await press(applicant, 'hand-in')).body, { complete: true })
    assert.ok(
      await poll(async () => !(await office.tasksOf(caseNo)).includes('late-supplement-wait'), 30_000, 100),
    )
    assert.match((await view()).plain, /^已经受理，.+正在审查，承诺最晚.+办好（还剩\d+个?(工作日|天)）。$/)

    await office.act(office.reviewer, caseNo, 'pass')
    assert.match((await view()).plain, /正在作出决定/)
    assert.equal((await view()).canWithdraw, true)
    await office.act(office.bureauHead, caseNo, 'grant')
    const refused = await press(applicant, 'withdraw', { reason: '不办了' })
    assert.deepEqual([refused.status, refused.body.code], [409, 'decided-already'])
    const decided = await view()
    assert.match(decided.plain, /^已经作出准予决定，最晚.+把结果送到您手中/)
    assert.equal(decided.canWithdraw, false)
  })
})
