import assert from 'node:assert/strict'
import { dropUnusedVisibilityIndexes } from '../../scripts/stack/visibility-indexes.ts'
import { withClient } from '../../scripts/stack/postgres.ts'
import { createDatabase, dropDatabase, getStack } from '../support/stack.ts'

describe('the test stack', () => {
  it('says how to get one when the variables are missing', () => {
    const kept = process.env['TEMPORAL_ADDRESS']
    delete process.env['TEMPORAL_ADDRESS']
    try {
      assert.throws(() => getStack(), /npm test -- --keep/)
    } finally {
      process.env['TEMPORAL_ADDRESS'] = kept
    }
  })

  it('gives each test file a migrated database of its own', async () => {
    const [one, two] = await Promise.all([createDatabase('stack_one'), createDatabase('stack_two')])
    const countOf = (url: string) =>
      withClient(
        url,
        async (client) => (await client.query('select count(*)::int as n from knex_migrations')).rows[0],
      )
    await withClient(one, (client) => client.query('create table only_in_one (id int)'))
    assert.ok((await countOf(two)).n > 0)
    const found = await withClient(two, (client) => client.query("select to_regclass('only_in_one') as name"))
    assert.equal(found.rows[0].name, null)
    await dropDatabase('stack_one')
    await dropDatabase('stack_two')
  })

  it('carries only the visibility indexes that the server itself uses, and dropping again changes nothing', async () => {
    const url = new URL(getStack().databaseUrl)
    url.pathname = '/temporal_visibility'
    const count = () =>
      withClient(url.href, async (client) => {
        const result = await client.query(
          "select count(*)::int as n from pg_indexes where tablename = 'executions_visibility'",
        )
        return result.rows[0].n as number
      })
    assert.equal(await count(), 17)
    assert.deepEqual(await dropUnusedVisibilityIndexes(url.href), [])
    assert.equal(await count(), 17)
  })
})
