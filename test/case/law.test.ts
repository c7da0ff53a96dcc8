import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { addUpload, completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import { dayOf } from '../../workflows/clock/day.ts'
import { sharedDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { poll } from '../support/stack.ts'

const hour = 3_600_000
const provisional = '（暂定，以公布的放假安排为准）'
const plain = (text: string) => text.replace(/\s/g, '')
const chinese = (day: string) => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')

/** What papers say and terms do in the corners of a case's life. 劳务派遣: supplement term 15 working days. */
describe('To the letter of the law', function () {
  this.timeout(240_000)
  let office: Office
  before(async () => {
    office = await sharedDirectOffice()
  })

  const gaps = async (caseNo: string): Promise<{ id: string; state: string; reason: string }[]> =>
    office.app.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .orderBy('n')
      .select('id', 'state', 'reason')
  async function demanded(eDelivery = true) {
    const { caseNo } = await office.take(enterpriseIntake({ eDelivery }))
    const materials = await gaps(caseNo)
    const answer = await office.act(office.clerk, caseNo, 'supplement', { data: { materials } })
    assert.equal(answer.body.status, 'supplementing', JSON.stringify(answer.body))
    return { caseNo, materials }
  }
  async function handInAll(caseNo: string): Promise<void> {
    for (const { id } of await gaps(caseNo)) {
      const file = await addUpload(office.app, office.clerk.actor)
      const answer = await office.clerk.post(`/api/cases/${caseNo}/materials/${id}/files`, {
        fileIds: [file],
      })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    await office.becomes(caseNo, 'received')
  }
  const takenAndAccepted = async (change: Parameters<typeof completeIntake>[0] = {}) => {
    const { caseNo } = await office.take(completeIntake(change))
    const answer = await office.act(office.clerk, caseNo, 'accept')
    assert.equal(answer.body.status, 'accepted', JSON.stringify(answer.body))
    return caseNo
  }

  it('a second round of 补正 tells the days that are left and the day on which the term really ends, and the ending names the first notice', async () => {
    const { caseNo, materials } = await demanded()
    const first = await office.clockOf(caseNo, 'supplement')
    const { db } = office.app.deps
    const firstNotice = async () =>
      (
        await db('paper')
          .where({ instance: `case:${caseNo}`, kind: 'supplement-notice' })
          .orderBy('at')
          .first('number')
      )?.number as string
    assert.ok(await poll(async () => (await firstNotice()) !== undefined, 60_000, 100))
    await office.skip(caseNo, 4 * 24 * hour)
    await handInAll(caseNo)
    const again = await office.act(office.clerk, caseNo, 'supplement', {
      data: { materials: [materials[0]] },
    })
    assert.equal(again.body.status, 'supplementing', JSON.stringify(again.body))
    const clock = await office.clockOf(caseNo, 'supplement')
    assert.equal(clock.n, 1)
    const told = async () =>
      (await office.texts(caseNo)).map(({ text }) => text).filter((text) => text.includes('需补正1项'))
    assert.ok(await poll(async () => (await told()).length === 1, 60_000, 100))
    assert.ok((await told())[0]!.includes(`最后一日${clock.due_day}`), (await told())[0])
    assert.match((await told())[0]!, /沿用首次告知的期限、尚余\d+个工作日/)
    assert.ok(
      await poll(
        async () => (await office.paperText(caseNo, 'supplement-notice')).includes('沿用'),
        60_000,
        200,
      ),
    )
    const notice = plain(await office.paperText(caseNo, 'supplement-notice'))
    assert.ok(notice.includes(`最后一日为${chinese(clock.due_day)}`), notice)
    assert.ok(!notice.includes('自本告知书送达之次日起计算'), notice)
    assert.ok(clock.due_day >= first.due_day)

    await office.skipTo(caseNo, new Date(Date.parse(clock.due_at) + hour).toISOString())
    await office.becomes(caseNo, 'deemed-withdrawn', 60_000)
    const ending = plain(await office.paperText(caseNo, 'termination-notice'))
    assert.ok(ending.includes(plain(await firstNotice())), ending)
    assert.ok(ending.includes(chinese(clock.due_day)), ending)
  })

  it('everything handed in on the last day is in time: nothing turns red, and the applicant may still withdraw', async () => {
    const { caseNo, materials } = await demanded()
    const { due_at: due } = await office.clockOf(caseNo, 'supplement')
    await office.skipTo(caseNo, new Date(Date.parse(due) - 5 * hour).toISOString())
    await handInAll(caseNo)
    const clock = await office.clockOf(caseNo, 'supplement')
    assert.equal(clock.state, 'stopped')
    await office.skip(caseNo, 24 * hour)
    const { body } = await office.clerk.get(`/api/instances/case:${caseNo}`)
    const lights = body.clocks.filter(({ state }: any) => state !== 'stopped').map(({ light }: any) => light)
    assert.ok(!lights.includes('red'), lights.join())
    const late = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}`, act: 'supplement-due' })
    assert.equal(late.length, 0)
    const repeated = await office.act(office.clerk, caseNo, 'supplement', {
      data: { materials: [materials[0]] },
    })
    assert.deepEqual([repeated.status, repeated.body.code], [409, 'supplement-term-used'])
    const ended = await office.act(office.clerk, caseNo, 'end', {
      reason: '申请人要求撤回',
      data: { status: 'withdrawn' },
    })
    assert.equal(ended.body.status, 'withdrawn', JSON.stringify(ended.body))
  })

  it('a decision made at 23:59:59 of the last day that reaches the engine at 00:05 is not late', async () => {
    const caseNo = await takenAndAccepted()
    assert.equal((await office.act(office.reviewer, caseNo, 'pass')).body.status, 'deciding')
    const { due_at: due } = await office.clockOf(caseNo, 'statutory')
    await office.skipTo(caseNo, new Date(Date.parse(due) - 20_000).toISOString())
    // As a server leaves it that died between the commit and the sending.
    const { db } = office.app.deps
    const task = await db('task')
      .where({ instance: `case:${caseNo}`, element: 'decide' })
      .first('key')
    await db('act').insert({
      ...{ id: randomUUID(), instance: `case:${caseNo}`, task: task.key, exclusive_key: task.key },
      ...{ act: 'grant', outcome: 'grant', actor_id: String(office.bureauHead.actor.id), actor_name: '周正' },
      ...{ received_at: new Date(Date.parse(due) - 1000).toISOString(), digest: '0'.repeat(64) },
    })
    await office.skip(caseNo, 25_000)
    const open = () => office.tasksOf(caseNo)
    assert.deepEqual(await open(), ['decide'])
    await office.relay()
    await office.becomes(caseNo, 'delivering', 60_000)
    const acts = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}` })
      .pluck('act')
    assert.ok(!acts.includes('statutory-overdue') && !acts.includes('statutory-due'), acts.join())
    assert.equal((await office.caseOf(caseNo)).mark, null)
  })

  it('the notice of an extension names the last day before and after; while the term stands still it says so', async () => {
    const running = await takenAndAccepted()
    const before = (await office.clockOf(running, 'statutory')).due_day
    const extend = async (caseNo: string) => {
      await office.act(office.reviewer, caseNo, 'request-extension', { reason: '需跨省核查' })
      const answer = await office.act(office.bureauHead, caseNo, 'approve-extension', { reason: '同意延期' })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    await extend(running)
    const after = (await office.clockOf(running, 'statutory')).due_day
    const told = plain(await office.paperText(running, 'extension-notice'))
    assert.ok(told.includes('延长期限的理由需跨省核查。'), told)
    assert.ok(!told.includes('同意延期'), told)
    assert.ok(told.includes(`原期限届满日${chinese(before)}`), told)
    assert.ok(told.includes(`延长后届满日${chinese(after)}`), told)
    assert.ok(!told.includes('暂定'), told)
    const twice = await office.act(office.reviewer, running, 'request-extension', { reason: '再次核查' })
    assert.deepEqual([twice.status, twice.body.code], [409, 'extended-already'])

    const paused = await takenAndAccepted()
    const materials = [{ id: `${paused}-1`, state: 'defective', reason: '缺附件' }]
    const late = { reason: '缺附件', data: { materials, basis: '劳务派遣行政许可实施办法 第十二条' } }
    assert.equal((await office.act(office.reviewer, paused, 'request-late-supplement', late)).status, 200)
    await extend(paused)
    const still = plain(await office.paperText(paused, 'extension-notice'))
    assert.ok(still.includes('延长后届满日期限暂停计算中，恢复计算后确定'), still)
    assert.ok(!/undefined|NaN/.test(still), still)
  })

  it('a last day in a year whose holidays are not published is told as provisional, on paper and by message', async () => {
    const caseNo = await takenAndAccepted()
    const done = async (who: Office['clerk'], act: string, body: object) => {
      const answer = await office.act(who, caseNo, act, body)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const hearing = { reason: '听证', data: { kind: 'hearing', limitDays: 20 } }
    await done(office.reviewer, 'start-special', hearing)
    const newest = await office.app.deps.db('work_calendar').max('year as year').first()
    await office.skipTo(caseNo, `${newest!.year}-12-07T01:00:00.000Z`)
    await done(office.reviewer, 'complete-special', { reason: '听证结束', data: { result: '符合' } })
    await done(office.reviewer, 'request-extension', { reason: '需跨省核查' })
    await done(office.bureauHead, 'approve-extension', { reason: '同意延期' })
    const { due_day: due } = await office.clockOf(caseNo, 'statutory')
    assert.ok(due > `${newest!.year + 1}-01-01`, due)
    const told = plain(await office.paperText(caseNo, 'extension-notice'))
    assert.ok(told.includes(`延长后届满日${chinese(due)}${provisional}`), told)
    const texts = async () => (await office.texts(caseNo)).map(({ text }) => text)
    assert.ok(await poll(async () => (await texts()).some((text) => text.includes('延长')), 60_000, 100))
    assert.ok(
      (await texts()).some((text) => text.includes(`${due}${provisional}`)),
      (await texts()).join(),
    )
  })

  it('a receipt counts what was received and what is missing, and calls nothing electronic that has no file', async () => {
    const intake = enterpriseIntake()
    const file = await addUpload(office.app, office.clerk.actor)
    intake.materials[1] = { ...intake.materials[1]!, paper: false, files: [file] }
    intake.materials[3] = { ...intake.materials[3]!, paper: false }
    const { caseNo } = await office.take(intake)
    const told = plain(await office.paperText(caseNo, 'receipt'))
    const counts = '材料3项（纸质件1项，电子件1项），其中1项需要补正，另有1项未提交'
    assert.ok(told.includes(counts), told)
    assert.ok(told.includes('劳务派遣管理制度—待补正'), told)
    assert.ok(!told.includes('共4项'), told)
  })

  it('what was typed at the counter is read with the case: the legal representative masked, the application whole', async () => {
    const { caseNo } = await office.take(enterpriseIntake({ summary: '申请在海淀区经营劳务派遣' }))
    const { body } = await office.reviewer.get(`/api/cases/${caseNo}`)
    assert.equal(body.case.summary, '申请在海淀区经营劳务派遣')
    assert.ok(!JSON.stringify(body).includes('欧阳锋'))
    assert.match(body.case.legalRepresentativeMasked, /\*/)
    const shown = await office.clerk.post(`/api/cases/${caseNo}/unmask`, { field: 'legalRepresentative' })
    assert.deepEqual([shown.status, shown.body.value], [200, '欧阳锋'])
  })

  it('a grant says once, in whole sentences, when the case was applied for and accepted, and decides', async () => {
    const caseNo = await takenAndAccepted()
    await office.act(office.reviewer, caseNo, 'pass')
    await office.act(office.bureauHead, caseNo, 'grant')
    const told = plain(await office.paperText(caseNo, 'grant-decision'))
    assert.match(
      told,
      /你单位于\d+年\d+月\d+日提出“劳务派遣经营许可”申请，本机关于\d+年\d+月\d+日受理。经审查，该申请符合/,
    )
    assert.equal(told.match(/经审查/g)?.length, 1, told)
    assert.ok(!told.includes('您'), told)
  })

  it('delivery is proven: by a way the applicant agreed to, and by whom it was received', async () => {
    const { caseNo } = await demanded(false)
    const record = (data: object, who = office.clerk) => office.act(who, caseNo, 'record-delivery', { data })
    assert.equal((await record({ method: 'e-delivery' })).status, 400)
    assert.equal((await record({ method: 'counter-signature' })).status, 400)
    assert.equal((await record({})).status, 400)
    const { body } = await record({ method: 'mail-receipt', proof: 'EMS 1234567890' })
    assert.equal(body.status, 'supplementing', JSON.stringify(body))
    const proof = plain(await office.paperText(caseNo, 'proof-of-service'))
    const today = (await office.clockOf(caseNo, 'supplement')) as unknown as { start_day: string }
    assert.ok(proof.includes(`送达时间${chinese(today.start_day)}`), proof)

    const done = await takenAndAccepted({ eDelivery: false })
    await office.act(office.reviewer, done, 'pass')
    await office.act(office.bureauHead, done, 'grant')
    assert.equal((await office.act(office.clerk, done, 'deliver')).status, 400)
    assert.equal(
      (await office.act(office.clerk, done, 'deliver', { data: { method: 'e-delivery' } })).status,
      400,
    )
  })

  it('a delivery of so long ago that its term is over is a head’s word', async () => {
    const { caseNo } = await demanded(false)
    const day = (await office.app.deps.db('case_supplement').where({ case_no: caseNo }).first('told_at'))
      .told_at
    await office.skip(caseNo, 40 * 24 * hour)
    const data = { method: 'counter-signature', proof: '本人签收', day: dayOf(day) }
    const slip = await office.act(office.clerk, caseNo, 'record-delivery', { data })
    assert.deepEqual([slip.status, slip.body.code], [409, 'delivery-term-over'], JSON.stringify(slip.body))
    const word = await office.act(office.centreHead, caseNo, 'record-delivery', { data })
    assert.equal(word.status, 200, JSON.stringify(word.body))
    await office.becomes(caseNo, 'deemed-withdrawn', 60_000)
  })

  it('a special procedure tells how long it takes, and cites article 45 only where it is one of its kinds', async () => {
    const caseNo = await takenAndAccepted()
    const start = (data: object) =>
      office.act(office.reviewer, caseNo, 'start-special', { reason: '需核实经营场所', data })
    assert.equal((await start({ kind: 'hearing' })).status, 400)
    assert.equal((await start({ kind: 'site-survey' })).status, 200)
    const survey = plain(await office.paperText(caseNo, 'special-procedure-notice'))
    assert.ok(!survey.includes('第四十五条'), survey)
    assert.ok(!survey.includes('预计所需时间'), survey)
    const second = await start({ kind: 'testing', limitDays: 5 })
    assert.deepEqual([second.status, second.body.code], [409, 'special-open'])
    const back = await office.act(office.reviewer, caseNo, 'send-back', { reason: '请更正' })
    assert.deepEqual([back.status, back.body.code], [409, 'step-open'])
  })

  it('an item whose law gives a longer term for an inspection gets it with the inspection, once, beside the extension', async () => {
    const { db } = office.app.deps
    const item = await db('item').where({ code: 'LWPQ-01' }).first('terms', 'version')
    const terms = { ...item.terms, statutoryWithSurvey: item.terms.statutory + 15 }
    // A published version never changes: this is a new one.
    const version = 900
    const publish = (of: object, status: string) =>
      db('item')
        .where({ code: 'LWPQ-01', ...of })
        .update({ status })
    await db.raw(
      `insert into item select (jsonb_populate_record(i, ?::jsonb)).* from item i where i.code = 'LWPQ-01' and i.status = 'published'`,
      [JSON.stringify({ version, terms, status: 'withdrawn' })],
    )
    await publish({ status: 'published' }, 'withdrawn')
    await publish({ version }, 'published')
    try {
      const caseNo = await takenAndAccepted()
      const total = async () =>
        (
          await db('clock')
            .where({ instance: `case:${caseNo}`, kind: 'statutory' })
            .first('total')
        ).total
      const before = await total()
      const survey = () =>
        office.act(office.reviewer, caseNo, 'start-special', {
          reason: '现场核查',
          data: { kind: 'site-survey' },
        })
      assert.equal((await survey()).status, 200)
      assert.equal(await total(), before + 15)
      const ended = { reason: '核查完成', data: { result: '符合' } }
      assert.equal((await office.act(office.reviewer, caseNo, 'complete-special', ended)).status, 200)
      assert.equal((await survey()).status, 200)
      assert.equal(await total(), before + 15)
      await office.act(office.reviewer, caseNo, 'complete-special', ended)
      const asked = await office.act(office.reviewer, caseNo, 'request-extension', { reason: '需跨省核查' })
      assert.equal(asked.status, 200, JSON.stringify(asked.body))
      const twice = await office.act(office.reviewer, caseNo, 'request-extension', { reason: '需跨省核查' })
      assert.deepEqual([twice.status, twice.body.code], [409, 'extension-open'])
    } finally {
      await publish({ version }, 'withdrawn')
      await publish({ version: item.version }, 'published')
    }
  })

  it('what was begun a moment before a decision stands in its way, though its records are still being written', async () => {
    const caseNo = await takenAndAccepted()
    assert.equal((await office.act(office.reviewer, caseNo, 'pass')).body.status, 'deciding')
    await office.stopWorker()
    const send = (who: Office['clerk'], body: object) =>
      who.post(`/api/instances/case:${caseNo}/acts`, body, { headers: { 'idempotency-key': randomUUID() } })
    const data = { kind: 'hearing', limitDays: 10 }
    assert.equal(
      (await send(office.reviewer, { message: 'start-special', reason: '听证', data })).status,
      202,
    )
    const grant = await send(office.bureauHead, { outcome: 'grant' })
    await office.startWorker()
    assert.deepEqual([grant.status, grant.body.code], [409, 'step-open'], JSON.stringify(grant.body))
  })
})
