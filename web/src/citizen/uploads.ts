import { reactive, ref } from 'vue'
import { useUploadQueue, type Sending } from '../api/upload-queue'
import { addFile, uploadsPath } from './api'

/** Files begun on this phone and not finished: the bytes sent are kept, choosing the same file again goes on. */
export interface Unfinished {
  caseNo: string
  material: string
  name: string
  size: number
}
const storageKey = 'banjian.unfinished'

function readUnfinished(caseNo: string): Unfinished[] {
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

/** What a page needs of its uploads; a file's tag is the material it is for. */
export type Uploads = ReturnType<typeof useUploads>

/** Uploads of one case, one after another: on a thin line two at once only fail twice. */
export function useUploads(caseNo: string, changed: () => unknown) {
  const unfinished = ref(readUnfinished(caseNo))
  function noted({ tag: material, file }: Sending<string>, open: boolean): void {
    const entry = { caseNo, material, name: file.name, size: file.size }
    const rest = readAll().filter((one) => !same(one, entry))
    writeAll(open ? [...rest, entry] : rest)
    unfinished.value = unfinished.value.filter((one) => !same(one, entry))
  }
  const queue = useUploadQueue<string>({
    atOnce: 1,
    endpoint: uploadsPath,
    noted,
    arrived: async ({ tag }, fileId) => {
      await addFile(tag, fileId)
      changed()
    },
  })
  return reactive({ ...queue, unfinished })
}
