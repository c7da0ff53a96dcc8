import { computed, onBeforeUnmount, reactive } from 'vue'
import { messageOf } from '../../api/http'
import { upload, type Upload } from '../../api/upload'
import { newKey } from '../../api/http'
import { addFile, type DraftData } from './form'
import { matchMaterial } from './match'

export interface Running {
  id: string
  file: File
  name: string
  /** 0..1 */
  part: number
  error: string
  /** Index into the checklist; null: the clerk must say what it is. */
  material: number | null
}

/** Uploads of one intake: many at once, each to its material; two travel at a time so that none starves. */
export function useUploads(draft: DraftData) {
  const running = reactive<Running[]>([])
  const handles = new Map<string, Upload>()
  let gone = false

  function add(files: Iterable<File>, to: number | null = null): void {
    for (const file of files) {
      const material = to ?? matchMaterial(file.name, draft.materials)
      running.push({ id: newKey(), file, name: file.name, part: 0, error: '', material })
    }
    pump()
  }
  function pump(): void {
    const free = 2 - handles.size
    const waiting = running.filter(
      (one) => !handles.has(one.id) && !one.error && one.material !== null && one.part < 1,
    )
    waiting.slice(0, Math.max(0, free)).forEach((one) => void send(one))
  }
  async function send(one: Running): Promise<void> {
    const handle = upload(one.file, (part) => (one.part = part * 0.99))
    handles.set(one.id, handle)
    try {
      const id = await handle.done
      if (!gone) arrived(one, id)
    } catch (error) {
      one.error = messageOf(error)
    } finally {
      handles.delete(one.id)
      if (!gone) pump()
    }
  }
  function arrived(one: Running, id: string): void {
    one.part = 1
    const material = draft.materials[one.material ?? -1]
    if (material) addFile(material, { id, name: one.name, size: one.file.size })
    running.splice(running.indexOf(one), 1)
  }
  function assign(one: Running, material: number): void {
    one.material = material
    pump()
  }
  function retry(one: Running): void {
    one.error = ''
    pump()
  }
  function drop(one: Running): void {
    handles.get(one.id)?.abort()
    handles.delete(one.id)
    const at = running.indexOf(one)
    if (at >= 0) running.splice(at, 1)
    pump()
  }
  onBeforeUnmount(() => {
    gone = true
    handles.forEach((handle) => handle.abort())
  })
  const busy = computed(() => running.some((one) => !one.error && one.material !== null))
  const unassigned = computed(() => running.filter((one) => one.material === null).map((one) => one.name))
  return { running, busy, unassigned, add, assign, retry, drop }
}
