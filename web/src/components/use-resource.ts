import { shallowRef, ref, watch, onScopeDispose, type Ref, type ShallowRef } from 'vue'
import { ApiError } from '../api/http'
import { createOrder } from '../api/order'

/** What a page shows of the server: read at once, and again whenever its stamp moves. */
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
  const order = createOrder()
  onScopeDispose(order.forget)

  async function reload(): Promise<void> {
    const isFresh = order.ask()
    try {
      const loaded = await load()
      if (!isFresh()) return
      data.value = loaded
      problem.value = null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (isFresh()) problem.value = error
    }
  }
  watch(stamp, reload, { immediate: true })
  return { data, problem, reload }
}
