import { z } from 'zod'
import { isDay } from '../../../workflows/clock/day.ts'
import { inboxKinds, inboxLevels } from '../../../workflows/notification/inbox.ts'
import type { InboxKind, InboxLevel } from '../../../workflows/notification/inbox.ts'
import { any, cursorOf, pageQuery } from '../../paging.ts'

const kind = z.enum(Object.keys(inboxKinds) as [InboxKind, ...InboxKind[]])
const level = z.enum(Object.keys(inboxLevels) as [InboxLevel, ...InboxLevel[]])
const state = z.enum(['unread', 'read', 'all']).default('all')
const day = z.string().refine(isDay, '日期应为 YYYY-MM-DD').meta({ format: 'date', example: '2026-11-24' })
const paging = { limit: pageQuery.limit, cursor: cursorOf(z.int()).optional() }

export const inboxQuery = z.object({
  state,
  q: any(z.string().trim().max(60)),
  kind: any(kind),
  level: any(level),
  from: any(day),
  to: any(day).meta({ description: '含当日' }),
  ...paging,
})

/** Popups of one answer; the page stacks three and sums up the rest. */
export const mostPopups = 3

export const summaryQuery = z.object({
  after: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0).meta({
    description: '只弹出此编号之后的消息',
  }),
})

const message = z.object({
  id: z.int(),
  kind,
  kindName: z.string(),
  level,
  levelName: z.string(),
  title: z.string(),
  text: z.string(),
  instance: z.string().nullable(),
  at: z.string(),
  readAt: z.string().nullable(),
})
export const inboxMessage = message
  .extend({ popup: z.boolean(), link: z.string().nullable() })
  .meta({ id: 'InboxMessage' })
export const inboxPage = z.object({ rows: z.array(inboxMessage), next: z.string().nullable() })

export const summaryView = z
  .object({
    unread: z.int().meta({ description: '未读条数，最多数到 100' }),
    newest: z.int().meta({ description: '最新一条的编号，下次作为 after' }),
    urgent: z.int().meta({ description: '此后要弹出的条数' }),
    popups: z.array(inboxMessage).max(mostPopups),
  })
  .meta({ id: 'InboxSummary' })

const id = z.int().positive()
export const readBody = z.union([
  z.object({ ids: z.array(id).min(1).max(200) }).strict(),
  z.object({ upTo: id.meta({ description: '此编号及更早的全部标为已读' }) }).strict(),
])
export const readAnswer = z.object({ marked: z.int() })

export const toldQuery = z.object({ instance: any(z.string().trim().max(80)), state, ...paging })
export const toldPage = z.object({
  rows: z.array(message.extend({ userId: z.int(), userName: z.string() })),
  next: z.string().nullable(),
})
