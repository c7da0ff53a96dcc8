import { parseInstanceId } from '../../../../workflows/process/domain'
import { pageOf } from '../../nouns'
import type { Column } from '../../components/table'
import { dateTime, shortTime } from '../../format'
import type { InboxMessage, InboxState, ToldRow } from './api'

export const states: { id: InboxState; title: string }[] = [
  { id: 'unread', title: '未读' },
  { id: 'read', title: '已读' },
  { id: 'all', title: '全部' },
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

export const numberOf = (instance: string): string => parseInstanceId(instance).number

/** The page a message leads to. */
export function linkOf({ instance, link }: { instance: string | null; link?: string | null }): string | null {
  if (link) return link
  if (!instance) return null
  const { noun, number } = parseInstanceId(instance)
  return pageOf(noun, number) ?? null
}
