import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startChild, type Child } from '../../scripts/stack/child.ts'
import { nodeService } from '../../scripts/stack/node-service.ts'
import { freePorts, PortBook } from '../../scripts/stack/ports.ts'
import { bornAt, ProcessRegistry } from '../../scripts/stack/registry.ts'
import { Supervisor } from '../../scripts/stack/supervisor.ts'
import { poll } from '../support/stack.ts'

const SLEEP = ['-e', 'setInterval(() => {}, 1000)']

describe('the processes of a start', () => {
  let dir: string
  let registry: ProcessRegistry
  const running: Child[] = []

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'banjian-processes-'))
    registry = new ProcessRegistry(path.join(dir, 'processes.json'))
  })
  afterEach(async () => {
    for (const child of running.splice(0)) await child.kill9()
    rmSync(dir, { recursive: true, force: true })
  })

  function child(name: string, args: string[]): Child {
    const options = {
      name,
      args,
      command: process.execPath,
      logFile: path.join(dir, `${name}.log`),
      registry,
    }
    const started = startChild(options)
    running.push(started)
    return started
  }

  it('are ended by the next start when theirs was killed with -9', async () => {
    const script = new URL('./fixtures/owner.ts', import.meta.url).pathname
    const owner = spawn(process.execPath, ['--import', 'tsx', script, dir])
    let output = ''
    owner.stdout.on('data', (data: Buffer) => (output += data.toString()))
    await once(owner, 'close')
    const orphan = Number(output)
    assert.ok(bornAt(orphan), 'the child outlives its owner')
    assert.equal(registry.livingOwner(), undefined)
    assert.deepEqual(await registry.reap(), ['sleeper'])
    assert.equal(bornAt(orphan), undefined)
  })

  it('are left alone when their number now belongs to another program', async () => {
    const stranger = child('stranger', SLEEP)
    const book = {
      owner: { pid: 999_999_999, born: '0' },
      children: [{ pid: stranger.pid, born: '1', name: 'old', signal: 'SIGTERM' }],
    }
    writeFileSync(path.join(dir, 'other.json'), JSON.stringify(book))
    assert.deepEqual(await new ProcessRegistry(path.join(dir, 'other.json')).reap(), [])
    assert.ok(bornAt(stranger.pid))
  })

  it('get SIGKILL when they do not follow SIGTERM in time', async () => {
    const deaf = child('deaf', [
      '-e',
      "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)",
    ])
    assert.ok(await poll(() => deaf.output().includes('deaf'), 10_000))
    await deaf.stop(200)
    assert.equal(deaf.exit()?.signal, 'SIGKILL')
  })

  it('are started again after a crash, and are stopped in reverse order', async () => {
    const supervisor = new Supervisor({ say: () => undefined, gaveUp: () => assert.fail('gave up') })
    const order: string[] = []
    const services = ['first', 'second'].map((name) => {
      const options = {
        name,
        args: SLEEP,
        env: {},
        logFile: path.join(dir, `${name}.log`),
        registry,
        stopDeadlineMs: 2_000,
      }
      const service = nodeService(options)
      const stop = () => (order.push(name), service.stop())
      supervisor.watch({ ...service, stop })
      return service
    })
    const before = services[0]!.child()
    await before.kill9()
    assert.ok(await poll(() => services[0]!.child().pid !== before.pid, 10_000))
    await supervisor.stop()
    assert.deepEqual(order, ['second', 'first'])
    assert.deepEqual(
      services.map((service) => bornAt(service.child().pid)),
      [undefined, undefined],
    )
  })

  it('are given up and named with the end of their log after five quick deaths', async () => {
    let named: { name: string; tail: string } | undefined
    const supervisor = new Supervisor({
      say: () => undefined,
      gaveUp: (name, tail) => (named = { name, tail }),
    })
    const args = ['-e', "console.log('port 8080 is taken'); process.exit(3)"]
    const options = {
      name: 'server',
      args,
      env: {},
      logFile: path.join(dir, 'server.log'),
      registry,
      stopDeadlineMs: 1_000,
    }
    supervisor.watch(nodeService(options))
    assert.ok(await poll(() => named !== undefined, 40_000))
    assert.equal(named?.name, 'server')
    assert.match(named?.tail ?? '', /port 8080 is taken/)
    assert.equal(readFileSync(options.logFile, 'utf8').trim().split('\n').length, 5)
  })

  it('step over a busy port and keep to the new one', async () => {
    const [wanted] = (await freePorts(1)) as [number]
    const busy = createServer().listen(wanted, '127.0.0.1')
    await once(busy, 'listening')
    const file = path.join(dir, 'ports.json')
    const taken = await new PortBook(file).take('server', wanted)
    assert.ok(taken > wanted && taken < wanted + 200)
    busy.close()
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { server: taken })
  })
})
