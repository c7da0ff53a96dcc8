import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { PageTabId } from './data'

/** The tab is in the address, so that it survives a reload and can be sent to a colleague. */
export function usePageTab(tabs: readonly PageTabId[]): WritableComputedRef<PageTabId> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => tabs.find((id) => id === route.query.tab) ?? 'progress',
    set: (id) => void router.replace({ query: id === 'progress' ? {} : { tab: id } }),
  })
}
