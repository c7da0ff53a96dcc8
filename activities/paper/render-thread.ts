/**
 * Printing beside the event loop. A PDF takes 0.1 to 3 s of CPU; in the worker's own thread that time is taken from
 * every local activity, whose 2 s then run out while nothing was wrong with them (measured with ten papers at once).
 */
import { Worker } from 'node:worker_threads'
import type { PaperData } from '../../workflows/paper/domain.ts'
import type { RenderedPaper } from './render.ts'

/** What the thread sends back; a Buffer arrives as a plain Uint8Array. */
export type RenderAnswer = { pdf: Uint8Array; sha256: string } | { error: Error }

interface Job {
  data: PaperData
  resolve(paper: RenderedPaper): void
  reject(error: Error): void
}

/** A paper that is not printed by then never will be; the step tries again on a new thread. */
const deadlineMs = 120_000

let thread: Worker | undefined
let job: Job | undefined
let deadline: NodeJS.Timeout | undefined
const queue: Job[] = []

/**
 * `renderPaper` on the one thread of this process, papers one after another. The thread starts with the first paper,
 * does not keep the process alive between papers, and is started anew after a crash, which fails only its own paper.
 */
export function renderPaperInThread(data: PaperData): Promise<RenderedPaper> {
  return new Promise((resolve, reject) => {
    queue.push({ data, resolve, reject })
    next()
  })
}

/** Ends the thread; the paper in work fails, those that wait are printed by a new one. */
export async function stopRenderThread(): Promise<void> {
  await thread?.terminate()
}

function next(): void {
  if (job) return
  job = queue.shift()
  if (!job) return
  try {
    thread ??= start()
    thread.ref()
    deadline = setTimeout(() => void thread?.terminate(), deadlineMs)
    thread.postMessage(job.data)
  } catch (error) {
    // No thread could be made, or the data cannot travel to one: this paper's fault or the machine's, told to its step.
    finish((done) => done.reject(error instanceof Error ? error : new Error(String(error))))
  }
}

function start(): Worker {
  const started = new Worker(new URL('./render-thread.mjs', import.meta.url), { execArgv: [] })
  let cause: unknown
  started.on('message', (answer: RenderAnswer) => finish((done) => settle(done, answer)))
  started.on('error', (error) => (cause = error))
  started.on('exit', (code) => {
    if (thread === started) thread = undefined
    finish((done) => done.reject(new Error(`render thread ended with ${code}`, { cause })))
  })
  return started
}

function settle(done: Job, answer: RenderAnswer): void {
  if ('error' in answer) done.reject(answer.error)
  else done.resolve({ pdf: Buffer.from(answer.pdf), sha256: answer.sha256 })
}

function finish(settleJob: (done: Job) => void): void {
  const done = job
  job = undefined
  clearTimeout(deadline)
  thread?.unref()
  if (done) settleJob(done)
  next()
}
