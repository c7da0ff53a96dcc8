import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { killGroup, sendSignal, type ProcessRegistry } from './registry.ts'

const LOG_LIMIT = 20 * 1024 * 1024

export interface ChildOptions {
  name: string
  command: string
  args: string[]
  /** Added to our own environment. An empty text takes a variable out of it. */
  env?: Record<string, string>
  cwd?: string
  logFile: string
  /** Run as this user (root only). */
  uid?: number
  gid?: number
  registry: ProcessRegistry
  /** What ends it in an orderly way; default SIGTERM. */
  stopSignal?: NodeJS.Signals
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A running child with its output in a file. */
export interface Child {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  readonly exited: Promise<Exit>
  /** What it has written so far, without what an earlier process left in the same log. */
  output(): string
  /** Undefined while it runs. */
  exit(): Exit | undefined
  /** Orderly stop; SIGKILL after the deadline. Done when the process is gone. */
  stop(deadlineMs?: number): Promise<void>
  /** SIGKILL, as a crash or the kernel's out-of-memory killer would do it. */
  kill9(): Promise<void>
}

/**
 * Starts a process in its own group, so that Ctrl-C reaches only the parent, which knows the right order. Its output goes
 * straight to the log file: no pipe that breaks when the parent dies, and no last line lost when the child does.
 */
export function startChild(options: ChildOptions): Child {
  mkdirSync(path.dirname(options.logFile), { recursive: true })
  turnLog(options.logFile)
  const output = openSync(options.logFile, 'a')
  const logStart = fstatSync(output).size
  const signal = options.stopSignal ?? 'SIGTERM'
  const child = spawn(options.command, options.args, {
    detached: true,
    stdio: ['ignore', output, output],
    env: childEnv(options.env ?? {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid ?? options.uid }),
  })
  closeSync(output)
  const pid = child.pid
  if (pid !== undefined) options.registry.add(options.name, pid, signal)
  let ended: Exit | undefined
  const exited = exitOf(child).then((exit) => {
    ended = exit
    if (pid !== undefined) options.registry.remove(pid)
    return exit
  })
  return {
    name: options.name,
    pid: pid ?? -1,
    logFile: options.logFile,
    exited,
    output: () => readFileSync(options.logFile).subarray(logStart).toString('utf8'),
    exit: () => ended,
    stop: async (deadlineMs = 10_000) => {
      if (ended || pid === undefined) return
      sendSignal(pid, signal)
      const timer = setTimeout(() => killGroup(pid), deadlineMs)
      await exited
      clearTimeout(timer)
    },
    kill9: async () => {
      if (!ended && pid !== undefined) killGroup(pid)
      await exited
    },
  }
}

/** The last lines of a log, for messages that name a dead child. */
export function tailOf(logFile: string, lines = 12): string {
  if (!existsSync(logFile)) return ''
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    // Not even started (no such file, no permission): the same as an exit, the caller's readiness wait names it.
    child.once('error', () => resolve({ code: 127, signal: null }))
  })
}

function childEnv(extra: Record<string, string>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...extra }
  for (const [name, value] of Object.entries(extra)) if (value === '') delete env[name]
  return env
}

/** Keeps one earlier log beside the current one, so that months of demo use do not fill the disk. */
function turnLog(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`)
}
