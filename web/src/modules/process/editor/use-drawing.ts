import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { ApiError } from '../../../api/http'
import type { Winner } from '../../../api/http'
import { messageBox } from '../../../ui/element'
import { getDraft, saveDraft } from '../api'
import type { CheckAnswer, DraftView } from '../model'

/** A pause in drawing after which it is saved and checked. */
const quietMs = 900
const againMs = 5000

/** `lost`: somebody else saved this draft in the meantime; nothing of it is overwritten. */
export type Saved = 'saved' | 'dirty' | 'saving' | 'away' | 'lost'

/**
 * Keeps a drawing on the server while it is drawn; each save answers with what publishing would refuse.
 * @param toXml the drawing as it stands
 */
export function useDrawing(id: string, toXml: () => Promise<string>) {
  const draft = shallowRef<DraftView | null>(null)
  const problem = shallowRef<ApiError | null>(null)
  const check = shallowRef<CheckAnswer>({ problems: [], warnings: [] })
  const saved = ref<Saved>('saved')
  const winner = shallowRef<Winner | null>(null)
  let revision = 0
  let timer = 0
  let running: Promise<void> = Promise.resolve()

  async function load(): Promise<void> {
    try {
      const loaded = await getDraft(id)
      draft.value = loaded
      ;({ revision } = loaded)
      check.value = loaded
      saved.value = 'saved'
      winner.value = null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      problem.value = error
    }
  }

  function changed(): void {
    if (saved.value === 'lost') return
    saved.value = 'dirty'
    later(quietMs)
  }
  function later(ms: number): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => void save(), ms)
  }
  /** One save after the other: each stands on the revision the last one made. */
  function save(): Promise<void> {
    clearTimeout(timer)
    running = running.then(async () => {
      if (saved.value === 'dirty' || saved.value === 'away') await send()
    })
    return running
  }

  async function send(): Promise<void> {
    saved.value = 'saving'
    const bpmn = await toXml()
    try {
      took(await saveDraft(id, { bpmn, revision }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      await refused(error, bpmn)
    }
  }
  function took(answer: CheckAnswer & { revision: number }): void {
    ;({ revision } = answer)
    check.value = answer
    // Drawn on while it was sent: that is still to be saved.
    if (saved.value === 'saving') saved.value = 'saved'
  }
  async function refused(error: ApiError, bpmn: string): Promise<void> {
    if (error.code === 'draft-changed') {
      // An answer may have been lost after the save was done: then the newest draft is this one.
      const newest = await getDraft(id)
      if (newest.bpmn === bpmn) return took(newest)
      winner.value = error.winner ?? null
      saved.value = 'lost'
    } else if (error.status === 422) {
      check.value = { problems: (error.body.problems as CheckAnswer['problems']) ?? [], warnings: [] }
      saved.value = 'away'
    } else {
      saved.value = 'away'
      later(againMs)
    }
  }

  const unsaved = (): boolean => saved.value !== 'saved'
  const warn = (event: BeforeUnloadEvent) => unsaved() && event.preventDefault()
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => {
    clearTimeout(timer)
    window.removeEventListener('beforeunload', warn)
  })
  onBeforeRouteLeave(async () => {
    await save()
    return !unsaved() || confirmLeaving()
  })

  return { draft, problem, check, saved, winner, load, changed, save, revision: () => revision }
}

function confirmLeaving(): Promise<boolean> {
  const buttons = { confirmButtonText: '离开', cancelButtonText: '继续设计', type: 'warning' } as const
  return messageBox.confirm('最后的改动还没有保存，离开会丢失。', '离开流程设计？', buttons).then(
    () => true,
    () => false,
  )
}
