import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { StackError } from './errors.ts'
import type { Grounds } from './local.ts'
import { ROOT } from './paths.ts'

/**
 * Loads the demo data by scripts/seed.ts, which may be run as often as one likes. A process of its own: it uses the server's modules, and those
 * read their configuration from the environment.
 */
export async function seedDemo(grounds: Grounds, logFile: string): Promise<void> {
  mkdirSync(path.dirname(logFile), { recursive: true })
  const output = openSync(logFile, 'w')
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/seed.ts'], {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      BANJIAN_DEMO: '1',
      DATABASE_URL: grounds.databaseUrl,
      TEMPORAL_ADDRESS: grounds.temporalAddress,
      TEMPORAL_NAMESPACE: grounds.namespace,
      FILES_DIR: process.env['FILES_DIR'] || path.join(ROOT, '.data', 'files'),
    },
  })
  closeSync(output)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code === 0) return
  const wayOut = '按日志处理后再运行一次;演示数据可以反复装入。'
  throw new StackError('SEED_FAILED', '装入演示数据', `scripts/seed.ts 以 ${code} 结束`, wayOut, logFile)
}
