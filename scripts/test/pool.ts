/** Test processes side by side: each takes the next file when it is free. A process that dies fails its file and is replaced. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../stack/paths.ts'
import { endOfFile } from './protocol.ts'
import type { FileJob, FileResult } from './protocol.ts'

export interface FileReport extends FileResult {
  /** What the file printed. */
  output: string
}

/** The next file for a process that is free; undefined when there is none left. */
export type Next = () => Promise<FileJob | undefined>

export class Pool {
  private readonly children = new Set<ChildProcess>()
  private readonly onReport: (report: FileReport) => void

  constructor(onReport: (report: FileReport) => void) {
    this.onReport = onReport
  }

  async run(processes: number, next: Next): Promise<void> {
    await Promise.all(Array.from({ length: processes }, () => this.lane(next)))
  }

  /** One file after another, each in a process of its own: nothing of one goes on in the next. */
  async runAlone(next: Next): Promise<void> {
    for (let job = await next(); job; job = await next()) {
      const only = [job]
      await this.lane(async () => only.shift())
    }
  }

  /** Ends all processes at once; what they were at counts as failed. */
  kill(): void {
    for (const child of this.children) child.kill('SIGKILL')
  }

  private async lane(next: Next): Promise<void> {
    let runner = this.start()
    for (let job = await next(); job; job = await next()) {
      const report = await runner.run(job)
      this.onReport(report)
      if (runner.ended()) runner = this.start()
    }
    await runner.end()
  }

  private start() {
    const child = fork(
      fileURLToPath(new URL('./process.ts', import.meta.url)),
      process.stdout.isTTY ? ['--color'] : [],
      {
        cwd: ROOT,
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, NODE_ENV: 'test' },
      },
    )
    this.children.add(child)
    child.once('exit', () => this.children.delete(child))
    return runnerOf(child)
  }
}

function runnerOf(child: ChildProcess) {
  let output = ''
  let result: FileResult | undefined
  let look: () => void = () => undefined
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
      look()
    })
  }
  child.on('message', (message: FileResult) => {
    result = message
    look()
  })
  const exited = new Promise<void>((done) => child.once('close', () => done()))
  const ended = () => child.exitCode !== null || child.signalCode !== null
  return {
    ended,
    async run(job: FileJob): Promise<FileReport> {
      const began = performance.now()
      ;[output, result] = ['', undefined]
      const answered = new Promise<void>((done) => {
        look = () => {
          if (result && output.includes(endOfFile)) done()
        }
      })
      child.send(job)
      await Promise.race([answered, exited])
      const text = output.replace(endOfFile, '')
      if (result) return { ...(result as FileResult), output: text }
      const died = `${text}\n✗ 测试进程中途结束(${child.signalCode ?? child.exitCode})`
      const ms = Math.round(performance.now() - began)
      return { file: job.file, ms, passed: 0, failed: 1, skipped: [], output: died }
    },
    async end(): Promise<void> {
      if (!ended()) child.send('end')
      await exited
    },
  }
}
