import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { tabs, type PageTabId } from './data'

/** The tab is in the address, so that it survives a reload and can be sent to a colleague. */
export function usePageTab(): WritableComputedRef<PageTabId> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () =>
      typeof route.query.tab === 'string' && route.query.tab in tabs
        ? (route.query.tab as PageTabId)
        : 'progress',
    set: (id) => void router.replace({ query: id === 'progress' ? {} : { tab: id } }),
  })
}
