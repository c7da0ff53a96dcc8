import { onBeforeUnmount } from 'vue'
import { useLeaveGuard } from '../../../components/use-leave-guard'
import { getDraft, saveDraft } from '../api'
import { keepDrawing } from './keep-drawing'

/** The draft of a page: kept on the server while it is drawn, and asked for before the page is left without it. */
export function useDrawing(id: string, toXml: () => Promise<string>) {
  const { stop, ...kept } = keepDrawing(
    { get: () => getDraft(id), save: (body) => saveDraft(id, body) },
    toXml,
  )
  onBeforeUnmount(stop)
  useLeaveGuard({
    dirty: () => kept.saved.value !== 'saved',
    before: () => kept.save().catch(() => undefined),
    title: '离开流程设计？',
    text: () => '最后的改动还没有保存，离开会丢失。',
    leave: '离开',
    stay: '继续设计',
  })
  return kept
}
