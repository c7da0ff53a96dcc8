/** What passes between the run and its test processes. */

/** Run this file now; `env` is where the stack is, once it is up. */
export interface FileJob {
  file: string
  env: Record<string, string>
}

export interface FileResult {
  file: string
  ms: number
  passed: number
  failed: number
  /** By name: a skipped test is never silent. */
  skipped: string[]
}

/** Ends what a process printed about one file: the pipe and the messages have no order between them. */
export const endOfFile = '\u001e'
