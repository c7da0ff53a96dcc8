import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue'
import { dayOf } from '../../../../../workflows/clock/day'
import { useEvents } from '../../../api/events'
import { useResource, type Resource } from '../../../components/use-resource'
import { getInstance } from './api'
import type { InstanceView } from './model'

export interface InstancePage extends Resource<InstanceView> {
  /** Counts up whenever the instance was read again; the tabs and the noun's facts read their parts with it. */
  stamp: Ref<number>
  /** The instance's own day, Asia/Shanghai. */
  today: ComputedRef<string>
}

/** How often an instance that is still being saved is read again when no event comes through. */
const savingPollMs = 3000

export function useInstance(id: string): InstancePage {
  const stamp = ref(0)
  const resource = useResource(
    () => getInstance(id),
    () => stamp.value,
  )
  useEvents([id], () => (stamp.value += 1))

  const timer = window.setInterval(() => {
    if (resource.data.value?.saving) stamp.value += 1
  }, savingPollMs)
  onScopeDispose(() => clearInterval(timer))

  const today = computed(() => (resource.data.value ? dayOf(resource.data.value.timeNow) : ''))
  async function reload(): Promise<void> {
    stamp.value += 1
  }
  return { ...resource, reload, stamp, today }
}
