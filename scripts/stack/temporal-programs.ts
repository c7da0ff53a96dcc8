import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { buildTemporal, type BuildProgress } from './temporal-build.ts'
import { StackError } from './errors.ts'
import { CACHE_DIR } from './paths.ts'

/** v1.32.2 asks for a newer Go than Debian and the CI images have. */
export const TEMPORAL_VERSION = '1.32.1'

/** What Temporal runs on: the production server with its schema tool, or the `temporal` CLI's development server. */
export type TemporalPrograms =
  { kind: 'server'; server: string; sql: string; version: string } | { kind: 'cli'; cli: string }

/**
 * Finds the programs: the cache, then a build with Go, then the `temporal` CLI on PATH.
 * @throws StackError that names every way when there is none.
 */
export async function findTemporalPrograms(progress: BuildProgress): Promise<TemporalPrograms> {
  const dir = path.join(CACHE_DIR, `temporal-${TEMPORAL_VERSION}`)
  const exe = process.platform === 'win32' ? '.exe' : ''
  const programs: TemporalPrograms = {
    kind: 'server',
    server: path.join(dir, `server${exe}`),
    sql: path.join(dir, `sql${exe}`),
    version: TEMPORAL_VERSION,
  }
  if (isExecutable(programs.server) && isExecutable(programs.sql)) return programs
  const go = findOnPath('go')
  if (go) {
    await buildTemporal(go, dir, TEMPORAL_VERSION, progress)
    return programs
  }
  const cli = findOnPath('temporal')
  if (cli) return { kind: 'cli', cli }
  throw new StackError(
    'TEMPORAL_MISSING',
    '查找 Temporal',
    '没有设置 TEMPORAL_ADDRESS,缓存里没有编译好的 Temporal,PATH 中也没有 go 或 temporal 命令',
    [
      '任选一种:',
      `  1. 安装 Go(https://go.dev/dl),再运行一次:自动编译 Temporal ${TEMPORAL_VERSION}(首次约 3–6 分钟);`,
      '  2. 安装 temporal 命令行(https://docs.temporal.io/cli),将使用它自带的开发服务器(较慢);',
      '  3. 设置 TEMPORAL_ADDRESS=主机:端口,使用已有的 Temporal 服务;',
      `  4. 从另一台同系统的机器复制 ${dir}。`,
    ].join('\n'),
  )
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findOnPath(name: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name]
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  return folders.flatMap((folder) => names.map((file) => path.join(folder, file))).find(isExecutable)
}
