import { tailOf } from './child.ts'
import { reasonOf, StackError } from './errors.ts'

/** Prints a failure as step, cause, way out and, where there is a log, its last lines. */
export function printFailure(error: unknown): void {
  if (!(error instanceof StackError)) {
    console.error(`\n✗ 意外错误:${error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}`)
    return
  }
  console.error(`\n✗ ${error.message}`)
  console.error(`  办法:${error.wayOut.replaceAll('\n', '\n  ')}`)
  if (!error.logFile) return
  const tail = tailOf(error.logFile)
  console.error(`  日志:${error.logFile}`)
  if (tail) console.error(tail.replaceAll(/^/gm, '    │ '))
}
