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
  if (tail) console.error(quoteLog(tail))
}

/** Log lines as a quotation; a line of JSON with a stack trace in it is cut, the whole is in the file. */
export function quoteLog(lines: string): string {
  return lines
    .split('\n')
    .map((line) => `    │ ${line.length > 240 ? `${line.slice(0, 240)}…` : line}`)
    .join('\n')
}

/**
 * Runs one step and prints it with the time it took; a result text is shown after it. Whatever fails inside and is not yet a
 * StackError becomes one that names the step.
 */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  summary?: (result: T) => string,
): Promise<T> {
  const began = performance.now()
  try {
    const result = await work()
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    const text = summary?.(result)
    console.log(`▸ ${name} 完成(${seconds} 秒)${text ? `:${text}` : ''}`)
    return result
  } catch (error) {
    if (error instanceof StackError) throw error
    throw new StackError('STEP_FAILED', name, reasonOf(error), '按原因处理后再运行一次 npm start。')
  }
}
