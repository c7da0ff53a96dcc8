import { onScopeDispose, reactive } from 'vue'
import { ApiError, messageOf } from '../api/http'
import { upload } from '../api/upload'
import { addFile, uploadsPath } from './api'

export interface Sending {
  id: number
  material: string
  name: string
  file: File
  part: number
  state: 'sending' | 'broken' | 'refused'
  trouble: string
}

/** Files begun on this phone and not finished: the bytes sent are kept, choosing the same file again goes on. */
export interface Unfinished {
  caseNo: string
  material: string
  name: string
  size: number
}
const storageKey = 'banjian.unfinished'

export function readUnfinished(caseNo: string): Unfinished[] {
  return readAll().filter((one) => one.caseNo === caseNo)
}
function readAll(): Unfinished[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.name === 'string') : []
  } catch {
    return [] // storage refused (private window) or written by another version
  }
}
function writeAll(all: Unfinished[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(all.slice(-20)))
  } catch {
    return // private window: uploads work, only the reminder after a reload is lost
  }
}
const same = (a: Unfinished, b: Unfinished): boolean =>
  a.caseNo === b.caseNo && a.material === b.material && a.name === b.name && a.size === b.size

export interface Uploads {
  list: Sending[]
  unfinished: Unfinished[]
  send: (material: string, files: File[]) => void
  again: (sending: Sending) => void
  drop: (sending: Sending) => void
}

/**
 * Uploads of one case, one after another: on a thin line two at once only fail twice. A broken one goes on by itself
 * when the phone is online again, from the byte where it stopped.
 */
export function useUploads(caseNo: string, changed: () => unknown): Uploads {
  const state = reactive({ list: [] as Sending[], unfinished: readUnfinished(caseNo) })
  let count = 0
  let queue: Promise<unknown> = Promise.resolve()
  const aborts = new Map<number, () => void>()

  function note(sending: Sending, open: boolean): void {
    const entry = { caseNo, material: sending.material, name: sending.file.name, size: sending.file.size }
    const rest = readAll().filter((one) => !same(one, entry))
    writeAll(open ? [...rest, entry] : rest)
    state.unfinished = state.unfinished.filter((one) => !same(one, entry))
  }

  async function run(sending: Sending): Promise<void> {
    if (!state.list.includes(sending)) return
    sending.state = 'sending'
    sending.trouble = ''
    note(sending, true)
    try {
      const task = upload(sending.file, (part) => (sending.part = part), uploadsPath)
      aborts.set(sending.id, task.abort)
      await addFile(sending.material, await task.done)
      drop(sending)
      changed()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // A definite refusal (type, size, term over) does not become right by sending it again.
      sending.state = error.status >= 400 && error.status < 500 ? 'refused' : 'broken'
      sending.trouble = messageOf(error)
      if (sending.state === 'refused') note(sending, false)
    }
  }
  const enqueue = (sending: Sending): void => {
    queue = queue.then(() => run(sending))
  }
  function drop(sending: Sending): void {
    aborts.get(sending.id)?.()
    aborts.delete(sending.id)
    note(sending, false)
    state.list = state.list.filter(({ id }) => id !== sending.id)
  }
  function send(material: string, files: File[]): void {
    for (const file of files) {
      state.list.push({
        id: ++count,
        material,
        name: file.name,
        file,
        part: 0,
        state: 'sending',
        trouble: '',
      })
      enqueue(state.list[state.list.length - 1]!)
    }
  }
  const online = (): void => state.list.filter((one) => one.state === 'broken').forEach(enqueue)
  window.addEventListener('online', online)
  onScopeDispose(() => window.removeEventListener('online', online))
  return Object.assign(state, { send, again: enqueue, drop })
}
