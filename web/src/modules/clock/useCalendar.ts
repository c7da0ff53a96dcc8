import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { ApiError } from '../../api/http'
import { useSubmit } from '../../components/submit'
import * as api from './api'
import type { CalendarDay, CalendarYear, Job, Preview, YearSummary } from './api'
import { sameDays } from './data'

/** One year's calendar: read, edited as a draft, tried out, published, and the recomputing watched. */
export function useCalendar(year: Ref<number>) {
  const years = ref<YearSummary[]>([])
  const loaded = ref<CalendarYear>()
  const broken = ref<ApiError | null>(null)
  const days = ref<CalendarDay[]>([])
  const source = ref('')
  const effect = ref<Preview>()
  const job = ref<Job>()
  let timer = 0
  let gone = false

  function take(answer: CalendarYear): void {
    loaded.value = answer
    const shown = answer.draft ?? answer.published
    days.value = shown?.days ?? []
    source.value = shown?.source ?? ''
  }
  async function load(): Promise<void> {
    broken.value = null
    try {
      years.value = (await api.listYears()).items
      // A year nobody has entered yet is an empty sheet, not an error.
      const known = years.value.some((one) => one.year === year.value)
      take(known ? await api.getYear(year.value) : { year: year.value, published: null, draft: null })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      broken.value = error
    }
  }
  watch(year, () => void load(), { immediate: true })

  const base = computed(() => loaded.value?.draft ?? loaded.value?.published)
  const dirty = computed(
    () => !sameDays(days.value, base.value?.days ?? []) || source.value.trim() !== (base.value?.source ?? ''),
  )
  const publishedDays = computed(() => new Map(loaded.value?.published?.days.map((one) => [one.day, one])))

  const saving = useSubmit(async () => {
    const version = loaded.value?.draft?.version ?? null
    take(await api.saveDraft(year.value, source.value.trim(), days.value, version))
    years.value = (await api.listYears()).items
  })
  const trying = useSubmit(async () => {
    effect.value = undefined
    effect.value = await api.preview(year.value)
  })
  async function publish(): Promise<void> {
    job.value = await api.publish(year.value, loaded.value!.draft!.version)
    await load()
    follow()
  }
  /** Asks for the job's progress until it is done; a lost answer is asked for again. */
  function follow(): void {
    if (gone || !job.value || job.value.status === 'done') return
    timer = window.setTimeout(async () => {
      try {
        job.value = await api.getJob(job.value!.id)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
      follow()
    }, 1000)
  }
  onBeforeUnmount(() => {
    gone = true
    clearTimeout(timer)
  })
  return {
    years,
    loaded,
    broken,
    days,
    source,
    dirty,
    publishedDays,
    saving,
    trying,
    effect,
    job,
    load,
    publish,
  }
}
