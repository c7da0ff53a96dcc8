import assert from 'node:assert/strict'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { sendDigests } from '../../server/modules/notification/digest.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import { addTask } from './records.ts'

/** Thursday 24 September 2026; the 25th is 中秋, the 26th and 27th a weekend. */
const thursday = '2026-09-24'

describe('the digest of the morning', () => {
  let app: TestApp
  let clerk: Actor
  let head: Actor
  beforeEach(async () => {
    app = await startApp()
    const { db } = app.deps
    await db.transaction((trx) => seedCalendars(trx, `${thursday}T00:00:00Z`))
    clerk = await app.addUser({ roles: ['clerk'], centreCode: 'C01' })
    head = await app.addUser({ roles: ['head'], centreCode: 'C01' })
    await addTask(db, { number: 'A', claimedBy: clerk.id, dueAt: '2026-09-23T16:00:00Z' })
    await addTask(db, { number: 'B', claimedBy: clerk.id })
    // Over at the end of 28 September, the next working day.
    await addTask(db, { number: 'C', dueAt: '2026-09-28T16:00:00Z' })
    await addTask(db, { number: 'D', dueAt: '2026-09-29T16:00:00Z' })
  })
  afterEach(() => app.close())
  const at = (day: string, time: string) => ({
    db: app.deps.db,
    now: () => new Date(`${day}T${time}:00+08:00`),
  })
  const digests = () => app.deps.db('inbox_message').where({ kind: 'digest' }).orderBy('id')

  it('says what waits and what may run over, to whom something waits', async () => {
    assert.equal(await sendDigests(at(thursday, '09:00')), 1)
    const [message, ...others] = await digests()
    assert.deepEqual([message.user_id, message.level, message.popup, others], [clerk.id, 'red', false, []])
    assert.equal(message.title, '今日待办 2 件，可能超期 2 件')
    assert.equal(message.text, '您名下 2 件，本组待领取 2 件；其中已超期 1 件，9月28日前到期 1 件。')
    assert.deepEqual(await app.deps.db('inbox_message').where({ user_id: head.id }), [])
  })

  it('comes once a day and person, with two servers at work', async () => {
    for (let n = 0; n < 120; n++) await app.deps.db.raw(copyOfClerk, [n, clerk.id])
    const told = await Promise.all([1, 2].map(() => sendDigests(at(thursday, '09:00'))))
    assert.equal(await sendDigests(at(thursday, '09:01')), 0)
    const rest = await finish(thursday)
    assert.equal(told[0]! + told[1]! + rest, 1)
    assert.equal((await digests()).length, 1)
    const [{ done_at: done }] = await app.deps.db('inbox_digest')
    assert.notEqual(done, null)
    const late = await app.addUser({ roles: ['clerk'], centreCode: 'C01' })
    await addTask(app.deps.db, { number: 'late', claimedBy: late.id })
    assert.equal(
      await sendDigests(at(thursday, '11:00')),
      0,
      'the day is done: the next digest is tomorrow’s',
    )
  })

  it('goes on where a server died, and tells nobody twice', async () => {
    await app.deps.db('inbox_digest').insert({ day: thursday, last_user: clerk.id })
    await addTask(app.deps.db, { number: 'E', claimedBy: head.id, name: '决定', roles: 'head' })
    assert.equal(await sendDigests(at(thursday, '10:30')), 1)
    assert.deepEqual(
      (await digests()).map((row) => row.user_id),
      [head.id],
    )
  })

  it('keeps quiet before nine, at night, on weekends and on holidays, and comes on a make-up Sunday', async () => {
    for (const [day, time] of [
      [thursday, '08:59'],
      [thursday, '18:00'],
      ['2026-09-25', '09:30'],
      ['2026-09-26', '09:30'],
      ['2026-10-01', '09:30'],
    ] as const)
      assert.equal(await sendDigests(at(day, time)), 0, `${day} ${time}`)
    assert.deepEqual(await digests(), [])
    const { day: makeUp } = await app.deps
      .db('work_calendar_day')
      .where({ kind: 'make-up' })
      .where('day', '>', '2026-01-01')
      .orderBy('day')
      .first('day')
    assert.equal(await sendDigests(at(makeUp, '09:30')), 1)
  })

  /** Rounds until the day is done: the loser of a race looks again a minute later. */
  async function finish(day: string): Promise<number> {
    let told = 0
    while (await app.deps.db('inbox_digest').whereNull('done_at').first('day'))
      told += await sendDigests(at(day, '09:02'))
    return told
  }
})

const copyOfClerk = `
  insert into app_user (username, name, password_hash, status, district_code, created_at, changed_at)
  select 'nobody' || ?, '无事', password_hash, 'active', district_code, created_at, changed_at
  from app_user where id = ?`
