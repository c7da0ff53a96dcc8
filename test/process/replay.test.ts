import { DeterminismViolationError } from '@temporalio/workflow'
import { bundleWorkflowCode, Worker } from '@temporalio/worker'
import type { ReplayWorkerOptions } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { workflowBundle } from '../../worker/bundle.ts'
import { quietRuntime } from '../support/runtime.ts'
import { historyNames, readHistory } from '../histories/file.ts'
import type { History } from '../histories/file.ts'

type Bundle = Awaited<ReturnType<typeof bundleWorkflowCode>>

/** What the workflow code of a bundle says to a recorded history; undefined: the same commands again. */
async function replay(bundle: Bundle, history: History): Promise<Error | undefined> {
  const options: ReplayWorkerOptions = { workflowBundle: bundle }
  const results = Worker.runReplayHistories(options, [{ workflowId: 'case:REPLAYED', history }])
  for await (const { error } of results) return error
  throw new Error('nothing was replayed')
}

describe('A case that began under an earlier release', function () {
  this.timeout(120_000)
  let bundle: Bundle
  before(async () => {
    quietRuntime()
    bundle = await workflowBundle()
  })

  const lives = [
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

  it('is known in every way a case can go', () => {
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

describe('A release that would break open cases is found:', function () {
  this.timeout(120_000)

  it('steps in another order', async () => {
    const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error }
    const workflowsPath = fileURLToPath(new URL('../histories/planted/reordered.ts', import.meta.url))
    const planted = await bundleWorkflowCode({ workflowsPath, logger: quiet })
    assert.ok((await replay(planted, readHistory('granted'))) instanceof DeterminismViolationError)
    assert.ok((await replay(planted, readHistory('supplement-expired'))) instanceof DeterminismViolationError)
  })

  it('an activity that was renamed in place', async () => {
    const history = readHistory('granted')
    const told = history.events!.find((event) => event.activityTaskScheduledEventAttributes)!
    told.activityTaskScheduledEventAttributes!.activityType!.name = 'informApplicant'
    assert.ok((await replay(await workflowBundle(), history)) instanceof DeterminismViolationError)
  })
})
