// npm run check [-- --no-tests]: format, lint, types, tests. The first three run two at a time (tsc and eslint take the longest); the tests only
// when those are clean. Prints what failed and ends with exit code 1.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { ensureInstalled, ROOT } from './install.mjs'

const bin = (name) => path.join(ROOT, 'node_modules', ...name.split('/'))
const CACHE = path.join(ROOT, 'node_modules', '.cache')

const STEPS = [
  { name: '锁文件', args: ['scripts/lock-platforms.mjs', '--check'] },
  { name: '格式', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '--cache', '.'] },
  { name: '类型', args: [bin('typescript/bin/tsc'), '--noEmit', ...incremental('tsc')] },
  { name: '规范', args: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'] },
  {
    name: '网页类型',
    args: [bin('vue-tsc/bin/vue-tsc.js'), '--noEmit', '-p', 'web/tsconfig.json', ...incremental('vue-tsc')],
    needs: 'web/tsconfig.json',
  },
]

/** tsc remembers what it has checked; the second run takes a third of the time. */
function incremental(name) {
  return ['--incremental', '--tsBuildInfoFile', path.join(CACHE, `${name}.tsbuildinfo`)]
}

function run(step) {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.args, { cwd: ROOT })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.once('exit', (code) => {
      const seconds = ((performance.now() - began) / 1_000).toFixed(1)
      console.log(`${code === 0 ? '✓' : '✗'} ${step.name}(${seconds} 秒)`)
      resolve({ ...step, code, output })
    })
  })
}

async function runAll(steps, atOnce) {
  const waiting = [...steps]
  const results = []
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step))
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

ensureInstalled()
mkdirSync(CACHE, { recursive: true })
const steps = STEPS.filter((step) => !step.needs || existsSync(path.join(ROOT, step.needs)))
// First and alone: both type checks read the file it makes.
const made = await run({ name: '接口类型', args: ['--import', 'tsx', 'scripts/api-types.ts'] })
const failed = [made, ...(await runAll(steps, 2))].filter((result) => result.code !== 0)
for (const result of failed) console.error(`\n── ${result.name} ──\n${result.output.trimEnd()}`)
if (failed.length) {
  console.error(`\n✗ 检查未通过:${failed.map((result) => result.name).join('、')}(测试没有运行)`)
  process.exit(1)
}
if (process.argv.includes('--no-tests')) process.exit(0)
const tests = spawn(process.execPath, ['scripts/test.mjs'], { cwd: ROOT, stdio: 'inherit' })
tests.once('exit', (code) => process.exit(code ?? 1))
