/**
 * Compiling beside the event loop, with a limit of time: a drawing that takes seconds to check (thousands of branches)
 * would hold every request of this server meanwhile, its health included.
 */
import { Worker } from 'node:worker_threads'
import { PublishError, type Compiled, type Surroundings } from './compile.ts'
import type { CalledProcess, Problem } from './compile-draft.ts'

export type CompileRequest =
  { xml: string; surroundings: Omit<Surroundings, 'resolveCall'> } | { called: CalledProcess | undefined }
/** `ready`: loaded; the time a fresh thread takes for that is not the drawing's. */
export type CompileAnswer =
  { ready: true } | { compiled: Compiled } | { problems: Problem[] } | { wants: string } | { error: Error }

interface Job {
  xml: string
  surroundings: Surroundings
  deadlineMs: number
  resolve(compiled: Compiled): void
  reject(error: Error): void
}

const usualDeadlineMs = 10_000

let thread: Worker | undefined
let job: Job | undefined
let deadline: NodeJS.Timeout | undefined
const queue: Job[] = []

/**
 * `compileBpmn` on the one compiling thread of this process, drawings one after another.
 * @throws PublishError with all problems; `definition-too-slow` for a drawing that is not checked in 10 s
 */
export function compileInThread(
  xml: string,
  surroundings: Surroundings,
  deadlineMs = usualDeadlineMs,
): Promise<Compiled> {
  return new Promise((resolve, reject) => {
    queue.push({ xml, surroundings, deadlineMs, resolve, reject })
    next()
  })
}

function next(): void {
  if (job) return
  job = queue.shift()
  if (!job) return
  const { xml, surroundings, deadlineMs } = job
  const { resolveCall: _asked, ...rest } = surroundings
  if (thread) restartClock(thread, deadlineMs)
  else thread = start()
  thread.ref()
  thread.postMessage({ xml, surroundings: rest } satisfies CompileRequest)
}

function start(): Worker {
  const started = new Worker(new URL('./compile-thread.mjs', import.meta.url), { execArgv: [] })
  started.on('message', (answer: CompileAnswer) => void take(started, answer))
  started.on('error', (error) => finish((done) => done.reject(error)))
  started.on('exit', () => {
    if (thread === started) thread = undefined
    finish((done) => done.reject(tooSlow()))
  })
  return started
}

function restartClock(started: Worker, deadlineMs: number): void {
  clearTimeout(deadline)
  deadline = setTimeout(() => void started.terminate(), deadlineMs)
}

async function take(started: Worker, answer: CompileAnswer): Promise<void> {
  if (job) restartClock(started, job.deadlineMs)
  if ('ready' in answer) return
  if ('wants' in answer) {
    const called = await job?.surroundings.resolveCall?.(answer.wants)
    started.postMessage({ called } satisfies CompileRequest)
  } else if ('compiled' in answer) finish((done) => done.resolve(answer.compiled))
  else if ('problems' in answer) finish((done) => done.reject(new PublishError(answer.problems)))
  else finish((done) => done.reject(answer.error))
}

const tooSlow = (): PublishError =>
  new PublishError([
    { element: '', code: 'definition-too-slow', title: '流程过于复杂，10 秒内未能检查完毕，请简化分支' },
  ])

function finish(settle: (done: Job) => void): void {
  const done = job
  job = undefined
  clearTimeout(deadline)
  thread?.unref()
  if (done) settle(done)
  next()
}
