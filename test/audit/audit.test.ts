import assert from 'node:assert/strict'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'

describe('the audit', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await startApp({
      scope: { canSee: async (_d, _a, instance) => instance === 'case:seen', canSeeFile: async () => false },
    })
  })
  afterEach(() => app.close())

  const newUser = {
    username: 'zhao.liu',
    name: '赵六',
    password: 'Chuangkou-7788',
    districtCode: '110108',
    centreCode: 'C01',
    roles: ['clerk'],
  }
  const rows = (filter: object) => app.deps.db('audit').where(filter).orderBy('id')

  it('has one row for an act: who, from where, what, and how it ended', async () => {
    const admin = await app.signIn('administrator')
    const answer = await admin.post('/api/users', newUser)
    const [row, ...others] = await rows({ action: 'user.create' })
    assert.equal(others.length, 0)
    assert.equal(row.user_id, admin.actor.id)
    assert.equal(row.username, admin.actor.username)
    assert.equal(row.object_id, 'zhao.liu')
    assert.equal(row.outcome, 'ok')
    assert.equal(row.request_id, answer.headers.get('x-request-id'))
    assert.match(row.address, /127\.0\.0\.1$/)
    assert.doesNotMatch(JSON.stringify(row), /Chuangkou|赵六/)
  })

  it('has one row for what was refused, with its code', async () => {
    const admin = await app.signIn('administrator')
    const clerk = await app.signIn('clerk')
    await admin.post('/api/users', newUser)
    await admin.post('/api/users', newUser)
    await clerk.post('/api/users', newUser)
    await app.client().post('/api/users', newUser)
    const refused = await rows({ action: 'user.create', outcome: 'refused' })
    assert.deepEqual(
      refused.map((row) => row.detail.code),
      ['username-taken', 'forbidden', 'unauthenticated'],
    )
    assert.deepEqual(
      refused.map((row) => row.username),
      [admin.actor.username, clerk.actor.username, null],
    )
  })

  it('has a row for every login, good or bad, and for the end of a session', async () => {
    const client = await app.signIn('clerk')
    await client.delete('/api/session')
    await app.client().post('/api/session', { username: client.actor.username, password: 'Wrong-password-1' })
    const found = await rows({ object_id: client.actor.username })
    assert.deepEqual(
      found.map((row) => [row.action, row.outcome]),
      [
        ['session.login', 'ok'],
        ['session.logout', 'ok'],
        ['session.login', 'refused'],
      ],
    )
  })

  it('is not bypassed: when its row cannot be written, the act is rolled back', async () => {
    const admin = await app.signIn('administrator')
    const clerk = await app.addUser({ roles: ['clerk'] })
    await app.deps.db.raw(`ALTER TABLE audit ADD CONSTRAINT full_disk CHECK (action NOT LIKE 'user.%')`)
    assert.equal((await admin.post('/api/users', newUser)).status, 500)
    assert.equal((await admin.patch(`/api/users/${clerk.id}`, { status: 'disabled' })).status, 500)
    assert.equal(await app.deps.db('app_user').where({ username: 'zhao.liu' }).first(), undefined)
    assert.equal((await app.deps.db('app_user').where({ id: clerk.id }).first()).status, 'active')
    assert.deepEqual(await rows({ action: 'user.create' }), [])
  })

  it('cannot be changed, deleted or emptied', async () => {
    await app.signIn('clerk')
    const { db } = app.deps
    for (const statement of [
      `UPDATE audit SET outcome = 'ok'`,
      'DELETE FROM audit',
      'TRUNCATE audit',
      'DELETE FROM audit WHERE false',
    ])
      await assert.rejects(async () => db.raw(statement), /append-only/, statement)
    assert.equal((await rows({})).length, 1)
  })

  it('is read by the administrator, newest first, page by page', async () => {
    const admin = await app.signIn('administrator')
    await admin.post('/api/users', newUser)
    const first = (await admin.get('/api/audit?limit=1')).body
    assert.deepEqual([first.items.length, first.items[0].action], [1, 'user.create'])
    const second = (await admin.get(`/api/audit?limit=1&after=${first.next}`)).body
    assert.deepEqual([second.items[0].action, second.next], ['session.login', null])
    const only = (await admin.get('/api/audit?objectType=user&objectId=zhao.liu')).body
    assert.equal(only.items.length, 1)
    const clerk = await app.signIn('clerk')
    assert.equal((await clerk.get('/api/audit')).status, 403)
  })

  it('is found by person, by address and by act, and goes out as a file in Chinese words', async () => {
    const admin = await app.signIn('administrator')
    await admin.post('/api/users', newUser)
    const clerk = await app.addUser({ roles: ['clerk'], name: '钱七' })
    await app.client().post('/api/session', { username: clerk.username, password: 'Wrong-password-1' })
    const found = async (query: string) =>
      (await admin.get(`/api/audit?${query}`)).body.items.map((row: any) => row.action)
    const mine = encodeURIComponent(admin.actor.name)
    assert.deepEqual(await found(`who=${mine}&action=user.create`), ['user.create'])
    assert.deepEqual(await found(`objectId=${clerk.username}&outcome=refused`), ['session.login'])
    assert.deepEqual(await found('who=nobody'), [])
    assert.deepEqual(await found('address=192.0.2.9'), [])
    const [row] = (await admin.get('/api/audit?action=user.create&address=')).body.items
    assert.equal(row.personName, admin.actor.name)
    assert.deepEqual(await found(`address=${encodeURIComponent(row.address)}&action=user.create`), [
      'user.create',
    ])
    const file = await admin.get(`/api/audit/export?format=csv&who=${mine}&action=user.create`)
    assert.match(String(file.body), /用户 · 新增/)
    assert.doesNotMatch(String(file.body), /user\.create/)
    const [exported] = await rows({ action: 'audit.export' })
    assert.deepEqual([exported.detail.searched, exported.detail.who], [true, undefined])
  })

  it('is narrowed by instants of any offset, and one that means no instant is a 400', async () => {
    const admin = await app.signIn('administrator')
    const at = (text: string) => admin.get(`/api/audit?to=${encodeURIComponent(text)}`)
    // Local mean time of a century ago: legal, and beyond what PostgreSQL takes as an offset.
    assert.deepEqual((await at('1917-09-03T16:08:26+19:21')).body, { items: [], next: null })
    const all = (await at('2099-01-01T00:00:00+19:21')).body.items.length
    assert.equal(all, 1)
    for (const text of ['0000-01-01T00:00:00+08:00', '9999-12-31T23:59:59-19:00', '2026-01-01T00:00:00'])
      assert.equal((await at(text)).status, 400, text)
  })
})
