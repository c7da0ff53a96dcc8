import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { withdraw } from '../../server/modules/case/citizen-service.ts'
import { startActRelay, startClockRelay } from '../../server/relays.ts'
import { addDays } from '../../workflows/clock/day.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { completeIntake } from '../intake/fixture.ts'

describe('what a server does beside its requests', function () {
  this.timeout(180_000)
  let office: Office
  before(async () => {
    office = await startOffice()
  })
  after(() => office.close())

  it('a published calendar moves the date in the list and the timer in the engine', async () => {
    const { caseNo } = await office.take(completeIntake())
    const { db, engine } = office.app.deps
    const clock = await db('clock')
      .where({ instance: `case:${caseNo}`, kind: 'acceptance' })
      .first()
    const administrator = await office.app.signIn('administrator')
    const year = Number(clock.due_day.slice(0, 4))
    const { published } = (await administrator.get(`/api/calendars/${year}`)).body
    // The last day of the term becomes a holiday: the term ends on a later one.
    const days = [...published.days, { day: clock.due_day, kind: 'holiday', name: '临时放假' }]
    const draft = { source: '国务院办公厅关于临时放假的通知', days, expectedVersion: null }
    const saved = await administrator.put(`/api/calendars/${year}`, draft)
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    const { version } = saved.body.draft
    const answer = await administrator.post(`/api/calendars/${year}/publish`, { expectedVersion: version })
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    const stop = startClockRelay(office.app.deps)
    try {
      const armed = async () => (await engine.view(`case:${caseNo}`)).clocks['acceptance']?.dueAt
      const moved = async () => {
        const at = await armed()
        return at !== undefined && Date.parse(at!) >= Date.parse(`${addDays(clock.due_day, 1)}T16:00:00Z`)
      }
      assert.ok(await poll(moved, 30_000, 100), `still armed for ${await armed()}`)
      const [row] = (await office.clerk.get('/api/tasks?box=group')).body.rows
      assert.ok(row.dueDay > clock.due_day)
      const { next_due_at: nextDueAt } = await office.caseOf(caseNo)
      assert.equal(Date.parse(nextDueAt), Date.parse((await armed())!))
    } finally {
      await stop()
    }
  })

  /** An acceptance as a server leaves it that died between the commit and the sending. */
  async function keepUnsentAcceptance(caseNo: string): Promise<void> {
    const { db } = office.app.deps
    const task = await db('task')
      .where({ instance: `case:${caseNo}`, status: 'open' })
      .first('key')
    await db('act').insert({
      ...{ id: randomUUID(), instance: `case:${caseNo}`, task: task.key, exclusive_key: task.key },
      ...{ act: 'accept', outcome: 'accept', actor_id: String(office.clerk.actor.id), actor_name: '李思远' },
      ...{ received_at: new Date().toISOString(), digest: '0'.repeat(64) },
      recorded_at: new Date(Date.now() - 60_000).toISOString(),
    })
  }

  it('an act that was kept and never sent reaches the engine', async () => {
    const { caseNo } = await office.take(completeIntake())
    await keepUnsentAcceptance(caseNo)
    const stop = startActRelay(office.app.deps)
    try {
      await office.becomes(caseNo, 'accepted')
    } finally {
      await stop()
    }
    const opposite = await office.act(office.secondClerk, caseNo, 'refuse', { reason: '材料不全' })
    assert.deepEqual([opposite.status, opposite.body.code], [409, 'task-taken'])
  })
  it('acts on one case are done in the order they were committed in, though the first was not sent at once', async () => {
    const { caseNo } = await office.take(completeIntake())
    await keepUnsentAcceptance(caseNo)
    // What is kept counts: the centre may no longer end it alone; the applicant's own withdrawal asks nobody.
    const alone = { reason: '申请人当场要求撤回', data: { status: 'withdrawn' } }
    const refused = await office.act(office.centreHead, caseNo, 'end', alone)
    assert.deepEqual([refused.status, refused.body.code], [409, 'ending-needs-approval'])
    const onKept = () => Promise.resolve()
    await withdraw(office.app.deps, { caseNo, key: randomUUID(), reason: alone.reason, onKept })
    const acts = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}` })
      .orderBy('id')
      .pluck('act')
    assert.deepEqual(acts, ['receive', 'accept', 'withdraw'])
    assert.equal(await office.relay(), 0)
  })
})
