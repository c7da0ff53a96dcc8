import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { readConfig } from '../../server/config.ts'
import { conflict } from '../../server/errors.ts'
import { createRouter, reply, route } from '../../server/route.ts'
import { modules } from '../../server/routes.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'

describe('the server', () => {
  let app: TestApp
  before(async () => {
    modules.push(strangeRoutes)
    app = await startApp()
    modules.splice(modules.indexOf(strangeRoutes), 1)
    const dist = app.deps.config.webDist
    await mkdir(path.join(dist, 'assets'), { recursive: true })
    await writeFile(path.join(dist, 'index.html'), '<p>workbench')
    await writeFile(path.join(dist, 'citizen.html'), '<p>citizen')
    await writeFile(path.join(dist, 'assets', 'a-123.js'), 'export {}')
  })
  after(() => app.close())

  it('says that database and engine are up', async () => {
    const { status, body } = await app.client().get('/api/health')
    assert.deepEqual([status, body], [200, { status: 'up', database: 'up', temporal: 'up' }])
  })

  it('serves the workbench at every page, the citizen page below /c, and assets for a year', async () => {
    const client = app.client()
    for (const page of ['/', '/cases/1', '/login', '/cases'])
      assert.equal((await client.get(page)).body, '<p>workbench', page)
    for (const page of ['/c', '/c/', '/c/progress'])
      assert.equal((await client.get(page)).body, '<p>citizen', page)
    assert.match((await client.get('/assets/a-123.js')).headers.get('cache-control')!, /immutable/)
    assert.equal((await client.get('/assets/gone.js')).status, 404)
    assert.equal((await client.get('/..%2f..%2fpackage.json')).status < 500, true)
  })

  it('lets only its own scripts run, and no other site frame it', async () => {
    const policy = (await app.client().get('/')).headers.get('content-security-policy')!
    assert.match(policy, /script-src 'self';/)
    assert.doesNotMatch(policy.replace(/style-src [^;]*/, ''), /unsafe/)
    assert.match(policy, /frame-ancestors 'self'/)
  })

  it('describes every route in OpenAPI 3.1, with a reader that needs no internet', async () => {
    const client = app.client()
    const document = (await client.get('/api/openapi.json')).body
    assert.equal(document.openapi, '3.1.0')
    for (const { method, path } of app.app.records)
      assert.ok(document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method], `${method} ${path}`)
    const page = await client.get('/api/docs/')
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.body, /<script>(?!\s*<\/script>)|https?:\/\/(?!www\.w3\.org)/)
    const scripts = [...(page.body as string).matchAll(/src="\.\/([^"]+)"/g)].map((match) => match[1])
    for (const script of scripts) assert.equal((await client.get(`/api/docs/${script}`)).status, 200, script)
    assert.match(
      (await client.get('/api/docs/swagger-ui-init.js')).body,
      /"swaggerUrl": "\/api\/openapi\.json"/,
    )
  })

  it('gives each answer its request id and believes a sensible one from outside', async () => {
    const client = app.client()
    assert.match((await client.get('/api/session')).headers.get('x-request-id')!, /^[0-9a-f-]{36}$/)
    const given = await client.get('/api/none', { headers: { 'x-request-id': 'trace-12345678' } })
    assert.equal(given.body.requestId, 'trace-12345678')
    const odd = await client.get('/api/none', { headers: { 'x-request-id': '<script>' } })
    assert.doesNotMatch(odd.body.requestId, /script/)
  })

  it('tells of a fault inside only its code and the request id', async () => {
    const staff = await app.signIn('clerk')
    for (const what of ['bug', 'sql', 'leak', 'silent']) {
      const { status, body } = await staff.post(`/api/test/${what}`)
      assert.equal(status, 500, what)
      assert.deepEqual(Object.keys(body).sort(), ['code', 'requestId', 'status', 'title', 'type'], what)
    }
  })

  it('answers a lost race with who won, and any listed status', async () => {
    const staff = await app.signIn('clerk')
    const lost = await staff.post('/api/test/lost')
    assert.deepEqual([lost.status, lost.body.code, lost.body.winner], [409, 'task-taken', '张三'])
    const later = await staff.post('/api/test/later')
    assert.deepEqual([later.status, later.body], [202, { saving: true }])
  })

  it('sends no column that the schema does not name', async () => {
    const { body } = await app.client().get('/api/test/columns')
    assert.deepEqual(body, { name: 'a' })
  })
})

/** Routes that go wrong in each way the helper has to catch. */
function strangeRoutes(deps: Parameters<(typeof modules)[0]>[0]) {
  const router = createRouter(deps)
  const saving = z.object({ saving: z.boolean() })
  route(router, {
    method: 'post',
    path: '/api/test/:what',
    summary: '测试',
    tags: ['测试'],
    roles: 'staff',
    request: { params: z.object({ what: z.enum(['bug', 'sql', 'leak', 'silent', 'lost', 'later']) }) },
    responses: { 200: saving, 202: saving },
    audit: { action: 'test.strange', objectType: 'test' },
    handler: async ({ params, audit }) => {
      if (params.what === 'bug') throw new TypeError('secret of /etc/passwd')
      if (params.what === 'sql') await deps.db.raw('SELECT nonsense FROM nowhere')
      if (params.what === 'lost') throw conflict('task-taken', '已被他人办理', { extra: { winner: '张三' } })
      if (params.what === 'silent') return { saving: true } // leaves no audit row
      await audit(deps.db)
      return params.what === 'later' ? reply(202, { saving: true }) : ({ saving: 'secret' } as never)
    },
  })
  route(router, {
    method: 'get',
    path: '/api/test/columns',
    summary: '测试',
    tags: ['测试'],
    roles: 'public',
    responses: { 200: z.object({ name: z.string() }) },
    handler: async () => ({ name: 'a', password_hash: 'secret' }),
  })
  return router
}

describe('the settings', () => {
  const env = {
    DATABASE_URL: 'postgres://x',
    SESSION_SECRET: 'a-secret-of-our-own-long-enough',
    DATA_KEY: 'x',
  }

  it('are refused in production without a secret of one’s own', () => {
    for (const secret of [undefined, '', 'short', 'banjian-demo-secret-not-for-production'])
      assert.throws(() => readConfig({ ...env, SESSION_SECRET: secret }), /SESSION_SECRET/)
  })

  it('are refused when TLS ends at a proxy that nobody named: nobody could sign in', () => {
    const https = { ...env, BANJIAN_DEMO: '1', DATA_KEY: '', PUBLIC_URL: 'https://banjian.example' }
    assert.throws(() => readConfig(https), /TRUST_PROXY/)
    assert.equal(readConfig({ ...https, TRUST_PROXY: '10.0.0.1' }).trustProxy, '10.0.0.1')
  })

  it('name every wrong variable at once', () => {
    assert.throws(() => readConfig({ PORT: 'x', BANJIAN_DEMO: '1' }), /PORT.*DATABASE_URL|DATABASE_URL.*PORT/)
  })
})
