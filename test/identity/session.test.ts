import { timeText } from '../../workflows/clock/day.ts'
import assert from 'node:assert/strict'
import { startApp, TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'

describe('signing in', () => {
  let app: TestApp
  let clock = Date.parse('2026-03-02T01:00:00Z')
  const pass = (minutes: number) => (clock += minutes * 60_000)
  before(async () => {
    app = await startApp({ now: () => new Date(clock) })
  })
  after(() => app.close())

  it('gives a new session id and says who one is', async () => {
    const user = await app.addUser({ roles: ['clerk'], centreCode: 'C01' })
    const client = app.client()
    await client.get('/api/session')
    const before = client.cookies.get('banjian.sid')
    await client.login(user.username, TEST_PASSWORD)
    assert.notEqual(client.cookies.get('banjian.sid'), before)
    const { body } = await client.get('/api/session')
    assert.deepEqual(body.user, { ...user, roles: ['clerk'], side: 'centre', centreCode: 'C01' })
  })

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const user = await app.addUser({ roles: ['clerk'] })
    const answer = await app.client().login(user.username, TEST_PASSWORD)
    const cookie = answer.headers.getSetCookie().join()
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
  })

  it("the staff's cookie goes with every request, the applicant's only with the applicant's own", async () => {
    const cookieOf = async (path: string) => (await app.client().get(path)).headers.getSetCookie().join()
    assert.match(await cookieOf('/api/session'), /^banjian\.sid=.*; Path=\/;/)
    assert.match(await cookieOf('/api/citizen/session'), /^banjian\.citizen=.*; Path=\/api\/citizen;/)
  })

  it('answers an unknown name, a wrong password and a disabled account alike', async () => {
    const [wrong, disabled] = await Promise.all([
      app.addUser({ roles: ['clerk'] }),
      app.addUser({ roles: ['clerk'] }),
    ])
    const admin = await app.signIn('administrator')
    await admin.patch(`/api/users/${disabled.id}`, { status: 'disabled' })
    const answers = [
      await attempt('nobody-of-this-name', TEST_PASSWORD),
      await attempt(wrong.username, 'Wrong-password-1'),
      await attempt(disabled.username, TEST_PASSWORD),
    ].map(({ status, body }) => ({ status, ...body, requestId: '' }))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.deepEqual([answers[0]?.status, answers[0]?.code], [401, 'login-refused'])
  })

  it('tells of a locked name until when, whatever is typed and whether or not anybody has it', async () => {
    const [known, disabled] = await Promise.all([
      app.addUser({ roles: ['clerk'] }),
      app.addUser({ roles: ['clerk'] }),
    ])
    const admin = await app.signIn('administrator')
    await admin.patch(`/api/users/${disabled.id}`, { status: 'disabled' })
    // A right password that opens nothing counts as a wrong one.
    const tries: [name: string, password: string][] = [
      [known.username, 'Wrong-password-1'],
      [disabled.username, TEST_PASSWORD],
      ['nobody-at-all', TEST_PASSWORD],
    ]
    const answers = []
    for (const [name, password] of tries) {
      for (let i = 0; i < 4; i++) assert.equal((await attempt(name, password)).body.code, 'login-refused')
      for (const typed of [password, 'Another-wrong-1', TEST_PASSWORD])
        answers.push(await attempt(name, typed))
    }
    const told = answers.map(({ status, body }) => ({ status, ...body, requestId: '' }))
    for (const answer of told) assert.deepEqual(answer, told[0])
    assert.equal(told[0]!.code, 'login-locked')
    const until = timeText(new Date(clock + 15 * 60_000).toISOString()).slice(-5)
    assert.equal(told[0]!.title, `该用户名已锁定至 ${until}`)
    pass(16)
    for (const [name] of tries) assert.equal((await attempt(name, 'Wrong-1')).body.code, 'login-refused')
  })

  it('an administrator ends a lock; what was typed as a name nobody has stands nowhere', async () => {
    const user = await app.addUser({ roles: ['clerk'] })
    for (let i = 0; i < 5; i++) await attempt(user.username, 'Wrong-password-1')
    const admin = await app.signIn('administrator')
    const row = async () => (await admin.get(`/api/users?q=${user.username}`)).body.items[0]
    assert.ok((await row()).lockedUntil)
    assert.equal((await admin.delete(`/api/users/${user.id}/lock`)).status, 200)
    assert.equal((await row()).lockedUntil, null)
    assert.equal((await attempt(user.username, TEST_PASSWORD)).status, 200)
    assert.equal((await admin.delete('/api/users/999999/lock')).status, 404)
    await attempt('My-Secret-Password', TEST_PASSWORD)
    const { db } = app.deps
    const stored = JSON.stringify(await db('unknown_name'))
    assert.doesNotMatch(stored, /secret/i)
    // A day later the old counts are gone with the first new one.
    pass(25 * 60)
    await attempt('somebody-else', TEST_PASSWORD)
    assert.equal((await db('unknown_name')).length, 1)
  })

  it('takes as long for an unknown name as for a wrong password', async () => {
    const user = await app.addUser({ roles: ['clerk'] })
    const times = { unknown: [] as number[], known: [] as number[] }
    const admin = await app.signIn('administrator')
    for (let i = 0; i < 12; i++) {
      if (i % 4 === 0) await admin.put(`/api/users/${user.id}/password`, { password: TEST_PASSWORD })
      times.unknown.push(await timed(() => attempt(`nobody${i}`, 'Wrong-password-1')))
      times.known.push(await timed(() => attempt(user.username, 'Wrong-password-1')))
    }
    const ratio = median(times.unknown) / median(times.known)
    assert.ok(ratio > 0.6 && ratio < 1.6, `ratio ${ratio.toFixed(2)}`)
  })

  it('locks after five wrong passwords for 15 minutes, also when they come all at once', async () => {
    const user = await app.addUser({ roles: ['clerk'] })
    const guess = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, i) => attempt(user.username, `Wrong-password-${i}`)))
    const counted = async () => (await app.deps.db('app_user').where({ id: user.id }).first()).failed_attempts
    await guess(4)
    assert.equal(await counted(), 4) // none lost to a race
    await guess(8)
    assert.equal(await counted(), 5) // none looked at once locked
    assert.equal((await attempt(user.username, TEST_PASSWORD)).status, 401)
    pass(16)
    assert.equal((await attempt(user.username, TEST_PASSWORD)).status, 200)
  })

  it('counts only wrong passwords in a row', async () => {
    const user = await app.addUser({ roles: ['clerk'] })
    for (let i = 0; i < 4; i++) await attempt(user.username, 'Wrong-password-1')
    assert.equal((await attempt(user.username, TEST_PASSWORD)).status, 200)
    for (let i = 0; i < 4; i++) await attempt(user.username, 'Wrong-password-1')
    assert.equal((await attempt(user.username, TEST_PASSWORD)).status, 200)
  })

  it('ends after 30 idle minutes', async () => {
    const client = await app.signIn('clerk')
    assert.ok(Math.abs((await minutesLeft(client)) - 30) < 0.5)
    await leaveMinutes(client, -0.1)
    assert.equal((await client.get('/api/colleagues')).status, 401)
  })

  it('is kept alive by work, not by an open page that refreshes itself', async () => {
    const client = await app.signIn('clerk')
    await leaveMinutes(client, 5)
    await client.get('/api/colleagues', { headers: { 'x-background': '1' } })
    assert.ok((await minutesLeft(client)) < 5.1)
    await client.get('/api/colleagues')
    assert.ok((await minutesLeft(client)) > 29)
  })

  it('ends at an empty desk although the lists on screen go on refreshing themselves', async () => {
    const client = await app.signIn('clerk')
    const refresh = (path: string) => client.get(path, { headers: { 'x-background': '1' } })
    await leaveMinutes(client, 0.03)
    const answers = new Set<number>()
    const late = Date.now() + 20_000
    while (!answers.has(401) && Date.now() < late)
      for (const path of ['/api/tasks', '/api/tasks/counts', '/api/inbox/summary', '/api/home'])
        answers.add((await refresh(path)).status)
    assert.deepEqual([...answers], [200, 401])
  })

  it('of somebody who works is not cut short by an open page that refreshes itself', async () => {
    const client = await app.signIn('clerk')
    // Logged in 25 minutes ago, worked a moment ago.
    await leaveMinutes(client, 5)
    await client.get('/api/colleagues')
    await client.get('/api/colleagues', { headers: { 'x-background': '1' } })
    assert.ok((await minutesLeft(client)) > 29)
    const answer = await client.get('/api/colleagues', { headers: { 'x-background': '1' } })
    assert.ok(!/expires/i.test(answer.headers.get('set-cookie') ?? ''), 'the cookie has no end of its own')
  })

  it('ends after twelve hours even when used', async () => {
    const client = await app.signIn('clerk')
    pass(11 * 60)
    assert.equal((await client.get('/api/colleagues')).status, 200)
    pass(61)
    assert.equal((await client.get('/api/colleagues')).status, 401)
  })

  it('ends at logout: the old cookie opens nothing', async () => {
    const client = await app.signIn('clerk')
    const cookie = `banjian.sid=${client.cookies.get('banjian.sid')}`
    assert.equal((await client.delete('/api/session')).status, 204)
    const again = await app.client().get('/api/colleagues', { headers: { cookie } })
    assert.equal(again.status, 401)
  })

  for (const [what, change] of Object.entries({
    disabling: { status: 'disabled' },
    'a change of roles': { roles: ['reviewer'] },
  })) {
    it(`ends at ${what}`, async () => {
      const admin = await app.signIn('administrator')
      const client = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
      assert.equal((await client.get('/api/colleagues')).status, 200)
      assert.equal((await admin.patch(`/api/users/${client.actor.id}`, change)).status, 200)
      assert.equal((await client.get('/api/colleagues')).status, 401)
    })
  }

  async function minutesLeft(client: HttpClient): Promise<number> {
    const { expire } = await app.deps
      .db('session')
      .where({ sid: sessionId(client) })
      .first()
    return (Date.parse(expire) - Date.now()) / 60_000
  }

  /** Sets the session's end as a past half hour would have. */
  async function leaveMinutes(client: HttpClient, minutes: number): Promise<void> {
    const { db } = app.deps
    const end = new Date(Date.now() + minutes * 60_000).toISOString()
    await db('session')
      .where({ sid: sessionId(client) })
      .update({ expire: end })
  }

  async function attempt(username: string, password: string) {
    return app.client().post('/api/session', { username, password })
  }
})

function sessionId(client: HttpClient): string {
  return decodeURIComponent(client.cookies.get('banjian.sid')!).slice(2).split('.')[0]!
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
