import assert from 'node:assert/strict'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '../support/http.ts'
import { getStack, poll, spawnProcess } from '../support/stack.ts'
import type { Child } from '../support/stack.ts'

function ask(agent: Agent, port: number, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/session', agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode!))
      response.once('error', reject)
    })
    request.once('error', reject)
  })
}

describe('the server process', function () {
  this.timeout(60_000)
  let child: Child | undefined
  let holder: Server | undefined
  afterEach(async () => {
    await child?.kill9()
    holder?.close()
  })

  async function environment(port: number): Promise<Record<string, string>> {
    const { databaseUrl, temporalAddress, namespace } = getStack()
    return {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      FILES_DIR: await mkdtemp(path.join(tmpdir(), 'banjian-files-')),
      BANJIAN_DEMO: '1',
    }
  }

  async function takePort(): Promise<{ port: number; server: Server }> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, resolve))
    return { port: (server.address() as AddressInfo).port, server }
  }

  it('answers whoever asks on an open connection while it ends in order, and nobody afterwards', async () => {
    const { port, server } = await takePort()
    await new Promise((resolve) => server.close(resolve))
    child = spawnProcess('server', await environment(port))
    const up = () => ask(new Agent(), port).catch(() => undefined)
    assert.ok(await poll(async () => (await up()) === 200, 40_000, 100), 'server does not answer')
    const visitor = createClient(`http://127.0.0.1:${port}`)
    const headers = await visitor.headersFor('/api/session') // with a session, which the database is asked for
    const answers: number[] = []
    const askOn = async () => {
      // One connection each, asked again and again until it is closed.
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (;;) {
        const status = await ask(agent, port, headers).catch(() => undefined)
        if (status === undefined) return
        answers.push(status)
      }
    }
    const asking = Array.from({ length: 8 }, askOn)
    assert.ok(await poll(() => answers.length > 200, 20_000, 20))
    const start = performance.now()
    await child.stop()
    assert.ok(performance.now() - start < 10_000)
    await Promise.all(asking)
    assert.deepEqual(
      answers.filter((status) => status !== 200),
      [],
    )
    assert.equal((await child.exited).code, 0)
    assert.equal(await up(), undefined)
  })

  it('ends at once when the port is taken', async () => {
    const { port, server } = await takePort()
    holder = server
    child = spawnProcess('server', await environment(port))
    const ended = await Promise.race([
      child.exited.then(() => true),
      poll(async () => false, 40_000, 500).then(() => false),
    ])
    assert.equal(ended, true)
  })
})
