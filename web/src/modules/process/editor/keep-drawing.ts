import { ref, shallowRef } from 'vue'
import { ApiError } from '../../../api/http'
import type { Winner } from '../../../api/http'
import type { CheckAnswer, DraftView } from '../model'

/** A pause in drawing after which it is saved and checked. */
const quietMs = 900
const againMs = 5000

/** `lost`: somebody else saved this draft in the meantime; nothing of it is overwritten. */
export type Saved = 'saved' | 'dirty' | 'saving' | 'away' | 'lost'

export interface DraftStore {
  get(): Promise<DraftView>
  save(body: { bpmn: string; revision: number }): Promise<CheckAnswer & { revision: number }>
}

/**
 * Keeps a drawing in the store while it is drawn; each save answers with what publishing would refuse.
 * @param toXml the drawing as it stands
 */
export function keepDrawing(store: DraftStore, toXml: () => Promise<string>) {
  const draft = shallowRef<DraftView | null>(null)
  const problem = shallowRef<ApiError | null>(null)
  const check = shallowRef<CheckAnswer>({ problems: [], warnings: [] })
  const saved = ref<Saved>('saved')
  const winner = shallowRef<Winner | null>(null)
  let revision = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()

  async function load(): Promise<void> {
    try {
      const loaded = await store.get()
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
    stop()
    timer = setTimeout(() => void save(), ms)
  }
  const stop = (): void => clearTimeout(timer)

  /** One save after the other: each stands on the revision the last one made, and a failed one holds up none. */
  function save(): Promise<void> {
    stop()
    running = running
      .catch(() => undefined)
      .then(async () => {
        if (saved.value === 'dirty' || saved.value === 'away') await send()
      })
    return running
  }

  async function send(): Promise<void> {
    saved.value = 'saving'
    try {
      const bpmn = await toXml()
      await store.save({ bpmn, revision }).then(took, (error: unknown) => refused(error, bpmn))
    } catch (error) {
      saved.value = 'away'
      if (!(error instanceof ApiError)) throw error
      later(againMs)
    }
  }
  function took(answer: CheckAnswer & { revision: number }): void {
    ;({ revision } = answer)
    check.value = answer
    // Drawn on while it was sent: that is still to be saved.
    if (saved.value === 'saving') saved.value = 'saved'
  }
  async function refused(error: unknown, bpmn: string): Promise<void> {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 'draft-changed') {
      // An answer may have been lost after the save was done: then the newest draft is this one.
      const newest = await store.get()
      if (newest.bpmn === bpmn) return took(newest)
      winner.value = error.winner ?? null
      saved.value = 'lost'
    } else if (error.status === 422) {
      check.value = { problems: (error.body.problems as CheckAnswer['problems']) ?? [], warnings: [] }
      saved.value = 'away'
    } else throw error
  }

  return { draft, problem, check, saved, winner, load, changed, save, stop, revision: () => revision }
}
