// The web's types of the API, from the OpenAPI document of the server's own schemas; no server runs for it.
// node --import tsx scripts/api-types.ts [--force]: without --force only when a source is newer than the file.
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenAPI3 } from 'openapi-typescript'
import { ROOT } from './stack/paths.ts'
import { newestOf } from './stack/newest.ts'

const TARGET = path.join(ROOT, 'web/src/api/schema.d.ts')
/** Schemas are built from the server's files and the rules they share. */
const SOURCES = ['server', 'workflows', 'scripts/api-types.ts', 'package-lock.json']

/** Whether the file is missing or older than what it is made from. */
function isStale(): boolean {
  return !existsSync(TARGET) || statSync(TARGET).mtimeMs < newestOf(SOURCES)
}

/** The document as the server would answer it; the settings only have to be readable, nothing connects. */
async function documentOf(): Promise<OpenAPI3> {
  const [{ createApp }, { readConfig }, { createDeps }, { scope }, { openApiDocument }] = await Promise.all([
    import('../server/app.ts'),
    import('../server/config.ts'),
    import('../server/deps.ts'),
    import('../server/routes.ts'),
    import('../server/openapi.ts'),
  ])
  const config = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1/none', BANJIAN_DEMO: '1' })
  const { records } = createApp(createDeps({ ...config, logLevel: 'silent' }, scope))
  return openApiDocument(records, '/') as unknown as OpenAPI3
}

async function write(): Promise<void> {
  const began = new Date()
  const { default: openapiTS, astToString } = await import('openapi-typescript')
  const body = astToString(await openapiTS(await documentOf(), { alphabetize: true }))
  const text = `// Made by scripts/api-types.ts from the server's schemas; changes are overwritten.\n${body}`
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) writeFileSync(TARGET, text)
  // The moment the reading began: what was saved meanwhile is read the next time.
  utimesSync(TARGET, began, began)
}

if (process.argv.includes('--force') || isStale()) await write()
// Pools of a server that never ran.
process.exit()
