import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useEvents } from '../../api/events'
import { dayOf } from '../../../../workflows/clock/day'
import { openCaseTab } from '../../shell/tabs'
import { getCase } from './api'
import type { CaseView } from './model'
import { useResource, type Resource } from './resource'

export interface CasePage extends Resource<CaseView> {
  /** Counts up whenever the case was read again; the tabs read their parts with it. */
  stamp: Ref<number>
  /** The case's own day, Asia/Shanghai. */
  today: ComputedRef<string>
}

/** How often a case that is still being saved is read again when no event comes through. */
const savingPollMs = 3000

export function useCase(no: string): CasePage {
  const stamp = ref(0)
  const resource = useResource(
    () => getCase(no),
    () => stamp.value,
  )
  useEvents([`case:${no}`], () => (stamp.value += 1))

  const timer = window.setInterval(() => {
    if (resource.data.value?.saving) stamp.value += 1
  }, savingPollMs)
  onScopeDispose(() => clearInterval(timer))

  watch(resource.data, (view) => view && openCaseTab(no, view.case.itemName))
  const today = computed(() => (resource.data.value ? dayOf(resource.data.value.case.timeNow) : ''))
  async function reload(): Promise<void> {
    stamp.value += 1
  }
  return { ...resource, reload, stamp, today }
}
