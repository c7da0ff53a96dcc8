import assert from 'node:assert/strict'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { toProblem } from '../../server/middleware/problem.ts'
import { notify } from '../../server/push.ts'
import { startApp, testConfig, TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { openEvents } from '../support/events.ts'
import { poll, startStack } from '../support/stack.ts'
import type { FaultStack } from '../support/stack.ts'

describe('while PostgreSQL is away', function () {
  this.timeout(120_000)
  let stack: FaultStack
  let app: TestApp
  before(async () => {
    stack = await startStack()
    const config = testConfig(stack.databaseUrl, await mkdtemp(path.join(tmpdir(), 'banjian-files-')), stack)
    app = await startApp({ config })
  })
  after(async () => {
    await app.close()
    await stack.dispose()
  })

  it('every answer is 503 and soon; afterwards everything goes on by itself, live push included', async () => {
    const clerk = await app.signIn('clerk')
    const stream = await openEvents(clerk, '/api/events?topics=worklist')
    await stack.pg.kill9()
    const requests = [
      () => clerk.get('/api/colleagues'),
      () => clerk.delete('/api/session'),
      () => clerk.get('/api/session'),
    ]
    for (const request of requests) {
      const start = performance.now()
      const { status, body } = await request()
      assert.ok(performance.now() - start < 8_000)
      assert.deepEqual([status, body.code], [503, 'service-unavailable'])
    }
    const health = await app.client().get('/api/health')
    assert.deepEqual([health.status, health.body.database], [503, 'down'])
    assert.equal((await app.client().get('/api/health/ready')).status, 503)
    assert.equal((await app.client().get('/api/health/live')).status, 200)
    await stack.pg.restart()
    assert.ok(await poll(async () => (await clerk.get('/api/colleagues')).status === 200, 10_000, 100))
    await stream.waitFor(({ event }) => event === 'resync')
    await app.deps.db.transaction((trx) => notify(trx, 'worklist', `user:${clerk.actor.id}`))
    await stream.waitFor(({ event }) => event === 'change')
    stream.close()
    await app.client().login(clerk.actor.username, TEST_PASSWORD)
  })

  it('a Temporal that is away is named by health, and a call to it ends soon in 503', async () => {
    await stack.temporal.kill9()
    const start = performance.now()
    const call = app.deps.temporal.workflow.getHandle('case:none').describe()
    const err = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    assert.equal(toProblem(err).status, 503)
    assert.ok(performance.now() - start < 6_000)
    const { status, body } = await app.client().get('/api/health')
    assert.deepEqual([status, body], [503, { status: 'down', database: 'up', temporal: 'down' }])
    // Acts are kept and sent later: the balancer must not take this server out.
    assert.equal((await app.client().get('/api/health/ready')).status, 200)
  })
})
