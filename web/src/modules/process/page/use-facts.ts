import { ref } from 'vue'
import { useResource, type Resource } from '../../../components/use-resource'

export interface Facts<T> extends Resource<T> {
  /** For `@read` of the ProcessPage. */
  read: () => void
}

/** What a noun's page shows beside its instance: read together with it when the page opens, and whenever it is read again. */
export function useFacts<T>(load: () => Promise<T>): Facts<T> {
  const stamp = ref(0)
  let opened = false
  function read(): void {
    if (opened) stamp.value += 1
    opened = true
  }
  return { ...useResource(load, () => stamp.value), read }
}
