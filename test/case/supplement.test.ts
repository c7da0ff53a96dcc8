import assert from 'node:assert/strict'
import { enterpriseIntake, personIntake } from '../intake/fixture.ts'
import { sharedDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { poll } from '../support/stack.ts'
import { workingDaysFromToday } from './days.ts'

const hour = 3_600_000

/** 劳务派遣: 行政许可, supplement term 15 working days; materials 3 is missing and 4 defective. */
describe('补正 supplement', function () {
  this.timeout(180_000)
  let office: Office
  before(async () => {
    office = await sharedDirectOffice()
  })

  async function demanded(
    eDelivery: boolean,
  ): Promise<{ caseNo: string; materials: { id: string; state: string; reason: string }[] }> {
    const { caseNo } = await office.take(enterpriseIntake({ eDelivery }))
    const view = await office.clerk.get(`/api/cases/${caseNo}`)
    const materials = view.body.materials
      .filter((one: { state: string }) => one.state !== 'present')
      .map(({ id, state, reason }: { id: string; state: string; reason: string }) => ({ id, state, reason }))
    const answer = await office.act(office.clerk, caseNo, 'supplement', { data: { materials } })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(answer.body.status, 'supplementing')
    return { caseNo, materials }
  }

  it('not handed in within 15 working days of its delivery ends the case as deemed withdrawn, on the right date, told once', async () => {
    const { caseNo } = await demanded(true)
    const clock = await office.clockOf(caseNo, 'supplement')
    assert.equal(await workingDaysFromToday(office, clock.due_day), 15)
    await office.skipTo(caseNo, new Date(Date.parse(clock.due_at) - hour).toISOString())
    assert.equal((await office.caseOf(caseNo)).status, 'supplementing')
    await office.skip(caseNo, 2 * hour)
    await office.becomes(caseNo, 'deemed-withdrawn', 60_000)
    const row = await office.caseOf(caseNo)
    assert.equal(row.ended_at, clock.due_at)
    const text = await office.paperText(caseNo, 'termination-notice')
    assert.match(text, /办件终止通知书/)
    assert.match(text, /视为撤回|视为主动撤回/)
    assert.ok(text.replace(/\s/g, '').includes(chinese(clock.due_day)), text)
    const ended = async () =>
      (await office.texts(caseNo)).filter((one) => one.text.includes('视为撤回申请，办件终止'))
    assert.ok(await poll(async () => (await ended()).length === 1, 30_000, 100))
  })

  it('never proven delivered does not end by itself but raises a task', async () => {
    const { caseNo } = await demanded(false)
    assert.deepEqual(await office.tasksOf(caseNo), ['notice-delivery', 'supplement-wait'])
    await office.skip(caseNo, 90 * 24 * hour)
    assert.ok(await poll(async () => (await office.tasksOf(caseNo)).includes('delivery-chase'), 60_000, 100))
    assert.equal((await office.caseOf(caseNo)).status, 'supplementing')
  })

  it('delivered on paper runs from the day of delivery', async () => {
    const { caseNo } = await demanded(false)
    const today = office.today()
    const answer = await office.act(office.clerk, caseNo, 'record-delivery', {
      data: { method: 'counter-signature', day: today, proof: '本人签收' },
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const clock = await office.clockOf(caseNo, 'supplement')
    assert.equal(await workingDaysFromToday(office, clock.due_day), 15)
  })

  it('in a second round can only repeat the first notice; something new needs the head, and starts its own term', async () => {
    const { caseNo, materials } = await demanded(true)
    await office.app.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .update({ state: 'handed-in' })
    assert.equal((await office.act(office.clerk, caseNo, 'complete-supplement')).body.status, 'received')
    const all = (await office.clerk.get(`/api/cases/${caseNo}`)).body.materials
    const fresh = [{ id: all[0].id, state: 'defective', reason: '申请书未签字' }]
    const refused = await office.act(office.clerk, caseNo, 'supplement', { data: { materials: fresh } })
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'demand-not-in-first-notice')
    const repeated = await office.act(office.clerk, caseNo, 'supplement', {
      data: { materials: [materials[0]] },
    })
    assert.equal(repeated.status, 200, JSON.stringify(repeated.body))
    assert.equal((await office.clockOf(caseNo, 'supplement')).n, 1)
    await office.app.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .update({ state: 'handed-in' })
    assert.equal((await office.act(office.clerk, caseNo, 'complete-supplement')).status, 200)
    const demand = await office.act(office.clerk, caseNo, 'new-demand', {
      reason: '法定代表人已变更',
      data: { materials: fresh },
    })
    assert.equal(demand.status, 200, JSON.stringify(demand.body))
    const asked = (await office.centreHead.get(`/api/cases/${caseNo}`)).body.demand
    assert.deepEqual(
      [asked.reason, asked.materials.map(({ reason }: { reason: string }) => reason)],
      ['法定代表人已变更', ['申请书未签字']],
    )
    const approved = await office.act(office.centreHead, caseNo, 'approve-demand', { reason: '情况属实' })
    assert.equal(approved.body.status, 'supplementing', JSON.stringify(approved.body))
    assert.equal((await office.clockOf(caseNo, 'supplement')).n, 2)
    assert.equal((await office.caseOf(caseNo)).mark, 'new-demand')
  })

  it('handed in at 23:59:59 with the engine down until 00:05 is honoured', async () => {
    const { caseNo } = await demanded(true)
    const clock = await office.clockOf(caseNo, 'supplement')
    await office.app.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .update({ state: 'handed-in' })
    await office.skipTo(caseNo, new Date(Date.parse(clock.due_at) - 12_000).toISOString())
    await office.stopWorker()
    const key = `last-second-${caseNo}`
    const kept = await office.clerk.post(
      `/api/instances/case:${caseNo}/acts`,
      { outcome: 'complete-supplement' },
      { headers: { 'idempotency-key': key } },
    )
    assert.equal(kept.status, 202, JSON.stringify(kept.body))
    await office.skip(caseNo, 5 * 60_000)
    const late = await office.act(office.secondClerk, caseNo, 'record-delivery', {
      data: { method: 'counter-signature' },
    })
    assert.equal(late.status, 409)
    await office.startWorker()
    await office.relay()
    await office.becomes(caseNo, 'received', 60_000)
    // Under load the first round of the relay may hear nothing yet; the next one asks again.
    const done = async () => {
      await office.relay()
      return (await office.app.deps.db('act').where({ id: key }).first('status')).status === 'done'
    }
    assert.ok(await poll(done, 30_000, 500))
  })

  it('and acceptance by silence: a licence not answered in 5 working days is deemed accepted from the day of receipt', async () => {
    const { caseNo } = await office.take(enterpriseIntake())
    const clock = await office.clockOf(caseNo, 'acceptance')
    await office.skipTo(caseNo, new Date(Date.parse(clock.due_at) + hour).toISOString())
    await office.becomes(caseNo, 'accepted', 60_000)
    const row = await office.caseOf(caseNo)
    assert.equal(row.deemed_accepted, true)
    assert.equal(row.accepted_day, row.received_day)
    assert.equal(row.mark, 'deemed-accepted')
  })

  it('a second answer to one task is refused with who won', async () => {
    const { caseNo } = await office.take(personIntake())
    const [first, second] = await Promise.all([
      office.act(office.clerk, caseNo, 'accept'),
      office.act(office.secondClerk, caseNo, 'refuse', { reason: '不属于受理范围' }),
    ])
    const answers = [first, second].sort((a, b) => a.status - b.status)
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 409],
      JSON.stringify(answers.map((a) => a.body)),
    )
    assert.equal(answers[1]!.body.winner.name, answers[0] === first ? '李思远' : '王晓燕')
  })
})

function chinese(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
