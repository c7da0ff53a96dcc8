import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { poll } from './poll.ts'

/** A process and the moment the kernel started it: a process id alone may have been given to somebody else. */
interface ProcessMark {
  pid: number
  born: string
}

interface ChildMark extends ProcessMark {
  name: string
  /** What ends it in an orderly way; PostgreSQL's fast shutdown is SIGINT. */
  signal: NodeJS.Signals
}

interface Book {
  owner: ProcessMark
  children: ChildMark[]
}

/** When the process was started, as an opaque text; undefined when there is no such process (a zombie counts as none). */
export function bornAt(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/stat')) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The command in brackets may hold blanks and brackets; state is the first field after it, start time the 20th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? undefined : fields[19]
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    // Both ways fail in just this case: no such process.
    return undefined
  }
}

/**
 * The list of the processes one start owns, kept on disk. When the owner is killed with -9 its children live on (they are in
 * their own process groups, so that Ctrl-C does not stop PostgreSQL before the server); the next start reads the list
 * and ends them first, in the reverse order of their start.
 */
export class ProcessRegistry {
  readonly #file: string
  #children: ChildMark[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** The process id of a living owner that is not ourselves. */
  livingOwner(): number | undefined {
    const book = this.#read()
    if (!book || book.owner.pid === process.pid) return undefined
    return bornAt(book.owner.pid) === book.owner.born ? book.owner.pid : undefined
  }

  /** Ends what a dead owner left behind. @returns the names that were still alive. */
  async reap(): Promise<string[]> {
    const left = (this.#read()?.children ?? []).filter((child) => bornAt(child.pid) === child.born)
    for (const child of left.reverse()) await endProcess(child)
    rmSync(this.#file, { force: true })
    return left.map((child) => child.name)
  }

  /** Ends our own children that are still there, the youngest first: what was just starting when the stop came. */
  async endAll(): Promise<void> {
    for (const child of [...this.#children].reverse()) await endProcess(child)
    rmSync(this.#file, { force: true })
  }

  add(name: string, pid: number, signal: NodeJS.Signals): void {
    const born = bornAt(pid)
    if (!born) return
    this.#children = [...this.#children.filter((child) => child.name !== name), { name, pid, born, signal }]
    this.#write()
  }

  remove(pid: number): void {
    this.#children = this.#children.filter((child) => child.pid !== pid)
    this.#write()
  }

  #read(): Book | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Book
    } catch {
      // Never written, or already removed by an orderly stop: nothing to reap.
      return undefined
    }
  }

  #write(): void {
    mkdirSync(path.dirname(this.#file), { recursive: true })
    const book: Book = {
      owner: { pid: process.pid, born: bornAt(process.pid) ?? '' },
      children: this.#children,
    }
    // Rename, so that a kill in the middle of the write leaves the old list and not half a one.
    writeFileSync(`${this.#file}.new`, JSON.stringify(book))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

async function endProcess(child: ChildMark): Promise<void> {
  const gone = () => bornAt(child.pid) !== child.born
  sendSignal(child.pid, child.signal)
  if (await poll(gone, 10_000)) return
  killGroup(child.pid)
  await poll(gone, 5_000)
}

/** Signals a process; that it is already gone is what the caller wants, everything else is thrown. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** SIGKILL to a child and to what it started itself (`node --watch` runs the program as a child of its own). Each child leads a group. */
export function killGroup(pid: number): void {
  sendSignal(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
}
