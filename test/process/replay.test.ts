import { DeterminismViolationError } from '@temporalio/workflow'
import { bundleWorkflowCode, Worker } from '@temporalio/worker'
import type { ReplayWorkerOptions } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { workflowBundle } from '../../worker/bundle.ts'
import { readFileSync } from 'node:fs'
import { createNetCodec } from '../../server/net-codec.ts'
import { fileOf, historyNames, readHistory, readNet } from '../histories/file.ts'
import { quietRuntime } from '../support/runtime.ts'
import type { History } from '../histories/file.ts'

type Bundle = Awaited<ReturnType<typeof bundleWorkflowCode>>

/** What the workflow code of a bundle says to a recorded history; undefined: the same commands again. */
async function replay(bundle: Bundle, history: History): Promise<Error | undefined> {
  const dataConverter = { payloadCodecs: [createNetCodec(readNet)] }
  const options: ReplayWorkerOptions = { workflowBundle: bundle, dataConverter }
  const results = Worker.runReplayHistories(options, [{ workflowId: 'case:REPLAYED', history }])
  for await (const { error } of results) return error
  throw new Error('nothing was replayed')
}

describe('An instance that began under an earlier release', function () {
  this.timeout(120_000)
  let bundle: Bundle
  before(async () => {
    quietRuntime()
    bundle = await workflowBundle()
  })

  const lives = [
    'change-ticket',
    'deemed-accepted-and-late',
    'ended',
    'extension-and-special',
    'granted',
    'not-accepted',
    'record-incident',
    'refused',
    'sent-back',
    'service-incident',
    'supplement-expired',
    'supplement-rounds',
    'withdrawn',
  ]

  it('is known in every way a case or a ticket can go', () => {
    assert.deepEqual(
      lives.filter((name) => !historyNames().includes(name)),
      [],
    )
  })

  for (const name of historyNames()) {
    it(`goes on under this one: ${name}`, async () => {
      const error = await replay(bundle, readHistory(name))
      assert.equal(error, undefined, error?.message)
    })
  }
})

describe('A recorded history', () => {
  /** All that is in it, payloads and all. */
  const textOf = (name: string): string => {
    const json = readFileSync(fileOf(name), 'utf8')
    const payloads = [...json.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)]
    return [json, ...payloads.map(([, data]) => Buffer.from(data!, 'base64').toString())].join('\n')
  }

  for (const name of historyNames()) {
    it(`holds no stack trace, no name and no path of a machine, and no net: ${name}`, () => {
      const text = textOf(name)
      assert.doesNotMatch(text, /\.(ts|js):\d+|file:\/\/|\/node_modules\/|\/(home|root|work|tmp|Users)\//)
      assert.doesNotMatch(text, /\b\d+@[\w.-]+/)
      assert.doesNotMatch(text, /"net":\{"key"/)
    })
  }
})

describe('A release that would break open cases is found:', function () {
  this.timeout(120_000)

  it('steps in another order', async () => {
    const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error }
    const workflowsPath = fileURLToPath(new URL('../histories/planted/reordered.ts', import.meta.url))
    const planted = await bundleWorkflowCode({ workflowsPath, logger: quiet })
    for (const name of ['granted', 'supplement-expired', 'change-ticket'])
      assert.ok((await replay(planted, readHistory(name))) instanceof DeterminismViolationError, name)
  })

  it('an activity that was renamed in place', async () => {
    const history = readHistory('granted')
    const { data } = history.events!.find((event) => event.markerRecordedEventAttributes)!
      .markerRecordedEventAttributes!.details!
    const [payload] = data!.payloads!
    const text = Buffer.from(payload!.data!).toString()
    assert.match(text, /"step"/)
    payload!.data = Buffer.from(text.replace('"step"', '"commitStep"'))
    assert.ok((await replay(await workflowBundle(), history)) instanceof DeterminismViolationError)
  })
})
