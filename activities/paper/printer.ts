/**
 * Printing in a process of its own. Typst is synchronous: 5 to 20 ms of CPU a paper, taken from every local activity if
 * it were done here. It is native code whose caches are global, so only the end of a process surely gives its memory back.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { plainPaper } from './plain.ts'
import type { RenderedPaper } from './render.ts'

export type PrintPaper = (data: PaperData) => Promise<RenderedPaper>

/** What the process sends back. `rss` in bytes. */
export type PrintAnswer = ({ paper: RenderedPaper } | { error: Error }) & { rss: number }

/** A process that has reached one of these is ended, and the next paper starts another. */
export interface PrinterLimits {
  papers: number
  /** Resident memory, bytes. Usually it stays at about 200 MB. */
  rss: number
  /** A paper that is not printed by then never will be. */
  deadlineMs: number
}

const usual: PrinterLimits = { papers: 2_000, rss: 400 * 1024 * 1024, deadlineMs: 60_000 }

const main = fileURLToPath(new URL('./printer-main.ts', import.meta.url))
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

interface Job {
  data: PaperData
  resolve(paper: RenderedPaper): void
  reject(error: Error): void
}

/**
 * A queue before one printing process. The process starts with the first paper, does not keep ours alive between
 * papers, and ends with ours, however that ends. Its crash fails the paper at hand alone, which the caller tries again.
 */
export class Printer {
  private readonly limits: PrinterLimits
  private readonly queue: Job[] = []
  private job: Job | undefined
  private deadline: NodeJS.Timeout | undefined
  private child: ChildProcess | undefined
  private printed = 0

  constructor(limits: Partial<PrinterLimits> = {}) {
    this.limits = { ...usual, ...limits }
  }

  /** Process id of the printing process, while there is one. */
  get pid(): number | undefined {
    return this.child?.pid
  }

  print(data: PaperData): Promise<RenderedPaper> {
    return new Promise((resolve, reject) => {
      this.queue.push({ data, resolve, reject })
      this.next()
    })
  }

  private next(): void {
    if (this.job) return
    this.job = this.queue.shift()
    if (!this.job) return
    try {
      this.child ??= this.start()
      this.hold(true)
      this.deadline = setTimeout(() => this.child?.kill('SIGKILL'), this.limits.deadlineMs)
      // If it cannot be sent, the process is gone or going, and its `exit` fails the paper.
      this.child.send(this.job.data, (error) => error && this.child?.kill('SIGKILL'))
    } catch (error) {
      // No process could be made, or the data cannot travel to one: this paper's fault or the machine's.
      this.fail(error)
    }
  }

  private start(): ChildProcess {
    const child = fork(main, {
      serialization: 'advanced',
      execArgv: ['--import', loader],
    })
    this.printed = 0
    child.on('message', (answer: PrintAnswer) => this.settle(child, answer))
    const gone = (cause: unknown) => {
      if (this.child !== child) return
      this.child = undefined
      this.fail(new Error('printing process ended', { cause }))
    }
    child.on('error', gone)
    child.on('exit', (code, signal) => gone(signal ?? code))
    return child
  }

  private settle(child: ChildProcess, answer: PrintAnswer): void {
    // What a process that was given up still says is nobody's any more.
    if (child !== this.child) return
    this.printed++
    const done = this.finish()
    if (this.printed >= this.limits.papers || answer.rss > this.limits.rss) this.retire(child)
    if ('error' in answer) done?.reject(answer.error)
    // A Buffer arrives as a plain Uint8Array.
    else done?.resolve({ ...answer.paper, pdf: Buffer.from(answer.paper.pdf) })
    this.next()
  }

  private retire(child: ChildProcess): void {
    this.child = undefined
    child.disconnect()
  }

  private fail(error: unknown): void {
    this.finish()?.reject(error instanceof Error ? error : new Error(String(error)))
    this.next()
  }

  private finish(): Job | undefined {
    const done = this.job
    this.job = undefined
    clearTimeout(this.deadline)
    this.hold(false)
    return done
  }

  /** Our process waits for the other one while that has a paper to print, and only then. */
  private hold(on: boolean): void {
    for (const handle of [this.child, this.child?.channel]) {
      if (on) handle?.ref()
      else handle?.unref()
    }
  }
}

/** The one of this process. */
const printer = new Printer()

/** `plain` gives empty sheets, for tests and trials that read no paper. */
export function paperPrinter(mode: 'typst' | 'plain'): PrintPaper {
  return mode === 'plain' ? plainPaper : (data) => printer.print(data)
}
