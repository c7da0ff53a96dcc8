import { spawn } from 'node:child_process'
import { existsSync, statSync, utimesSync, writeFileSync, openSync, closeSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { StackError } from './errors.ts'
import { newestOf } from './newest.ts'
import { ROOT } from './paths.ts'

/** What the pages are made of: themselves, the shared rules of workflows/, and the versions of the libraries. */
const SOURCES = ['web', 'workflows', 'package-lock.json']

/** Builds the pages into dist/web when a source is newer than the last build. @returns whether it built. */
export async function buildWeb(logFile: string): Promise<boolean> {
  const mark = path.join(ROOT, 'dist', 'web', '.built')
  if (existsSync(mark) && statSync(mark).mtimeMs >= newestOf(SOURCES)) return false
  const began = new Date()
  mkdirSync(path.dirname(logFile), { recursive: true })
  const output = openSync(logFile, 'w')
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--config', 'web/vite.config.ts'], {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  closeSync(output)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) {
    throw new StackError(
      'WEB_BUILD_FAILED',
      '构建网页',
      `vite 以 ${code} 结束`,
      '按日志改正 web/ 中的错误。',
      logFile,
    )
  }
  // The mark carries the moment the build began: what was saved while it ran is built the next time.
  writeFileSync(mark, '')
  utimesSync(mark, began, began)
  return true
}
