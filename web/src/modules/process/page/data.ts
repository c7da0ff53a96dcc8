/** Words and lists every process page has. */
import { clockNames, wordsOfInstance } from '../../../../../workflows/nouns'
import type { NotificationStatus } from '../../../../../workflows/notification/domain'

export const tabs = {
  progress: '进度',
  diagram: '流程图',
  ledger: '时限台账',
  papers: '文书',
  messages: '短信',
  audit: '操作记录',
} as const
export type PageTabId = keyof typeof tabs
const given: readonly PageTabId[] = ['papers', 'messages']

/** The tabs of an instance: papers and messages only where its noun gives any. */
export function tabsOf(instance: string): PageTabId[] {
  const gives: readonly PageTabId[] = wordsOfInstance(instance)?.gives ?? []
  return (Object.keys(tabs) as PageTabId[]).filter((id) => !given.includes(id) || gives.includes(id))
}

/** Of a step several people do: what tells this one apart. */
export function itemText(item: unknown): string {
  if (typeof item === 'string' || typeof item === 'number') return String(item)
  const named = item as { name?: unknown } | null | undefined
  return typeof named?.name === 'string' ? named.name : ''
}

const kindOrder = Object.keys(clockNames)
/** Clocks in the order of the acts they belong to, the statutory before the promised. */
export function inOrder<T extends { kind: string; n: number }>(clocks: readonly T[]): T[] {
  return [...clocks].sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || a.n - b.n)
}

export const messageTones: Record<NotificationStatus, 'info' | 'success' | 'danger'> = {
  pending: 'info',
  sent: 'success',
  failed: 'danger',
}
