import { onScopeDispose, reactive } from 'vue'
import { ApiError, messageOf } from './http'
import { upload, type Upload } from './upload'

/** A file on its way; `tag` says what it is for. */
export interface Sending<Tag> {
  id: number
  file: File
  name: string
  tag: Tag
  /** 0..1 */
  part: number
  /** `sending`: under way or waiting for its turn; `broken`: goes on when the line is back; `refused`: does not become right by sending it again. */
  state: 'sending' | 'broken' | 'refused'
  trouble: string
}

export interface QueueOptions<Tag> {
  /** How many travel at a time: two, so that none starves; one on a thin line, where two only fail twice. */
  atOnce: number
  endpoint?: string
  /** Whether it may be sent yet. */
  ready?: (sending: Sending<Tag>) => boolean
  /** The file is with the server under this id; what is thrown here is told like a failed upload. */
  arrived: (sending: Sending<Tag>, fileId: string) => unknown
  /** It is on its way (`true`), or needs no more thought (`false`). */
  noted?: (sending: Sending<Tag>, open: boolean) => void
  /** Given in tests. */
  send?: typeof upload
}

/**
 * Uploads of one page. A broken one goes on by itself when the machine is online again, from the byte where it
 * stopped; leaving the page stops all, and the same file chosen again goes on from there, too.
 */
export function useUploadQueue<Tag>(options: QueueOptions<Tag>) {
  const list: Sending<Tag>[] = reactive([])
  const running = new Map<number, Upload>()
  const begin = options.send ?? upload
  let count = 0
  let gone = false

  function add(files: Iterable<File>, tag: Tag | ((file: File) => Tag)): void {
    for (const file of files) {
      const own = typeof tag === 'function' ? (tag as (file: File) => Tag)(file) : tag
      list.push({
        id: ++count,
        file,
        name: file.name,
        tag: own,
        part: 0,
        state: 'sending',
        trouble: '',
      } as never)
    }
    pump()
  }
  function pump(): void {
    const waiting = list.filter(
      (one) =>
        one.state === 'sending' && !running.has(one.id) && (options.ready?.(one as Sending<Tag>) ?? true),
    ) as Sending<Tag>[]
    waiting.slice(0, Math.max(0, options.atOnce - running.size)).forEach((one) => void run(one))
  }
  async function run(one: Sending<Tag>): Promise<void> {
    options.noted?.(one, true)
    const task = begin(one.file, (part) => (one.part = part * 0.99), options.endpoint)
    running.set(one.id, task)
    try {
      const fileId = await task.done
      if (gone || !list.some(({ id }) => id === one.id)) return
      await options.arrived(one, fileId)
      forget(one)
    } catch (error) {
      fail(one, error)
    } finally {
      running.delete(one.id)
      if (!gone) pump()
    }
  }
  function fail(one: Sending<Tag>, error: unknown): void {
    if (!(error instanceof ApiError)) throw error
    one.state = error.status >= 400 && error.status < 500 ? 'refused' : 'broken'
    one.trouble = messageOf(error)
    if (one.state === 'refused') options.noted?.(one, false)
  }
  function again(one: Sending<Tag>): void {
    one.state = 'sending'
    one.trouble = ''
    pump()
  }
  function forget(one: Sending<Tag>): void {
    options.noted?.(one, false)
    const at = list.findIndex(({ id }) => id === one.id)
    if (at >= 0) list.splice(at, 1)
  }
  function drop(one: Sending<Tag>): void {
    running.get(one.id)?.abort()
    running.delete(one.id)
    forget(one)
    pump()
  }
  const online = () =>
    list.filter((one) => one.state === 'broken').forEach((one) => again(one as Sending<Tag>))
  globalThis.addEventListener?.('online', online)
  onScopeDispose(() => {
    gone = true
    globalThis.removeEventListener?.('online', online)
    running.forEach((task) => task.abort())
  })
  return { list: list as Sending<Tag>[], add, pump, again, drop }
}
