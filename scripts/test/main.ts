import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '../migrate.ts'
import { printFailure } from '../stack/print.ts'
import { ROOT } from '../stack/paths.ts'
import { bornAt, ProcessRegistry } from '../stack/registry.ts'
import { startStack, type Stack } from '../stack/stack.ts'
import { runWhole, type Counts } from './whole.ts'

const PREFIX = 'banjian-test-'

/** Ends what earlier test runs left behind when they were killed: their processes, then their folders. */
async function sweepOldRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = path.join(tmpdir(), name)
    // Other users' runs are theirs to sweep.
    if (statSync(dir, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue
    // The owner's process id is in the name: between the folder and the first entry of its list of processes a second passes.
    if (bornAt(Number(name.slice(PREFIX.length).split('-')[0])) !== undefined) continue
    await new ProcessRegistry(path.join(dir, 'processes.json')).reap()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function bringUp(dir: string, keep: boolean): Promise<Stack> {
  const began = performance.now()
  const stack = await startStack({ dir, progress: (line) => console.log(`  ${line}`) })
  const applied = await migrate(stack.databaseUrl).catch(async (error: unknown) => {
    if (!keep) {
      await stack.stop()
      throw error
    }
    // A kept stack is there to work on the migrations, too.
    printFailure(error)
    return []
  })
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  console.log(`▸ 测试用 PostgreSQL 与 Temporal 已就绪(${seconds} 秒,${applied.length} 个迁移)`)
  return stack
}

function printExports(stack: Stack): void {
  console.log('\n# 在另一个终端里执行下面三行,然后可以反复运行:npx mocha test/clock/x.test.ts')
  for (const [name, value] of Object.entries(stack.env)) console.log(`export ${name}='${value}'`)
  console.log('# Ctrl-C 结束')
}

/** Some files or options of mocha: one process, printing as mocha does. */
async function runMocha(
  args: string[],
  { stack, dir, signal }: { stack: Stack; dir: string; signal: AbortSignal },
): Promise<Counts | undefined> {
  const countsFile = path.join(dir, 'counts.json')
  const hasSpec = args.some((arg) => !arg.startsWith('-'))
  const mocha = ['--import', 'tsx', path.join(ROOT, 'node_modules/mocha/lib/cli/cli.js')]
  const reporter = ['--reporter', path.join(ROOT, 'scripts/test/reporter.cjs')]
  const child = spawn(
    process.execPath,
    [...mocha, ...reporter, ...(hasSpec ? args : [...args, 'test/**/*.test.ts'])],
    {
      cwd: ROOT,
      stdio: 'inherit',
      signal,
      env: { ...process.env, ...stack.env, BANJIAN_TEST_COUNTS: countsFile, NODE_ENV: 'test' },
    },
  )
  // Interrupted, it is ended without more words.
  child.once('error', () => undefined)
  await new Promise((resolve) => child.once('exit', resolve))
  return existsSync(countsFile) ? (JSON.parse(readFileSync(countsFile, 'utf8')) as Counts) : undefined
}

/** Stays until interrupted. */
async function keepUp(stack: Stack, interrupted: Promise<unknown>): Promise<void> {
  printExports(stack)
  // A promise alone does not keep Node running; the interval only does that.
  const alive = setInterval(() => undefined, 60_000)
  await interrupted
  clearInterval(alive)
}

const valuesOf = (args: string[], option: string): string[] =>
  args.filter((arg) => arg.startsWith(option)).map((arg) => arg.slice(option.length))

async function main(): Promise<void> {
  const all = process.argv.slice(2)
  const keep = all.includes('--keep')
  // Measures as the requirements name them; without it the same tests run small.
  if (all.includes('--long')) process.env['BANJIAN_TEST_LONG'] = '1'
  const lanes = valuesOf(all, '--lane=')
  // The day on which offices of the direct engine open.
  const [day] = valuesOf(all, '--day=')
  if (day) process.env['BANJIAN_TEST_DAY'] = day
  const args = all.filter((arg) => !/^--(keep|long|lane=.*|day=.*)$/.test(arg))
  await sweepOldRuns()
  const dir = path.join(tmpdir(), `${PREFIX}${process.pid}`)
  mkdirSync(dir, { recursive: true, mode: 0o755 })
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'))
  })
  const running = new AbortController()
  const starting = bringUp(dir, keep)
  const tested = async () =>
    args.length
      ? runMocha(args, { stack: await starting, dir, signal: running.signal })
      : runWhole(
          starting.then(({ env }) => env),
          lanes,
        )
  const outcome = await Promise.race([keep ? keepUp(await starting, interrupted) : tested(), interrupted])
  running.abort()
  await (await starting).stop()
  rmSync(dir, { recursive: true, force: true })
  if (!keep) report(outcome === 'interrupted' ? undefined : (outcome ?? undefined))
}

function report(counts: Counts | undefined): void {
  if (!counts) console.error('✗ 测试没有跑完:测试进程中途结束')
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 }
  if (counts && passed + failed === 0) console.error('✗ 没有找到任何测试')
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
}

try {
  await main()
} catch (error) {
  printFailure(error)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
}
// What an interrupted run or a failed start has left open must not keep this process.
process.exit(process.exitCode)
