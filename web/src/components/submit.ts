import { computed, ref, watch, type Ref } from 'vue'
import { ApiError } from '../api/http'

/** One submission at a time, its problem and its field messages (`path` → message). Unknown throws go on. */
export function useSubmit(task: () => Promise<unknown>) {
  const busy = ref(false)
  const problem = ref<ApiError | null>(null)
  const errors = computed<Record<string, string>>(() =>
    Object.fromEntries((problem.value?.errors ?? []).map((one) => [one.path, one.message])),
  )
  /** True when it went through. */
  async function submit(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await task()
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      problem.value = error
      return false
    } finally {
      busy.value = false
    }
  }
  function reset(): void {
    problem.value = null
  }
  return { busy, problem, errors, submit, reset }
}

/** The script of a form in a drawer or dialog: it stays open with what went wrong, or closes and says that it is done. */
export function useFormDialog(
  open: Ref<boolean>,
  form: { submit: () => Promise<unknown>; disabled: () => boolean; done: () => void },
) {
  const { busy, problem, errors, submit, reset } = useSubmit(form.submit)
  watch(open, (now) => now && reset())
  async function confirm(): Promise<void> {
    if (form.disabled() || !(await submit())) return
    open.value = false
    form.done()
  }
  return { busy, problem, errors, confirm }
}
