import { shallowRef, ref, watch, onScopeDispose, type Ref, type ShallowRef } from 'vue'
import { ApiError } from '../../../api/http'

/** One part of the case, read when first shown and again when the case's revision moves. */
export interface Resource<T> {
  data: ShallowRef<T | null>
  problem: Ref<ApiError | null>
  reload: () => Promise<void>
}

/**
 * @param stamp changes when the part may have changed; older answers never overwrite newer ones
 */
export function useResource<T>(load: () => Promise<T>, stamp: () => unknown): Resource<T> {
  const data: ShallowRef<T | null> = shallowRef(null)
  const problem = ref<ApiError | null>(null)
  let turn = 0
  onScopeDispose(() => (turn = -1))

  async function reload(): Promise<void> {
    const mine = ++turn
    try {
      const loaded = await load()
      if (mine !== turn) return
      data.value = loaded
      problem.value = null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (mine === turn) problem.value = error
    }
  }
  watch(stamp, reload, { immediate: true })
  return { data, problem, reload }
}
