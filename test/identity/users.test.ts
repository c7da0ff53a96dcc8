import assert from 'node:assert/strict'
import { startApp, TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'

const newUser = {
  username: 'wang.fang',
  name: '王芳',
  password: 'Chuangkou-7788',
  districtCode: '110108',
  centreCode: 'C01',
  roles: ['clerk'],
}

describe('the administrator of accounts', () => {
  let app: TestApp
  before(async () => {
    app = await startApp()
  })
  after(() => app.close())

  it('adds an account that can sign in; the password is kept as argon2id only', async () => {
    const admin = await app.signIn('administrator')
    const { status, body } = await admin.post('/api/users', newUser)
    assert.equal(status, 201)
    assert.equal(body.password, undefined)
    const row = await app.deps.db('app_user').where({ id: body.id }).first()
    assert.match(row.password_hash, /^\$argon2id\$/)
    assert.doesNotMatch(JSON.stringify(row), /Chuangkou/)
    await app.client().login(newUser.username, newUser.password)
  })

  it('is told when the name is taken, in any case of letters', async () => {
    const admin = await app.signIn('administrator')
    const { status, body } = await admin.post('/api/users', { ...newUser, username: 'Wang.Fang' })
    assert.deepEqual([status, body.code], [409, 'username-taken'])
  })

  for (const password of [
    'short1A!',
    'alllowercaseletters',
    'wang.fang2-A9',
    '1111111111',
    'onlyletters12',
  ]) {
    it(`cannot give the weak password ${password}`, async () => {
      const admin = await app.signIn('administrator')
      const { status, body } = await admin.post('/api/users', {
        ...newUser,
        username: 'wang.fang2',
        password,
      })
      assert.deepEqual([status, body.errors[0].path], [400, 'body.password'])
    })
  }

  it('resets a password: the old one and the open sessions are worth nothing', async () => {
    const admin = await app.signIn('administrator')
    const clerk = await app.signIn('clerk')
    const answer = await admin.put(`/api/users/${clerk.actor.id}/password`, { password: 'Brand-new-2026' })
    assert.equal(answer.status, 204)
    assert.equal((await clerk.get('/api/colleagues')).status, 401)
    await assert.rejects(app.client().login(clerk.actor.username, TEST_PASSWORD))
    await app.client().login(clerk.actor.username, 'Brand-new-2026')
  })

  it('cannot disable the own account or change its roles', async () => {
    const admin = await app.signIn('administrator')
    for (const change of [{ status: 'disabled' }, { roles: ['clerk'] }]) {
      const { status, body } = await admin.patch(`/api/users/${admin.actor.id}`, change)
      assert.deepEqual([status, body.code], [409, 'own-account'])
    }
  })

  it('cannot put a person into a centre and a bureau, whether at once or one after the other', async () => {
    const admin = await app.signIn('administrator')
    const { id } = await app.addUser({ roles: ['clerk'], centreCode: 'C01' })
    for (const change of [{ centreCode: 'C01', bureauCode: 'B01' }, { bureauCode: 'B01' }]) {
      const { status, body } = await admin.patch(`/api/users/${id}`, change)
      assert.deepEqual([status, body.errors?.[0].path], [400, 'body.bureauCode'], JSON.stringify(change))
    }
    const moved = await admin.patch(`/api/users/${id}`, { centreCode: null, bureauCode: 'B01' })
    assert.deepEqual([moved.status, moved.body.bureauCode], [200, 'B01'])
  })

  it('adds a manager of a district, who belongs to no centre', async () => {
    const admin = await app.signIn('administrator')
    const manager = {
      ...newUser,
      username: 'guanli',
      name: '程晓岚',
      roles: ['manager'],
      centreCode: undefined,
    }
    assert.equal((await admin.post('/api/users', manager)).status, 201)
    const placed = await admin.post('/api/users', { ...manager, username: 'guanli2', centreCode: 'C01' })
    assert.deepEqual([placed.status, placed.body.errors[0].path], [400, 'body.bureauCode'])
    const unplaced = await admin.post('/api/users', { ...manager, username: 'chuang3', roles: ['clerk'] })
    assert.match(unplaced.body.errors[0].message, /窗口人员须选择所在的中心或委办局/)
  })

  it('cannot make a clerk of a centre its manager, or leave a clerk without a place', async () => {
    const admin = await app.signIn('administrator')
    const { id } = await app.addUser({ roles: ['clerk'], centreCode: 'C01' })
    for (const change of [{ roles: ['manager'] }, { centreCode: null }])
      assert.equal((await admin.patch(`/api/users/${id}`, change)).status, 400, JSON.stringify(change))
    const both = await admin.patch(`/api/users/${id}`, { roles: ['manager'], centreCode: null })
    assert.deepEqual([both.status, both.body.roles], [200, ['manager']])
  })

  it('pages through all accounts without losing or repeating one', async () => {
    const admin = await app.signIn('administrator')
    const seen: number[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: Answer = await admin.get(`/api/users?limit=3${next && `&after=${next}`}`)
      seen.push(...page.body.items.map((user: { id: number }) => user.id))
      next = page.body.next
    }
    const ids = (await app.deps.db('app_user').orderBy('id').select('id')).map(
      (row: { id: number }) => row.id,
    )
    assert.deepEqual(seen, ids)
  })

  it('finds by part of a name; % and _ are plain letters', async () => {
    const admin = await app.signIn('administrator')
    const names = async (q: string) =>
      (await admin.get(`/api/users?q=${encodeURIComponent(q)}`)).body.items.map(
        (u: { name: string }) => u.name,
      )
    assert.deepEqual(await names('王'), ['王芳'])
    assert.deepEqual(await names('%'), [])
  })
})

describe('everybody else', () => {
  let app: TestApp
  before(async () => {
    app = await startApp()
  })
  after(() => app.close())

  it('who is not signed in gets 401 at every route that is not public', async () => {
    for (const { method, path, access } of app.app.records) {
      if (access === 'public') continue
      const { status } = await app.client().send(method, path.replace(/:\w+/g, '1'))
      assert.equal(status, 401, `${method} ${path}`)
    }
  })

  it('with another role gets 403, and nothing is changed', async () => {
    const bureau = await app.signIn({ roles: ['bureau-staff'], bureauCode: 'B01' })
    assert.equal((await bureau.post('/api/users', newUser)).status, 403)
    assert.equal((await bureau.get('/api/users')).status, 403)
    assert.equal(await app.deps.db('app_user').where({ username: newUser.username }).first(), undefined)
  })

  it('without the CSRF token, or with that of another session, changes nothing', async () => {
    const admin = await app.signIn('administrator')
    const other = await app.signIn('administrator')
    const foreign = (await other.get('/api/session')).body.csrf
    for (const token of ['', 'x', foreign]) {
      const { status, body } = await admin.post('/api/users', newUser, { headers: { 'x-csrf-token': token } })
      assert.deepEqual([status, body.code], [403, 'csrf-token-invalid'])
    }
    assert.equal(await app.deps.db('app_user').where({ username: newUser.username }).first(), undefined)
  })

  it('changes the own password only with the current one, which counts like a login', async () => {
    const clerk = await app.signIn('clerk')
    const wrong = await clerk.put('/api/session/password', { current: 'Wrong-one-1', next: 'Brand-new-2026' })
    assert.deepEqual([wrong.status, wrong.body.code], [403, 'password-wrong'])
    const right = await clerk.put('/api/session/password', { current: TEST_PASSWORD, next: 'Brand-new-2026' })
    assert.equal(right.status, 200)
    assert.equal((await clerk.get('/api/colleagues')).status, 200)
    await app.client().login(clerk.actor.username, 'Brand-new-2026')
  })

  it('sees as colleagues only those of the same place', async () => {
    const here = await app.signIn({ roles: ['clerk'], centreCode: 'C77' })
    const colleague = await app.addUser({ roles: ['head'], centreCode: 'C77' })
    await app.addUser({ roles: ['head'], centreCode: 'C78' })
    const { body } = await here.get('/api/colleagues')
    assert.deepEqual(body.map((u: { id: number }) => u.id).sort(), [here.actor.id, colleague.id].sort())
  })
})
