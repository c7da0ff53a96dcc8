import { caseInstance } from '../../../../workflows/case/domain'
import { inboxKinds, inboxLevels } from '../../../../workflows/notification/inbox'
import { parseInstanceId } from '../../../../workflows/process/domain'
import { pageOf } from '../../nouns'
import { choicesOf } from '../../components/choice'
import type { FilterField } from '../../components/list/filter'
import type { TabSource } from '../../components/list/saved'
import type { Column } from '../../components/table'
import { dateTime, shortTime } from '../../format'
import { summariseInbox, type InboxMessage, type InboxState, type ToldRow } from './api'
import { inbox } from './use-inbox'

const states: { id: InboxState; title: string }[] = [
  { id: 'unread', title: '未读' },
  { id: 'read', title: '已读' },
  { id: 'all', title: '全部' },
]
export const stateOf = (id: string | undefined): InboxState =>
  states.find((one) => one.id === id)?.id ?? 'unread'

export const inboxTabs: TabSource = {
  name: 'state',
  tabs: states,
  usual: 'unread',
  counts: async () => ({ unread: (await summariseInbox(inbox.newest)).unread }),
}
export const toldTabs: TabSource = { name: 'state', tabs: states, usual: 'all' }

export const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索消息', placeholder: '标题或内容' },
  { kind: 'select', name: 'kind', label: '类别', choices: choicesOf(inboxKinds) },
  { kind: 'select', name: 'level', label: '级别', choices: choicesOf(inboxLevels) },
  { kind: 'days', name: 'from', to: 'to', label: '日期' },
]
export const toldFilters: FilterField[] = [
  { kind: 'text', name: 'instance', label: '编号', placeholder: '完整编号', width: 280 },
]

export const columns: Column<InboxMessage>[] = [
  { key: 'level', title: '级别', width: '84px', card: 'side' },
  { key: 'title', title: '标题', width: '32%', card: 'title' },
  { key: 'text', title: '内容' },
  { key: 'kindName', title: '类别', width: '88px' },
  { key: 'at', title: '时间', width: '116px', text: (row) => shortTime(row.at) },
]

export const toldColumns: Column<ToldRow>[] = [
  { key: 'level', title: '级别', width: '84px', card: 'side' },
  { key: 'instance', title: '编号', width: '1%', card: 'title' },
  { key: 'title', title: '标题' },
  { key: 'userName', title: '告知', width: '120px' },
  { key: 'at', title: '告知时间', width: '150px', text: (row) => dateTime(row.at) },
  { key: 'readAt', title: '阅读时间', width: '150px' },
]

export const emptyWords: Record<InboxState, { why: string; what: string }> = {
  unread: {
    why: '没有未读消息。',
    what: '催办、转交、时限提醒和每日摘要会送到这里，右上角的铃铛显示未读条数。',
  },
  read: { why: '还没有读过的消息。', what: '打开或标为已读的消息会移到这里，便于回查。' },
  all: { why: '还没有消息。', what: '催办、转交、时限提醒和每日摘要会送到这里。' },
}

/** A number alone means a case; another record is named with its noun. */
export const instanceOf = (text: string): string =>
  text === '' || text.includes(':') ? text : caseInstance(text)
export const numberOf = (instance: string): string => parseInstanceId(instance).number

/** The page a message leads to. */
export function linkOf({ instance, link }: { instance: string | null; link?: string | null }): string | null {
  if (link) return link
  if (!instance) return null
  const { noun, number } = parseInstanceId(instance)
  return pageOf(noun, number) ?? null
}
