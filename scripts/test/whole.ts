/** The whole suite: files beside each other first, those that must be alone last; longest first, as the run before measured them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../stack/paths.ts'
import { laneOf, testFiles } from './lanes.ts'
import type { Lane } from './lanes.ts'
import { Pool } from './pool.ts'
import type { FileReport } from './pool.ts'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

const timingsFile = path.join(ROOT, 'timings.json')
/** Two of them mostly wait for the database and Temporal; a third keeps two cores busy with the pure files. */
const processes = Number(process.env['BANJIAN_TEST_PROCESSES'] ?? 3)
const budgetMinutes = Number(process.env['BANJIAN_TEST_BUDGET_MINUTES'] ?? 60)

/**
 * @param stackReady the stack's variables, once PostgreSQL and Temporal answer
 * @param lanes only these; default all
 */
export async function runWhole(
  stackReady: Promise<Record<string, string>>,
  lanes: readonly string[] = [],
): Promise<Counts> {
  const began = performance.now()
  const wanted = testFiles().filter((file) => lanes.length === 0 || lanes.includes(laneOf(file)))
  const queue = queueOf(wanted, readTimings())
  const reports: FileReport[] = []
  const pool = new Pool((report) => {
    reports.push(report)
    print(report)
  })
  let late = false
  const deadline = setTimeout(() => {
    late = true
    for (const lane of Object.values(queue)) lane.length = 0
    pool.kill()
  }, budgetMinutes * 60_000)
  let env: Record<string, string> | undefined
  void stackReady.then((ready) => (env = ready)).catch(() => undefined)
  await pool.run(processes, async () => {
    if (!env && queue.pure.length === 0) env = await stackReady
    const file = (env && queue.stack.shift()) ?? queue.pure.shift()
    return file === undefined ? undefined : { file, env: env ?? {} }
  })
  await pool.runAlone(async () => {
    const file = queue.alone.shift()
    return file === undefined ? undefined : { file, env: await stackReady }
  })
  clearTimeout(deadline)
  summarize(reports, performance.now() - began)
  if (late) console.error(`✗ 超过时间预算 ${budgetMinutes} 分钟(BANJIAN_TEST_BUDGET_MINUTES),其余测试未运行`)
  return countsOf(reports, late)
}

function countsOf(reports: FileReport[], late: boolean): Counts {
  const sum = (of: (report: FileReport) => number) => reports.reduce((total, report) => total + of(report), 0)
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed) + (late ? 1 : 0),
    skipped: sum(({ skipped }) => skipped.length),
  }
}

function queueOf(files: string[], timings: Record<string, number>) {
  const of = (...lanes: Lane[]) =>
    files
      .filter((file) => lanes.includes(laneOf(file)))
      .sort((a, b) => (timings[b] ?? Infinity) - (timings[a] ?? Infinity))
  return { pure: of('pure'), stack: of('direct', 'stack'), alone: of('alone') }
}

function readTimings(): Record<string, number> {
  return existsSync(timingsFile) ? JSON.parse(readFileSync(timingsFile, 'utf8')) : {}
}

/** A line for a file in order; everything it printed for one that is not. */
function print({ file, ms, passed, failed, skipped, output }: FileReport): void {
  const head = `${failed ? '✗' : '✔'} ${file} — ${passed} passed`
  const more = `${failed ? `, ${failed} failed` : ''}${skipped.length ? `, ${skipped.length} skipped` : ''}`
  console.log(`${head}${more} (${(ms / 1000).toFixed(1)} s)`)
  for (const title of skipped) console.log(`    - skipped: ${title}`)
  if (failed) console.log(output)
}

function summarize(reports: FileReport[], ms: number): void {
  const slowest = [...reports].sort((a, b) => b.ms - a.ms)
  const measured = Object.fromEntries(slowest.map((report) => [report.file, report.ms]))
  const timings = { ...readTimings(), ...measured }
  writeFileSync(timingsFile, `${JSON.stringify(timings, undefined, 2)}\n`)
  console.log(`\n最慢的 20 个文件(全部见 timings.json),总用时 ${(ms / 60_000).toFixed(1)} 分钟:`)
  for (const report of slowest.slice(0, 20))
    console.log(`  ${(report.ms / 1000).toFixed(1).padStart(7)} s  ${report.file}`)
  const failed = reports.filter((report) => report.failed)
  if (failed.length) console.log(`\n失败的文件:\n${failed.map(({ file }) => `  ${file}`).join('\n')}`)
}
