import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import knexFactory from 'knex'
import type { Client } from 'pg'
import { reasonOf, StackError } from './stack/errors.ts'
import { ROOT } from './stack/paths.ts'
import { withClient } from './stack/postgres.ts'

/** Any number: the key under which only one process migrates a database at a time. */
const LOCK_KEY = 4_120_613
const DIRECTORY = path.join(ROOT, 'migrations')

/**
 * Brings a database to the newest migration. Several servers may start at once: the first one migrates, the others wait for it.
 * @param databaseUrl connection string of an existing database
 * @returns the names of the migrations that were run, in order; none when it was up to date
 * @throws StackError MIGRATION_FAILED; OTHER_VERSION, with nothing changed
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    await refuseOtherVersion(client)
    const knex = knexFactory({
      client: 'pg',
      connection: databaseUrl,
      pool: { min: 0, max: 2 },
      migrations: {
        directory: DIRECTORY,
        loadExtensions: ['.ts'],
        tableName: 'knex_migrations',
      },
    })
    try {
      // knex's own lock is a row that a killed process leaves behind; ours ended with its connection, so nobody else is migrating.
      await knex.migrate.forceFreeMigrationsLock()
      const [, names] = (await knex.migrate.latest()) as [number, string[]]
      return names.map((name) => path.basename(name))
    } catch (error) {
      const wayOut = '已执行的迁移保留,失败的一个已整体回滚;改正后再运行一次。'
      throw new StackError('MIGRATION_FAILED', '升级数据库结构', reasonOf(error), wayOut)
    } finally {
      await knex.destroy()
    }
  })
}

/** A database of before the tables were put in order, or of a later version: what is in it is not for this version to change. */
async function refuseOtherVersion(client: Client): Promise<void> {
  const { rows: known } = await client.query("select to_regclass('knex_migrations') is not null as there")
  if (!known[0].there) return
  const { rows } = await client.query<{ name: string }>('select name from knex_migrations order by id')
  const ours = new Set(readdirSync(DIRECTORY))
  const strange = rows.map(({ name }) => name).filter((name) => !ours.has(name))
  if (strange.length === 0) return
  throw new StackError(
    'OTHER_VERSION',
    '升级数据库结构',
    `数据库是由另一个版本建立的(本版本没有迁移 ${strange[0]}${strange.length > 1 ? ` 等 ${strange.length} 个` : ''}),未做任何改动`,
    '演示数据可以清空重建:npm start -- --reset;要保留其中的数据,请改用建立它的版本。',
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const url = process.env['DATABASE_URL']
  if (!url) throw new Error('DATABASE_URL is not set')
  const names = await migrate(url)
  console.log(names.length ? `migrated: ${names.join(', ')}` : 'already up to date')
}
