import assert from 'node:assert/strict'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { addCase, addTask } from '../notification/records.ts'

/** Tuesday 24 November 2026, 10:00 in Beijing. */
const now = new Date('2026-11-24T02:00:00Z')
const over = '2026-11-20T16:00:00Z'
/** The end of Friday 27 November, three working days from today. */
const soon = '2026-11-27T16:00:00Z'
const later = '2026-11-28T16:00:00Z'

describe('the home page', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await startApp({ now: () => now })
    await app.deps.db.transaction((trx) => seedCalendars(trx, now.toISOString()))
  })
  afterEach(() => app.close())
  const home = async (who: { get: (path: string) => Promise<{ status: number; body: any }> }) => {
    const answer = await who.get('/api/home')
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }

  it('shows a clerk what waits, first due first, and what is due for the group too', async () => {
    const { db } = app.deps
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const mine = { claimedBy: clerk.actor.id, claimedName: '我' }
    await addTask(db, { number: 'M-later', ...mine, dueAt: later })
    await addTask(db, { number: 'M-none', ...mine })
    await addTask(db, { number: 'M-over', ...mine, dueAt: over })
    await addTask(db, { number: 'G-soon', dueAt: soon, yellowAt: over })
    await addTask(db, { number: 'G-else', place: 'C02', dueAt: over })
    await addTask(db, { number: 'G-head', roles: 'head', dueAt: over })
    await addTask(db, { number: 'G-held', claimedBy: 999, dueAt: over })
    const { work, unit, area, engine, system } = await home(clerk)
    const numbers = (rows: { number: string }[]) => rows.map(({ number }) => number)
    assert.deepEqual(numbers(work.waits), ['M-over', 'M-later', 'M-none'])
    assert.deepEqual(numbers(work.due), ['M-over', 'G-soon'])
    assert.deepEqual([work.mine, work.group, work.overdue, work.soon], [3, 1, 1, 1])
    assert.equal(work.soonDay, '2026-11-27')
    const [first, second] = work.due
    assert.deepEqual(
      [first.light, first.overdue, first.dueDay, first.mine],
      ['red', true, '2026-11-20', true],
    )
    assert.deepEqual([second.light, second.overdue, second.dueDay], ['yellow', false, '2026-11-27'])
    assert.deepEqual([unit, area, engine, system], [null, null, null, null])
  })

  it('tells what went on since somebody looked, and what they did this week', async () => {
    const { db } = app.deps
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const id = String(clerk.actor.id)
    const moved = await addTask(db, { number: 'N-1', name: '审查' })
    const same = await addTask(db, { number: 'N-2' })
    const old = await addTask(db, { number: 'N-3' })
    const look = (instance: string, revision: number, at: string) =>
      db('seen').insert({ user_id: id, instance, revision, at })
    await look(moved, 2, '2026-11-23T02:00:00Z')
    await look(same, 3, '2026-11-23T02:00:00Z')
    await look(old, 1, '2026-11-01T02:00:00Z')
    const act = (n: number, at: string) =>
      db('act').insert({
        id: `a${n}`,
        instance: moved,
        task: `t${n}`,
        exclusive_key: `t${n}`,
        act: 'pass',
        outcome: 'pass',
        actor_id: id,
        actor_name: '我',
        received_at: at,
        digest: '0'.repeat(64),
        status: 'done',
      })
    // Half past midnight of Monday in Beijing is Sunday's evening in UTC.
    for (const [n, at] of ['2026-11-22T16:30:00Z', '2026-11-24T01:00:00Z', '2026-11-22T15:30:00Z'].entries())
      await act(n, at)
    const { work } = await home(clerk)
    assert.deepEqual(
      work.news.map((row: any) => [row.number, row.stepName]),
      [['N-1', '审查']],
    )
    assert.deepEqual([work.week.acts, work.week.lastWeekActs], [2, 1])
    assert.deepEqual(
      work.week.days.slice(0, 3).map((day: any) => [day.day, day.acts]),
      [
        ['2026-11-23', 1],
        ['2026-11-24', 1],
        ['2026-11-25', 0],
      ],
    )
  })

  it('shows a head who holds how much, the overdue first', async () => {
    const { db } = app.deps
    const head = await app.signIn({ roles: ['head'], bureauCode: 'B01' })
    const at = { side: 'bureau', place: 'B01', roles: 'reviewer head' } as const
    await addTask(db, { number: '1', ...at, claimedBy: 901, claimedName: '赵敏' })
    await addTask(db, { number: '2', ...at, claimedBy: 902, claimedName: '周正', dueAt: over })
    await addTask(db, { number: '3', ...at, dueAt: soon })
    await addTask(db, { number: '4', ...at, place: 'B02', claimedBy: 903, claimedName: '外人' })
    const { unit } = await home(head)
    assert.deepEqual(unit, [
      { name: '周正', open: 1, overdue: 1, soon: 0 },
      { name: '赵敏', open: 1, overdue: 0, soon: 0 },
      { name: null, open: 1, overdue: 0, soon: 1 },
    ])
  })

  it('shows a manager the own area: records over their term or near its end, and where', async () => {
    const { db } = app.deps
    const manager = await app.signIn({ roles: ['manager'], districtCode: '110108' })
    await addTask(db, { number: '1', place: 'C01', dueAt: over })
    await addTask(db, { number: '1', place: 'C01', dueAt: over, name: '第二环节' })
    await addTask(db, { number: '2', place: 'C01', dueAt: soon })
    await addTask(db, { number: '3', place: 'C02', dueAt: over, district: '110105' })
    await addTask(db, { number: '4', place: 'C01', dueAt: later })
    const { area, work, engine } = await home(manager)
    assert.deepEqual(area, [{ name: 'C01', overdue: 1, soon: 1 }])
    assert.deepEqual([work.mine, engine], [0, null])
    const city = await app.signIn({ roles: ['manager'], districtCode: '110000' })
    assert.deepEqual(
      (await home(city)).area.map(({ name }: { name: string }) => name),
      ['C01', 'C02'],
    )
  })

  it('counts for those who watch the cases of each light, as many as the list behind the number shows', async () => {
    const { db } = app.deps
    await addCase(db, { case_no: '1', next_due_at: over, next_red_at: over, next_yellow_at: over })
    await addCase(db, { case_no: '2', next_due_at: later, next_red_at: over, next_yellow_at: over })
    await addCase(db, { case_no: '3', next_due_at: later, next_red_at: soon, next_yellow_at: over })
    await addCase(db, { case_no: '4', rest_from: over, rest_until: later })
    await addCase(db, { case_no: '5', next_due_at: over, ended_at: over })
    await addCase(db, { case_no: '6', district: '110105', next_due_at: over })
    // A ticket that is late is no case, and the list of cases does not show it.
    const ticket = await addTask(db, { number: '7', dueAt: over })
    await db('process_instance').where({ id: ticket }).update({ noun: 'change-ticket' })
    const operator = await app.signIn({ roles: ['operator'], districtCode: '110108' })
    const { cases } = await home(operator)
    assert.deepEqual(cases, { running: 4, red: 2, overdue: 1, yellow: 1, paused: 1 })
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    assert.equal((await home(clerk)).cases, null)
  })

  it('shows an operator what stands still in the engine, and the administrator the system', async () => {
    const { db } = app.deps
    const here = await addTask(db, { number: '1', district: '110108' })
    const there = await addTask(db, { number: '2', district: '110105' })
    for (const instance of [here, there])
      await db('incident').insert({ instance, key: 'k', element: 'e', code: 'x', message: 'm', at: over })
    await db('process_timer').insert({ instance: here, key: 'late', element: 'e', due_at: over, revision: 1 })
    await db('process_timer').insert({ instance: here, key: 'due', element: 'e', due_at: soon, revision: 1 })
    const followUp = { lane: 'sms', kind: 'tell', instance: here, what: '{}', at: over, try_at: over }
    await db('follow_up').insert({ ...followUp, step_key: '1', recorded_at: over })
    await db('follow_up').insert({ ...followUp, step_key: '2', stopped: true })
    await db('follow_up').insert({ ...followUp, step_key: '3', done_at: over })
    const operator = await app.signIn({ roles: ['operator'], districtCode: '110108' })
    const { engine, system } = await home(operator)
    assert.deepEqual(
      [engine.incidents, engine.followUps, engine.stoppedFollowUps, engine.lateTimers, engine.staleActs],
      [1, 1, 1, 1, 0],
    )
    assert.equal(Date.parse(engine.oldestFollowUpAt), Date.parse(over))
    assert.equal(system, null)
    const admin = await app.signIn('administrator')
    const all = await home(admin)
    assert.deepEqual([all.engine.incidents, all.work], [2, null])
    assert.deepEqual([all.system.activeUsers, all.system.missingYear], [2, 2027])
    assert.deepEqual(all.system.calendarYears, [2025, 2026])
  })

  it('costs at most fourteen statements, whoever asks', async () => {
    const everything = await app.signIn({
      roles: ['clerk', 'head', 'operator', 'manager', 'administrator'],
      centreCode: 'C01',
    })
    let statements = 0
    const count = () => void (statements += 1)
    app.deps.db.on('query', count)
    await home(everything)
    app.deps.db.removeListener('query', count)
    assert.ok(statements <= 14, `${statements} statements`)
    assert.ok(statements >= 8, `${statements}: is anything counted at all?`)
  })
})
