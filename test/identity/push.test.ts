import assert from 'node:assert/strict'
import { notify } from '../../server/push.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { openEvents } from '../support/events.ts'
import type { EventStream } from '../support/events.ts'
import { poll } from '../support/stack.ts'

describe('live push', () => {
  let app: TestApp
  const open: EventStream[] = []
  const listen = async (...args: Parameters<typeof openEvents>) => {
    const stream = await openEvents(...args)
    open.push(stream)
    return stream
  }
  before(async () => {
    app = await startApp({
      scope: {
        canSee: async (_deps, actor, instance) => instance.startsWith(`case:${actor.districtCode}`),
        canSeeFile: async () => false,
      },
    })
    await listening()
  })
  afterEach(() => open.splice(0).forEach((stream) => stream.close()))
  after(() => app.close())

  it('tells those who look at a case, and nobody else', async () => {
    const here = await app.signIn({ roles: ['clerk'], districtCode: '110108' })
    const seen = await listen(here, '/api/events?topics=case:110108-1')
    const other = await listen(here, '/api/events?topics=case:110108-2')
    await app.deps.db.transaction((trx) => notify(trx, 'case', '110108-1', 7))
    await app.deps.db.transaction((trx) => notify(trx, 'case', '110108-2', 1))
    const [event] = await seen.waitFor(({ event }) => event === 'change')
    assert.deepEqual(event?.data, { topic: 'case', id: '110108-1', revision: 7 })
    const [second] = await other.waitFor(({ event }) => event === 'change')
    assert.equal(second?.data.id, '110108-2')
  })

  it('tells nothing of a transaction that was rolled back', async () => {
    const here = await app.signIn({ roles: ['clerk'], districtCode: '110108' })
    const stream = await listen(here, '/api/events?topics=case:110108-1')
    const failing = app.deps.db.transaction(async (trx) => {
      await notify(trx, 'case', '110108-1', 1)
      throw new Error('rolled back')
    })
    await assert.rejects(failing)
    await app.deps.db.transaction((trx) => notify(trx, 'case', '110108-1', 2))
    const [first] = await stream.waitFor(({ event }) => event === 'change')
    assert.equal(first?.data.revision, 2)
  })

  it('does not open a case of another district', async () => {
    const there = await app.signIn({ roles: ['clerk'], districtCode: '110105' })
    assert.equal((await listen(there, '/api/events?topics=case:110108-1')).status, 404)
  })

  it('brings to a worklist what concerns its own groups', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C1' })
    const stream = await listen(clerk, '/api/events?topics=worklist')
    await app.deps.db.transaction(async (trx) => {
      await notify(trx, 'worklist', 'centre:C2:clerk')
      await notify(trx, 'worklist', 'centre:C1:clerk')
      await notify(trx, 'worklist', `user:${clerk.actor.id}`)
    })
    const events = await stream.waitFor(({ event }) => event === 'change', 2)
    assert.deepEqual(
      events.map(({ data }) => data.id),
      ['centre:C1:clerk', `user:${clerk.actor.id}`],
    )
  })

  it('tells an applicant of the own case only', async () => {
    const citizen = await app.citizen('110108-5')
    const stream = await listen(citizen, '/api/citizen/events')
    await app.deps.db.transaction(async (trx) => {
      await notify(trx, 'case', '110108-6')
      await notify(trx, 'case', '110108-5')
    })
    const [event] = await stream.waitFor(({ event }) => event === 'change')
    assert.equal(event?.data.id, '110108-5')
    assert.equal((await app.client().get('/api/citizen/events')).status, 401)
  })

  it('ends with the session', async () => {
    const admin = await app.signIn('administrator')
    const clerk = await app.signIn('clerk')
    const stream = await listen(clerk, '/api/events?topics=worklist')
    await admin.patch(`/api/users/${clerk.actor.id}`, { status: 'disabled' })
    assert.ok(await poll(async () => stream.ended, 5_000, 20))
    assert.equal((await listen(clerk, '/api/events?topics=worklist')).status, 401)
  })

  it('comes back when its connection was cut, and says that something may be missing', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], districtCode: '110108' })
    const stream = await listen(clerk, '/api/events?topics=case:110108-1')
    await app.deps.db.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'banjian-push' AND datname = current_database()`)
    await stream.waitFor(({ event }) => event === 'resync')
    await app.deps.db.transaction((trx) => notify(trx, 'case', '110108-1', 9))
    const [event] = await stream.waitFor(({ event }) => event === 'change')
    assert.equal(event?.data.revision, 9)
  })

  async function listening(): Promise<void> {
    const found = async () =>
      Boolean(
        await app.deps
          .db('pg_stat_activity')
          .where({
            application_name: 'banjian-push',
            datname: app.deps.db.raw('current_database()'),
            state: 'idle',
          })
          .where('query', 'like', 'LISTEN%')
          .first(),
      )
    assert.ok(await poll(found, 10_000, 20), 'live push does not listen')
  }
})
