/**
 * One-shot job of a deployment, before server and worker: the application's tables, the definitions and calendars that ship with the product,
 * Temporal's namespace, and the visibility indexes that nobody uses. Idempotent; run it again after each upgrade of Banjian or Temporal.
 * Environment: DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE; VISIBILITY_DATABASE_URL when Temporal's database is to be slimmed.
 */
import { createDb } from '../server/db.ts'
import { seedCalendars } from '../server/modules/clock/seed.ts'
import { migrate } from './migrate.ts'
import { seedDefinitions } from './seed.ts'
import { StackError } from './stack/errors.ts'
import { answersNamespace, registerNamespace } from './stack/namespace.ts'
import { poll } from './stack/poll.ts'
import { printFailure, step } from './stack/print.ts'
import { dropUnusedVisibilityIndexes } from './stack/visibility-indexes.ts'

const NAMESPACE_TIMEOUT_MS = 120_000

function required(name: string): string {
  const value = process.env[name]
  if (!value)
    throw new StackError(
      'NOT_CONFIGURED',
      '读取配置',
      `没有设置 ${name}`,
      'docs/deployment.md 的配置表列出了全部变量。',
    )
  return value
}

/** Process definitions and statutory holidays; what is there already is left alone. */
async function publishProduct(databaseUrl: string): Promise<void> {
  const db = createDb(databaseUrl, { applicationName: 'banjian-prepare', max: 2 })
  const at = new Date().toISOString()
  try {
    await db.transaction(async (trx) => {
      await seedCalendars(trx, at)
      await seedDefinitions(trx, at)
    })
  } finally {
    await db.destroy()
  }
}

async function ensureNamespace(address: string, namespace: string): Promise<void> {
  const usable = async () =>
    (await registerNamespace(address, namespace)) && (await answersNamespace(address, namespace))
  if (await poll(usable, NAMESPACE_TIMEOUT_MS, 1_000)) return
  const reason = `${address} 在 ${NAMESPACE_TIMEOUT_MS / 1_000} 秒内没有接受命名空间 ${namespace}`
  throw new StackError(
    'TEMPORAL_UNREACHABLE',
    '登记命名空间',
    reason,
    '看 Temporal 的日志:docker compose logs temporal',
  )
}

async function prepare(): Promise<void> {
  const [databaseUrl, address] = [required('DATABASE_URL'), required('TEMPORAL_ADDRESS')]
  const namespace = required('TEMPORAL_NAMESPACE')
  const visibilityUrl = process.env['VISIBILITY_DATABASE_URL']
  const listed = (names: string[]) => (names.length ? `${names.length} 个` : '没有需要处理的')
  await step('升级数据库结构', () => migrate(databaseUrl), listed)
  await step('发布随产品的流程与工作日历', () => publishProduct(databaseUrl))
  await step('登记命名空间', () => ensureNamespace(address, namespace))
  if (visibilityUrl)
    await step('删除无用的可见性索引', () => dropUnusedVisibilityIndexes(visibilityUrl), listed)
}

try {
  await prepare()
  process.exit(0)
} catch (error) {
  printFailure(error)
  process.exit(1)
}
