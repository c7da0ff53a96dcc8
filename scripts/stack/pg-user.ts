import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { StackError, reasonOf } from './errors.ts'
import { CACHE_DIR, pathHash } from './paths.ts'

/** The system user PostgreSQL runs as when we are root: it refuses to run as root itself. */
export interface PgUser {
  uid: number
  gid: number
}

export function isRoot(): boolean {
  return process.platform !== 'win32' && process.getuid?.() === 0
}

/** Finds the system user `postgres`, or creates it. @throws StackError when neither works. */
export function ensurePgUser(): PgUser {
  const ask = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
  const find = (): PgUser => ({ uid: ask('-u'), gid: ask('-g') })
  try {
    return find()
  } catch {
    // No such user yet; whether it can be made is said below.
  }
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
    return find()
  } catch (error) {
    throw new StackError(
      'PG_USER_MISSING',
      '准备数据库系统用户',
      `当前以 root 运行,PostgreSQL 不允许;创建系统用户 postgres 也没有成功(${reasonOf(error)})`,
      '改用普通用户运行,或先执行 useradd --system postgres,或用 DATABASE_URL 指定已有的 PostgreSQL。',
    )
  }
}

/** Whether that user may enter the folder. Asked of the kernel, not of mode bits: there may be access lists, and every parent counts. */
function canEnter(dir: string, user: PgUser): boolean {
  try {
    execFileSync('test', ['-x', dir], { uid: user.uid, gid: user.gid, cwd: '/', stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * Where the cluster of `wanted` can live. Root's checkout is often below /root (mode 0700), which the user postgres cannot enter;
 * then it goes to the user's cache, then to /var/tmp, under a name made of the wanted path, so that each checkout keeps its own.
 */
export function enterableDataDir(wanted: string, user: PgUser | undefined): string {
  if (!user) return wanted
  const name = `pg-${pathHash(wanted)}`
  const choices = [wanted, path.join(CACHE_DIR, name), path.join('/var/tmp/banjian', name)]
  const found = choices.find((dir) => {
    mkdirSync(path.dirname(dir), { recursive: true, mode: 0o755 })
    return canEnter(path.dirname(dir), user)
  })
  if (found) return found
  throw new StackError(
    'PG_DIR_CLOSED',
    '准备数据库目录',
    `系统用户 postgres 进不了 ${choices.map((dir) => path.dirname(dir)).join('、')}`,
    '把代码放到 postgres 用户可以进入的目录,或改用普通用户运行,或用 DATABASE_URL 指定已有的 PostgreSQL。',
  )
}

/** The folder of the binaries as that user can run them: node_modules itself, or a copy (60 MB) where it is closed to it. */
export function enterableBinaries(nativeDir: string, user: PgUser | undefined, version: string): string {
  if (!user || canEnter(path.join(nativeDir, 'bin'), user)) return nativeDir
  const copy = path.join('/var/tmp/banjian', `postgres-${version}`)
  if (!existsSync(copy)) {
    mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 })
    const half = `${copy}.${process.pid}`
    cpSync(nativeDir, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch (error) {
      // Another start was faster: its copy is as good.
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return copy
}
