import path from 'node:path'
import { migrate } from '../migrate.ts'
import { startApplication } from './application.ts'
import { StackError } from './errors.ts'
import { DATA_DIR, LOG_DIR, logFile, prepareGrounds, stateFolders } from './local.ts'
import { PortBook } from './ports.ts'
import { printFailure, quoteLog, step } from './print.ts'
import { ProcessRegistry } from './registry.ts'
import { resetState } from './reset.ts'
import { seedCases, seedDemo } from './seed-demo.ts'
import { Supervisor } from './supervisor.ts'
import { printWarnings } from './warnings.ts'
import { printWelcome } from './welcome.ts'

const PROCESSES = ['server', 'worker', 'drain', 'simulators']
const ENGINES = ['postgres', 'temporal']
const FLAGS = ['--dev', '--reset', '--yes']

function readFlags(): { dev: boolean; reset: boolean; yes: boolean } {
  const given = process.argv.slice(2)
  const unknown = given.filter((flag) => !FLAGS.includes(flag))
  if (unknown.length) {
    throw new StackError(
      'BAD_FLAG',
      '读取参数',
      `不认识 ${unknown.join(' ')}`,
      'npm start [-- --reset [--yes]],或 npm run dev。',
    )
  }
  return { dev: given.includes('--dev'), reset: given.includes('--reset'), yes: given.includes('--yes') }
}

/** Done when a signal came or a process was given up. @returns the exit code */
function waitForEnd(failed: Promise<number>): Promise<number> {
  const signalled = new Promise<number>((resolve) => {
    let asked = 0
    const onSignal = () => {
      asked += 1
      if (asked === 1) console.log('\n▸ 正在停止…(再按一次 Ctrl-C 立即结束)')
      // The children that are left are ended by the next start.
      if (asked === 2) process.exit(130)
      resolve(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  })
  return Promise.race([signalled, failed])
}

async function cleanGround(registry: ProcessRegistry): Promise<void> {
  const owner = registry.livingOwner()
  if (owner !== undefined) {
    const wayOut = `到那个终端按 Ctrl-C,或执行 kill ${owner},然后再启动。`
    throw new StackError('ALREADY_RUNNING', '启动', `这个目录的系统已经在运行(进程 ${owner})`, wayOut)
  }
  const left = await registry.reap()
  if (left.length) console.log(`▸ 上次没有正常结束,已清理残留进程:${left.join('、')}`)
}

async function main(): Promise<number> {
  const began = performance.now()
  const flags = readFlags()
  const registry = new ProcessRegistry(path.join(DATA_DIR, 'processes.json'))
  await cleanGround(registry)
  if (flags.reset && !(await resetState(stateFolders(), flags.yes))) return 1
  let fail: (code: number) => void = () => undefined
  const failed = new Promise<number>((resolve) => (fail = resolve))
  const supervisor = new Supervisor({
    say: (line) => console.log(`! ${line}`),
    gaveUp: (name, tail) => {
      console.error(`\n✗ ${name} 连续 5 次启动后很快退出,不再重试。日志 ${logFile(name)} 的末尾:`)
      console.error(quoteLog(tail))
      if (name !== 'simulators') fail(1)
    },
  })
  const end = waitForEnd(failed)
  try {
    const running = bringUp(flags.dev, registry, supervisor, began)
    // A signal in the middle of the start ends it, too; what the start then trips over is of no interest.
    const first = await Promise.race([end, running])
    if (typeof first === 'number') running.catch(() => undefined)
    return await end
  } finally {
    await supervisor.stop()
    await registry.endAll()
  }
}

async function bringUp(
  dev: boolean,
  registry: ProcessRegistry,
  supervisor: Supervisor,
  began: number,
): Promise<void> {
  const ports = new PortBook(path.join(DATA_DIR, 'ports.json'))
  const grounds = await prepareGrounds(ports, registry, supervisor)
  const applied = await step(
    '升级数据库结构',
    () => migrate(grounds.databaseUrl),
    (names) => (names.length ? names.join('、') : '已是最新'),
  )
  const seeding = step('装入演示数据', () => seedDemo(grounds, registry))
  // With new tables the application waits for what belongs in them. Later the seed has nothing to add and takes its 2 s beside the rest.
  if (applied.length) await seeding
  const [addresses] = await Promise.all([
    startApplication({ dev, grounds, ports, registry, supervisor }),
    seeding,
  ])
  const watched = [...PROCESSES, ...ENGINES].map((name) => ({
    name,
    file: logFile(name),
    from: ENGINES.includes(name) ? ('error' as const) : ('warn' as const),
  }))
  printWarnings(watched, (line) => console.log(`! ${line}`))
  printWelcome(addresses, ((performance.now() - began) / 1_000).toFixed(1), LOG_DIR)
  await seedCases(addresses.api, grounds, registry, (line) => console.log(line))
}

try {
  process.exitCode = await main()
} catch (error) {
  printFailure(error)
  process.exitCode = 1
}
// Connections of libraries (gRPC, pg) may keep the loop alive; everything that had to end has ended.
process.exit()
