/**
 * One test process: runs the files it is given, one after another, with mocha in this same process. Loading TypeScript and the product takes
 * most of a short file's time, and what the files share (an office, the workflow bundle) is made once.
 */
import path from 'node:path'
import Mocha from 'mocha'
import { ROOT } from '../stack/paths.ts'
import { endOfFile } from './protocol.ts'
import type { FileJob, FileResult } from './protocol.ts'

/** Colour by argument: FORCE_COLOR would colour what tested programs print. */
const settings = { timeout: 60_000, forbidOnly: true, color: process.argv.includes('--color') }

process.env['NODE_ENV'] = 'test'
const { mochaHooks, closeShared } = await import('../../test/support/hooks.ts')

process.on('message', (job: FileJob | 'end') => void (job === 'end' ? end() : run(job)))
process.on('disconnect', () => process.exit(1))

async function run({ file, env }: FileJob): Promise<void> {
  Object.assign(process.env, env)
  const began = performance.now()
  const mocha = new Mocha({ ...settings, rootHooks: mochaHooks })
  mocha.addFile(path.join(ROOT, file))
  const result: FileResult = { file, ms: 0, passed: 0, failed: 0, skipped: [] }
  try {
    await mocha.loadFilesAsync()
    await new Promise<void>((done) => {
      const runner = mocha.run(() => done())
      runner.on('pass', () => result.passed++)
      runner.on('fail', () => result.failed++)
      runner.on('pending', (test) => result.skipped.push(test.fullTitle()))
    })
  } catch (error) {
    console.error(error)
    result.failed++
  }
  result.ms = Math.round(performance.now() - began)
  process.stdout.write(endOfFile, () => process.send?.(result))
}

async function end(): Promise<void> {
  await closeShared()
  process.exit(0)
}
