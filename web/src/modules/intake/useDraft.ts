import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { ApiError } from '../../api/http'
import { listDrafts, saveDraft } from './api'
import { blankDraft, draftTitle, isStarted, type DraftData } from './form'

const storageKey = (id: string) => `banjian.draft.${id}`
const quiet = 900

/**
 * Keeps the form on the server while it is filled in, and in this tab in case the server is away: whichever is
 * newer is shown after a reload.
 */
export function useDraft(id: Ref<string>, draft: DraftData) {
  const saved = ref<'clean' | 'dirty' | 'saving' | 'saved' | 'away'>('clean')
  const savedAt = ref('')
  let timer = 0
  let finished = false
  let loading = true

  async function load(): Promise<void> {
    loading = true
    const kept = fromTab(id.value)
    let stored: DraftData | undefined
    try {
      stored = (await listDrafts()).rows.find((row) => row.id === id.value)?.data
    } catch (error) {
      if (!(error instanceof ApiError) || !kept) throw error
    }
    const newest = [stored, kept]
      .filter((one) => one !== undefined)
      .sort((a, b) => b.savedAt.localeCompare(a.savedAt))[0]
    Object.assign(draft, blankDraft(), newest)
    await Promise.resolve()
    loading = false
  }

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (finished || saved.value !== 'dirty') return
    saved.value = 'saving'
    try {
      await saveDraft(id.value, draftTitle(draft), { ...draft })
      savedAt.value = draft.savedAt
      if (saved.value === 'saving') saved.value = 'saved'
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      saved.value = 'away'
      timer = window.setTimeout(() => again(), 5000)
    }
  }
  function again(): void {
    if (saved.value !== 'away') return
    saved.value = 'dirty'
    void save()
  }
  watch(
    () => JSON.stringify({ ...draft, savedAt: '' }),
    () => {
      if (loading || finished || !(draft.itemCode || isStarted(draft))) return
      draft.savedAt = new Date().toISOString()
      sessionStorage.setItem(storageKey(id.value), JSON.stringify(draft))
      saved.value = 'dirty'
      clearTimeout(timer)
      timer = window.setTimeout(() => void save(), quiet)
    },
  )
  /** The case is taken: the draft has done its work. The server removes its own copy with the case. */
  function finish(): void {
    finished = true
    clearTimeout(timer)
    sessionStorage.removeItem(storageKey(id.value))
    saved.value = 'clean'
  }
  onBeforeUnmount(() => void save())
  return { saved, savedAt, load, save, finish }
}

function fromTab(id: string): DraftData | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(storageKey(id)) ?? 'null') as DraftData | null) ?? undefined
  } catch {
    return undefined // written by another version of the page
  }
}

export function forgetDraft(id: string): void {
  sessionStorage.removeItem(storageKey(id))
}
