import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { migrate } from '../../scripts/migrate.ts'
import { ROOT } from '../../scripts/stack/paths.ts'
import { withClient } from '../../scripts/stack/postgres.ts'
import { createDatabase, dropDatabase, getStack } from '../support/stack.ts'

/** As the versions before the tables were put in order by capability left it. */
const formerly = [
  ...['001-identity.ts', '002-process.ts', '003-item.ts', '004-case.ts', '005-clock.ts', '006-paper.ts'],
  ...['007-file.ts', '008-worklist.ts', '009-act-order.ts', '010-material-reuse.ts'],
]

describe('A database of another version', function () {
  this.timeout(60_000)
  const name = `former_${randomBytes(4).toString('hex')}`
  let url: string
  before(async () => {
    url = await createDatabase(name)
    await withClient(url, async (client) => {
      await client.query('delete from knex_migrations')
      for (const file of formerly)
        await client.query('insert into knex_migrations (name, batch, migration_time) values ($1, 1, $2)', [
          file,
          '2026-10-01T00:00:00Z',
        ])
      // What the version of today would add.
      await client.query('drop table follow_up')
    })
  })
  after(() => dropDatabase(name))

  const shape = () =>
    withClient(url, async (client) => {
      const tables = await client.query(
        "select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2",
      )
      const migrations = await client.query('select name from knex_migrations order by id')
      return [tables.rows, migrations.rows]
    })

  it('is left as it is, and the one way out is named', async () => {
    const before = await shape()
    await assert.rejects(migrate(url), (error: Error & { code?: string; wayOut?: string }) => {
      assert.equal(error.code, 'OTHER_VERSION')
      assert.match(error.message, /由另一个版本建立.*004-case\.ts 等 5 个.*未做任何改动/)
      assert.match(error.wayOut ?? '', /npm start -- --reset/)
      return true
    })
    assert.deepEqual(await shape(), before)
  })

  it('is said by prepare before it has done anything', async () => {
    const before = await shape()
    const { temporalAddress, namespace } = getStack()
    const env = { DATABASE_URL: url, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace }
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/prepare.ts'], {
      ...{ cwd: ROOT, encoding: 'utf8' },
      env: { ...process.env, ...env },
    })
    assert.equal(status, 1)
    assert.match(stderr, /由另一个版本建立/)
    assert.match(stderr, /npm start -- --reset/)
    assert.deepEqual(await shape(), before)
  })

  it('is none when every migration it has is one of ours', async () => {
    const fresh = `fresh_${randomBytes(4).toString('hex')}`
    try {
      assert.deepEqual(await migrate(await createDatabase(fresh)), [])
    } finally {
      await dropDatabase(fresh)
    }
  })
})
