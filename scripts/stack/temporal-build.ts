import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from './errors.ts'
import { bornAt } from './registry.ts'

/** Told now and then what the build is doing (one Chinese line). */
export type BuildProgress = (line: string) => void

const STEP = '编译 Temporal'

/** Packages of server and sql tool with the standard library: `go list -deps` of 1.32.1 without cgo. For the progress display only. */
const PACKAGES = 1_758

/**
 * Builds the Temporal server and its schema tool into `target`, once: a second start waits for the first one's build. The folder
 * appears by one rename, so whoever sees it sees both programs whole.
 */
export async function buildTemporal(
  go: string,
  target: string,
  version: string,
  progress: BuildProgress,
): Promise<void> {
  mkdirSync(path.dirname(target), { recursive: true })
  const lock = `${target}.lock`
  const unlock = await takeLock(lock, target, progress)
  if (!unlock) return
  const half = `${target}.building`
  try {
    // Finished by the one before us between our last look and the lock.
    if (['server', 'sql'].every((name) => existsSync(path.join(target, name)))) return
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half, { recursive: true })
    await runBuild(go, half, version, progress)
    rmSync(target, { recursive: true, force: true })
    renameSync(half, target)
  } finally {
    rmSync(half, { recursive: true, force: true })
    unlock()
  }
}

/** @returns how to give the lock back, or undefined when somebody else's build has finished meanwhile. */
async function takeLock(
  lock: string,
  target: string,
  progress: BuildProgress,
): Promise<(() => void) | undefined> {
  const mark = `${process.pid} ${bornAt(process.pid) ?? ''}`
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, mark, { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (holderIsGone(lock)) rmSync(lock, { force: true })
    else if (waited % 10 === 0) progress(`另一个进程正在编译,等待中(${waited} 秒)`)
    await delay(1_000)
    if (existsSync(target) && !existsSync(lock)) return undefined
  }
}

function holderIsGone(lock: string): boolean {
  try {
    const [pid, born] = readFileSync(lock, 'utf8').split(' ')
    return bornAt(Number(pid)) !== born
  } catch {
    // Given back this moment: the next attempt takes it.
    return false
  }
}

async function runBuild(go: string, out: string, version: string, progress: BuildProgress): Promise<void> {
  const began = performance.now()
  const lastLines: string[] = []
  let downloaded = 0
  let compiled = 0
  const tell = () => {
    const seconds = Math.round((performance.now() - began) / 1_000)
    const doing = compiled ? `已编译约 ${compiled}/${PACKAGES} 个包` : `已下载 ${downloaded} 个模块`
    progress(`${doing},用时 ${seconds} 秒`)
  }
  const modules = ['cmd/server', 'cmd/tools/sql'].map((name) => `go.temporal.io/server/${name}@v${version}`)
  const child = spawn(go, ['install', '-v', ...modules], {
    // CGO off: the programs then run on any Linux of this architecture, and no C compiler is needed.
    env: { ...process.env, GOBIN: out, GOFLAGS: '', CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('go: downloading')) downloaded += 1
    else if (/^[a-z0-9./_-]+$/i.test(line)) compiled += 1
    lastLines.push(line)
    if (lastLines.length > 8) lastLines.shift()
  })
  const timer = setInterval(tell, 5_000)
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => {
    clearInterval(timer)
    process.off('exit', stop)
  })
  if (code === 0) return tell()
  throw new StackError(
    'TEMPORAL_BUILD_FAILED',
    STEP,
    `go install 以 ${code} 结束:\n${lastLines.join('\n')}`,
    '检查网络与 GOPROXY(国内可设 GOPROXY=https://goproxy.cn,direct)、磁盘空间(约需 3 GB)和 Go 版本;已下载、已编译的部分会保留,再运行一次即接着做。',
  )
}
