import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { reconcile } from '../../server/modules/process/reconcile.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { completeIntake } from '../intake/fixture.ts'
import { copyCase } from '../worklist/support.ts'

describe('reconciling database and engine', function () {
  this.timeout(180_000)
  let office: Office
  let running: string
  before(async () => {
    office = await startOffice()
    running = (await office.take(completeIntake())).caseNo
    const ended = (await office.take(completeIntake())).caseNo
    const answer = await office.act(office.clerk, ended, 'end', {
      reason: '申请人不再办理',
      data: { status: 'ended' },
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    await office.becomes(ended, 'ended')
  })
  after(() => office.close())

  const kinds = async () => {
    const { differences } = await reconcile(office.app.deps, { times: 2, pauseMs: 100 })
    return differences.map(({ instance, kind }) => `${kind} ${instance}`).sort()
  }
  const instance = () => `case:${running}`

  it('finds nothing after cases were taken, handled and ended', async () => {
    const { rows, differences } = await reconcile(office.app.deps)
    assert.deepEqual([rows, differences], [1, []])
  })

  it('finds a row without its workflow, and a workflow without its row', async () => {
    const { db } = office.app.deps
    await copyCase(db, running, 'PLANTED')
    assert.deepEqual(await kinds(), ['orphan-row case:PLANTED'])
    const { code, output } = await command()
    assert.equal(code, 1, output)
    assert.match(output, /不一致 1/)
    assert.match(output, /case:PLANTED\torphan-row/)
    for (const [table, column] of [
      ['task', 'instance'],
      ['process_instance', 'id'],
    ] as const)
      await db(table).where(column, 'case:PLANTED').delete()

    await db('process_instance').where({ id: instance() }).update({ status: 'ended' })
    assert.deepEqual(await kinds(), [`orphan-workflow ${instance()}`])
    await db('process_instance').where({ id: instance() }).update({ status: 'open' })
  })

  it('finds another revision and other tasks', async () => {
    const { db } = office.app.deps
    await db('process_instance').where({ id: instance() }).increment('revision', 1)
    assert.deepEqual(await kinds(), [`revision ${instance()}`])
    await db('process_instance').where({ id: instance() }).decrement('revision', 1)
    await db('task').where({ instance: instance() }).update({ status: 'completed' })
    assert.deepEqual(await kinds(), [`tasks ${instance()}`])
    await db('task').where({ instance: instance() }).update({ status: 'open' })
    assert.deepEqual(await kinds(), [])
  })

  /** `npm run reconcile` for this office. */
  function command(): Promise<{ code: number; output: string }> {
    const { databaseUrl, temporalAddress, temporalNamespace, taskQueue } = office.app.deps.config
    const env = {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, BANJIAN_DEMO: '1' },
      ...{ TEMPORAL_NAMESPACE: temporalNamespace, TEMPORAL_TASK_QUEUE: taskQueue },
    }
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/reconcile.ts'],
        { env },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      ),
    )
  }
})
