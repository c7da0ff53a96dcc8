import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startChild, type Child } from './child.ts'
import { StackError } from './errors.ts'
import { logFile, type Grounds } from './local.ts'
import { ROOT } from './paths.ts'
import type { ProcessRegistry } from './registry.ts'

/** The seed scripts use the server's modules, and those read their configuration from the environment. */
function seedProcess(script: string, args: string[], grounds: Grounds, registry: ProcessRegistry): Child {
  const name = path.basename(script, '.ts')
  return startChild({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', script, ...args],
    cwd: ROOT,
    env: {
      BANJIAN_DEMO: '1',
      DATABASE_URL: grounds.databaseUrl,
      TEMPORAL_ADDRESS: grounds.temporalAddress,
      TEMPORAL_NAMESPACE: grounds.namespace,
      FILES_DIR: process.env['FILES_DIR'] || path.join(ROOT, '.data', 'files'),
    },
    logFile: logFile(name),
    registry,
  })
}

/** Loads places, items, agreements, definitions and accounts (scripts/seed.ts); what is there is left alone. */
export async function seedDemo(grounds: Grounds, registry: ProcessRegistry): Promise<void> {
  const child = seedProcess('scripts/seed.ts', [], grounds, registry)
  const { code } = await child.exited
  if (code === 0) return
  const wayOut = '按日志处理后再运行一次;演示数据可以反复装入。'
  throw new StackError(
    'SEED_FAILED',
    '装入演示数据',
    `scripts/seed.ts 以 ${code} 结束`,
    wayOut,
    child.logFile,
  )
}

/**
 * Fills in the demo's cases through the running server, as clerks would (scripts/seed-cases.ts): some 40 cases, about a minute at the first
 * start. In the background, so that people can log in meanwhile.
 */
export async function seedCases(
  api: string,
  grounds: Grounds,
  registry: ProcessRegistry,
  say: (line: string) => void,
): Promise<void> {
  await seedThrough('scripts/seed-cases.ts', '办件', [api, grounds, registry, say])
  await seedThrough('scripts/seed-tickets.ts', '变更工单', [api, grounds, registry, say])
}

async function seedThrough(
  script: string,
  noun: string,
  [api, grounds, registry, say]: Parameters<typeof seedCases>,
): Promise<void> {
  const child = seedProcess(script, [api], grounds, registry)
  const start = readFileSync(child.logFile).length
  const { code, signal } = await child.exited
  if (signal) return
  const cases = readFileSync(child.logFile)
    .subarray(start)
    .toString('utf8')
    .split('\n')
    // A line for each record, beginning with its number.
    .filter((line) => /^[A-Z]{0,4}\d{6}/.test(line))
  if (code !== 0) say(`! 有演示${noun}没有装入,原因见 ${child.logFile};再次启动会补上`)
  else if (cases.length) say(`▸ 演示${noun}已装入:${cases.length} 件`)
}
