import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { StackError, reasonOf } from './errors.ts'
import { ensureDatabase, withClient } from './postgres.ts'
import type { TemporalStore } from './temporal-config.ts'
import { dropUnusedVisibilityIndexes } from './visibility-indexes.ts'

/** The two databases and the embedded schema of each in the sql tool. */
const SCHEMAS = [
  { database: 'temporal', schema: 'postgresql/v12/temporal' },
  { database: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
] as const

/**
 * Creates or updates both Temporal databases. Idempotent; a schema that is already at the version of the tool is not touched,
 * which is what makes a second start quick.
 * @param versionMark the tool's version; remembered in the database so that the tool need not run to find nothing to do.
 */
export async function setUpTemporalSchema(
  sqlTool: string,
  store: TemporalStore,
  versionMark: string,
): Promise<void> {
  const url = (database: string) =>
    `postgres://${store.user}:${store.password}@${store.host}:${store.port}/${database}`
  await Promise.all(
    SCHEMAS.map(async ({ database, schema }) => {
      await ensureDatabase(url('postgres'), database)
      const comment = `banjian: temporal schema ${versionMark}`
      if ((await databaseComment(url(database))) === comment) return
      // setup-schema leaves a database alone that already has a version.
      await runTool(sqlTool, store, database, ['setup-schema', '-v', '0.0'])
      await runTool(sqlTool, store, database, ['update-schema', '--schema-name', schema])
      if (database === 'temporal_visibility') await dropUnusedVisibilityIndexes(url(database))
      await withClient(url(database), (client) =>
        client.query(
          `comment on database ${client.escapeIdentifier(database)} is ${client.escapeLiteral(comment)}`,
        ),
      )
    }),
  )
}

async function databaseComment(url: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const result = await client.query<{ text: string | null }>(
      "select shobj_description(oid, 'pg_database') as text from pg_database where datname = current_database()",
    )
    return result.rows[0]?.text ?? undefined
  })
}

async function runTool(tool: string, store: TemporalStore, database: string, args: string[]): Promise<void> {
  const connection = [
    '--plugin',
    'postgres12_pgx',
    '--ep',
    store.host,
    '-p',
    String(store.port),
    '-u',
    store.user,
  ]
  try {
    // The password goes by environment: arguments are visible to every user of the machine.
    await promisify(execFile)(tool, [...connection, '--db', database, ...args], {
      env: { ...process.env, SQL_PASSWORD: store.password },
    })
  } catch (error) {
    throw new StackError(
      'TEMPORAL_SCHEMA_FAILED',
      '建立 Temporal 数据库结构',
      `${database}: ${reasonOf(error)}`,
      '数据库结构可能停在半途;演示环境可用 npm start -- --reset 重新开始。',
    )
  }
}
