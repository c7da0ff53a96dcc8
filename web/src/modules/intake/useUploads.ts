import { computed } from 'vue'
import { useUploadQueue, type Sending } from '../../api/upload-queue'
import { addFile, type DraftData } from './form'
import { matchMaterial } from './match'

/** Index into the checklist; null: the clerk must say what it is. */
export type Running = Sending<{ material: number | null }>

/** Uploads of one intake: many at once, each to its material. */
export function useUploads(draft: DraftData) {
  const { list, pump, ...queue } = useUploadQueue<{ material: number | null }>({
    atOnce: 2,
    ready: ({ tag }) => tag.material !== null,
    arrived: ({ tag, name, file }, id) => {
      const material = draft.materials[tag.material ?? -1]
      if (material) addFile(material, { id, name, size: file.size })
    },
  })
  function add(files: Iterable<File>, to: number | null = null): void {
    queue.add(files, (file) => ({ material: to ?? matchMaterial(file.name, draft.materials) }))
  }
  function assign(one: Running, material: number): void {
    one.tag.material = material
    pump()
  }
  const busy = computed(() => list.some(({ state, tag }) => state === 'sending' && tag.material !== null))
  const unassigned = computed(() => list.filter(({ tag }) => tag.material === null).map(({ name }) => name))
  return { running: list, busy, unassigned, add, assign, retry: queue.again, drop: queue.drop }
}
