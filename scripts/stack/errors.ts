/**
 * A step of the stack that failed: which step (Chinese, as printed), why, and what the person can do about it.
 * `code` is stable English for scripts and tests; `logFile`, when given, has its last lines printed too.
 */
export class StackError extends Error {
  readonly code: string
  readonly step: string
  readonly wayOut: string
  readonly logFile: string | undefined

  constructor(code: string, step: string, reason: string, wayOut: string, logFile?: string) {
    super(`${step}失败:${reason}`)
    this.name = 'StackError'
    this.code = code
    this.step = step
    this.wayOut = wayOut
    this.logFile = logFile
  }
}

/** The message of whatever was thrown, on one line. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
