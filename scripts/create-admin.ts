/**
 * Creates the first administrator of an installation; there is no account that ships with the product.
 * `printf %s 'password' | node --import tsx scripts/create-admin.ts <username> <name> [district]`; the password comes by standard input, so that
 * neither the process list nor the shell's history holds it. Environment: DATABASE_URL.
 */
import { createDb } from '../server/db.ts'
import { hashPassword } from '../server/modules/identity/password.ts'
import { insertUser } from '../server/records/identity/identity.ts'
import { passwordWeakness } from '../workflows/identity/domain.ts'
import { StackError } from './stack/errors.ts'
import { printFailure } from './stack/print.ts'

const STEP = '创建管理员'
const USAGE = "printf %s '口令' | node --import tsx scripts/create-admin.ts 用户名 姓名 [行政区划代码]"

function refuse(reason: string): never {
  throw new StackError('ADMIN_REFUSED', STEP, reason, USAGE)
}

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) refuse('口令要从标准输入给出')
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

async function createAdmin(): Promise<void> {
  const [username, name, districtCode = '110000'] = process.argv.slice(2)
  const url = process.env['DATABASE_URL']
  if (!url) refuse('没有设置 DATABASE_URL')
  if (!username || !name) refuse('缺少用户名或姓名')
  const password = await readPassword()
  const weakness = passwordWeakness(password, username)
  if (weakness) refuse(weakness)
  const passwordHash = await hashPassword(password)
  const db = createDb(url, { applicationName: 'banjian-admin', max: 1 })
  try {
    const user = { username, name, passwordHash, districtCode, roles: ['administrator' as const] }
    const made = await db.transaction((trx) => insertUser(trx, { ...user, at: new Date().toISOString() }))
    if (!made) refuse(`用户名 ${username} 已被使用`)
    console.log(`已创建系统管理员 ${username}`)
  } finally {
    await db.destroy()
  }
}

try {
  await createAdmin()
  process.exit(0)
} catch (error) {
  printFailure(error)
  process.exit(1)
}
