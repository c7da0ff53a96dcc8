import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { TEMPORAL_VERSION } from '../../scripts/stack/temporal-programs.ts'

const SCRIPT = new URL('./fixtures/find-temporal.ts', import.meta.url).pathname

interface Answer {
  found?: { kind: string; server?: string; cli?: string }
  code?: string
  message?: string
  wayOut?: string
}

describe('finding Temporal on a machine', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'banjian-find-'))
    mkdirSync(path.join(dir, 'bin'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  /** Puts a shell script on the PATH of the searching process. */
  function program(name: string, text: string): void {
    writeFileSync(path.join(dir, 'bin', name), `#!/bin/sh\n${text}\n`)
    chmodSync(path.join(dir, 'bin', name), 0o755)
  }

  async function find(): Promise<Answer> {
    const env = { ...process.env, XDG_CACHE_HOME: path.join(dir, 'cache'), PATH: path.join(dir, 'bin') }
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', SCRIPT], { env })
    return JSON.parse(stdout) as Answer
  }

  const target = () => path.join(dir, 'cache', 'banjian', `temporal-${TEMPORAL_VERSION}`)
  /** A Go that takes a second and leaves both programs; each call is counted. */
  const goodGo = () =>
    program(
      'go',
      `echo call >> ${dir}/calls; echo runtime >&2; /bin/sleep 1
       for p in server sql; do echo '#!/bin/sh' > "$GOBIN/$p"; /bin/chmod +x "$GOBIN/$p"; done`,
    )

  it('names every way when there is none', async () => {
    const answer = await find()
    assert.equal(answer.code, 'TEMPORAL_MISSING')
    for (const way of ['go.dev', 'docs.temporal.io/cli', 'TEMPORAL_ADDRESS', target()]) {
      assert.ok(answer.wayOut?.includes(way), way)
    }
  })

  it('builds once when two starts come at the same moment, and both find the result', async () => {
    goodGo()
    const answers = await Promise.all([find(), find()])
    for (const answer of answers) assert.equal(answer.found?.server, path.join(target(), 'server'))
    assert.equal(readFileSync(path.join(dir, 'calls'), 'utf8'), 'call\n')
    assert.equal(existsSync(`${target()}.lock`), false)
  })

  it('takes over from a build whose process is gone', async () => {
    goodGo()
    mkdirSync(path.dirname(target()), { recursive: true })
    writeFileSync(`${target()}.lock`, '999999999 0')
    mkdirSync(`${target()}.building`)
    writeFileSync(path.join(`${target()}.building`, 'server'), 'half')
    assert.equal((await find()).found?.kind, 'server')
  })

  it('leaves nothing that looks like a build when Go fails, and shows what Go said', async () => {
    program('go', 'echo "dial tcp: no route to host" >&2; exit 1')
    const answer = await find()
    assert.equal(answer.code, 'TEMPORAL_BUILD_FAILED')
    assert.match(answer.message ?? '', /no route to host/)
    assert.equal(existsSync(target()), false)
    assert.equal(existsSync(`${target()}.lock`), false)
  })

  it('takes the temporal command line where there is no Go', async () => {
    program('temporal', 'exit 0')
    assert.deepEqual((await find()).found, { kind: 'cli', cli: path.join(dir, 'bin', 'temporal') })
  })
})
