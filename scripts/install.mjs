// Runs before node_modules exist: Node's own modules only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const MARK = path.join(ROOT, 'node_modules', '.banjian-lock-hash')
const MIN_NODE = [20, 19]

/** Ends the process with the step, the cause and the way out, in that order. */
export function fail(step, cause, wayOut) {
  console.error(`\n✗ ${step}失败:${cause}\n  办法:${wayOut}`)
  process.exit(1)
}

/** Node's version, then node_modules as package-lock.json says; does nothing when they already are. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1])) {
    fail(
      '检查 Node',
      `当前是 ${process.version},需要 ≥ ${MIN_NODE.join('.')}`,
      '安装新版 Node.js:https://nodejs.org',
    )
  }
  const hash = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === hash) return
  if (existsSync(path.join(ROOT, 'node_modules')) && installedAsLocked()) return writeFileSync(MARK, hash)
  console.log('▸ 安装依赖(npm ci,首次约 1 分钟)…')
  // No install scripts: npm 11 asks about each, and nothing here needs one (pg-binaries.ts makes PostgreSQL's links itself).
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (result.error) fail('安装依赖', result.error.message, '确认 npm 已安装并在 PATH 中。')
  if (result.status !== 0) {
    fail(
      '安装依赖',
      `npm ci 以 ${result.status} 结束`,
      '检查网络或镜像(npm config get registry),然后再运行一次。',
    )
  }
  writeFileSync(MARK, hash)
}

/** Whether an install made by hand (npm install, npm ci) already matches the lockfile: npm's own record lists the same versions. */
function installedAsLocked() {
  try {
    const read = (file) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages
    const locked = read('package-lock.json')
    const installed = read('node_modules/.package-lock.json')
    return Object.entries(locked).every(
      ([name, entry]) => name === '' || entry.optional || installed[name]?.version === entry.version,
    )
  } catch {
    // No record, or one cut off in the middle of an install: install again.
    return false
  }
}

export { ROOT }
