import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { answersNamespace } from '../../scripts/stack/namespace.ts'
import { withClient } from '../../scripts/stack/postgres.ts'
import { bornAt } from '../../scripts/stack/registry.ts'
import { poll, startStack, type FaultStack } from '../support/stack.ts'

describe('a stack of its own for fault tests', () => {
  let stack: FaultStack

  before(async () => {
    stack = await startStack()
  })
  after(() => stack.dispose())

  const answers = () => answersNamespace(stack.temporalAddress, stack.namespace)

  it('keeps every committed row when PostgreSQL is killed with -9, and Temporal finds its database again', async () => {
    await withClient(stack.databaseUrl, async (client) => {
      await client.query('create table kept (id int primary key)')
      await client.query('insert into kept select generate_series(1, 1000)')
    })
    const before = stack.pg.child().pid
    await stack.pg.kill9()
    assert.equal(bornAt(before), undefined)
    await assert.rejects(withClient(stack.databaseUrl, (client) => client.query('select 1')))
    await stack.pg.restart()
    assert.notEqual(stack.pg.child().pid, before)
    const rows = await withClient(stack.databaseUrl, (client) =>
      client.query('select count(*)::int as n from kept'),
    )
    assert.deepEqual(rows.rows, [{ n: 1000 }])
    assert.ok(await poll(answers, 30_000))
  })

  it('serves the namespace at the same address again after Temporal was killed with -9', async () => {
    await stack.temporal.kill9()
    assert.equal(await answers(), false)
    await stack.temporal.restart()
    assert.ok(await answers())
  })

  it('comes back when both are killed at the same moment', async () => {
    await Promise.all([stack.temporal.kill9(), stack.pg.kill9()])
    await stack.pg.restart()
    await stack.temporal.restart()
    assert.ok(await answers())
  })

  it('leaves neither processes nor a folder behind', async () => {
    const other = await startStack()
    const pids = [other.pg.child().pid, other.temporal.child().pid]
    await other.dispose()
    assert.deepEqual(pids.map(bornAt), [undefined, undefined])
    assert.equal(existsSync(other.dir), false)
  })
})
