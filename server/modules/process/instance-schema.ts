/** Shapes of `/api/instances/…`: one instance of any noun. */
import { z } from 'zod'
import { nounWords } from '../../../workflows/nouns.ts'
import { limits } from '../../../workflows/case/domain.ts'
import { notificationChannels, notificationStatuses } from '../../../workflows/notification/domain.ts'
import type { NotificationChannel, NotificationStatus } from '../../../workflows/notification/domain.ts'
import { clockView } from './clock-view.ts'
import { drawing } from './schema.ts'

const text = z.string()
const maybe = z.string().nullable()

const nounKeys = nounWords.map(({ key }) => key).join('|')
export const instanceId = z
  .string()
  .max(80)
  .regex(new RegExp(`^(${nounKeys}):[^\\s,]{1,60}$`), '未知的业务编号')
  .meta({ description: '<业务>:<编号>', example: `${nounWords[0]?.key}:110108-1` })
export const instanceParams = z.object({ id: instanceId })

export const idempotencyKey = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[A-Za-z0-9._:-]+$/)
export const keyHeader = z.object({ 'idempotency-key': idempotencyKey })

const actId = z.string().min(1).max(60)
export const actRequest = z
  .object({
    outcome: actId.optional().meta({ description: '任务的办理结果' }),
    message: actId.optional().meta({ description: '流程等待的消息' }),
    task: z.string().max(160).optional().meta({ description: '页面上的任务；已被办理时答复 409' }),
    reason: z.string().trim().max(limits.reason).optional(),
    data: z.record(z.string(), z.unknown()).default({}).meta({ description: '按表单' }),
    files: z.array(z.uuid()).max(20).optional(),
  })
  .strict()
  .refine(({ outcome, message }) => (outcome === undefined) !== (message === undefined), {
    message: '请指明办理结果或消息之一',
    path: ['outcome'],
  })
export const actAnswer = z.object({ revision: z.number(), status: text, statusName: text })
export const savingAnswer = z.object({ saving: z.literal(true) })

const offeredAct = z.object({
  id: text,
  name: text,
  task: text.meta({ description: '任务编号，或 message:<消息>' }),
  message: z.boolean(),
  form: maybe,
  reason: z.enum(['required', 'optional']).optional(),
  final: z.boolean().optional(),
  hint: text,
  primary: z.boolean().meta({ description: '首选操作：整页至多一项，且现在可以办理' }),
  disabledReason: text.optional().meta({ description: '现在不能办理的原因' }),
})

const openTask = z.object({
  key: text,
  element: text,
  name: text,
  /** Of a multi-instance: what this one is about. */
  item: z.unknown(),
  claimedBy: maybe,
  claimedName: maybe,
  openedAt: text,
  openForMe: z.boolean(),
})

const opinion = z.object({
  task: text,
  element: text,
  act: text,
  actName: text,
  actorName: text,
  at: text,
  reason: maybe,
  item: z.unknown(),
})

export const instanceView = z
  .object({
    id: text,
    noun: text,
    nounName: text,
    number: text,
    kind: text,
    kindName: text,
    title: text,
    whoMasked: text,
    status: text,
    statusName: text,
    tone: z.enum(['info', 'warning', 'success', 'danger', 'neutral']),
    open: z.boolean(),
    startedAt: text,
    endedAt: maybe,
    revision: z.number(),
    timeNow: text,
    clocks: z.array(clockView),
    tasks: z.array(openTask),
    acts: z.array(offeredAct),
    panels: z
      .array(z.object({ element: text, name: text, opinions: z.array(opinion), open: z.int() }))
      .meta({ description: '多人各自办理的环节，意见并列' }),
    saving: z.boolean(),
    incidents: z.array(z.object({ element: text, code: text, message: text, at: text })),
  })
  .meta({ id: 'Instance' })

export const timelineView = z.object({
  rows: z.array(
    z.object({
      id: text,
      at: text,
      stage: text,
      act: text,
      actName: text,
      actor: text,
      opinion: maybe,
      statusAfter: maybe,
      papers: z.array(z.object({ id: text, title: text, number: maybe })),
      files: z.array(z.object({ id: text, name: text })).meta({ description: '随该操作提交的附件' }),
      recordedAt: text,
      effective: maybe.meta({ description: '效力自此起算，记录在后时才有' }),
      kind: z.enum(['act', 'timer', 'system']),
    }),
  ),
})

export const diagramView = z.object({
  bpmn: drawing,
  elements: z.record(text, z.object({ active: z.number(), done: z.number(), cancelled: z.number() })),
  flows: z.array(text),
  tasks: z.array(z.object({ element: text, key: text, claimedName: maybe, openedAt: text })),
  timers: z.array(
    z.object({
      element: text,
      clock: maybe,
      mode: z.enum(['advise', 'enforce']).nullable(),
      dueAt: maybe,
      status: z.enum(['armed', 'idle', 'fired', 'cancelled']),
    }),
  ),
  clocks: z.array(clockView),
  traces: z.array(
    z.object({
      element: text,
      at: text,
      what: z.enum(['entered', 'completed', 'cancelled']),
      actor: text.optional(),
    }),
  ),
})

export const noteView = z.object({ id: text, text: text, byName: text, at: text })
export const noteBody = z.object({ text: z.string().trim().min(1, '请填写备注').max(limits.note) }).strict()
export const messageView = z.object({
  id: text,
  channel: z.enum(Object.keys(notificationChannels) as [NotificationChannel, ...NotificationChannel[]]),
  template: text,
  text: text,
  status: z.enum(Object.keys(notificationStatuses) as [NotificationStatus, ...NotificationStatus[]]),
  sentAt: maybe,
})
export const fileView = z.object({ id: text, name: text, size: z.number(), mediaType: text, at: text })
