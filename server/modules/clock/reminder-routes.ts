import type { Router } from 'express'
import { z } from 'zod'
import { clockKinds } from '../../../workflows/clock/domain.ts'
import type { ClockKind } from '../../../workflows/clock/domain.ts'
import { rungFaults, rungLimits } from '../../../workflows/clock/rungs.ts'
import type { AppDeps } from '../../deps.ts'
import { conflict, invalid, notFound } from '../../errors.ts'
import { createRouter, route } from '../../route.ts'
import { findItem } from '../../records/item/item.ts'
import { deleteReminder, listReminders, saveReminder } from '../../records/clock/reminder.ts'
import type { ReminderKey, ReminderSetting } from '../../records/clock/reminder.ts'

/** In addresses: the setting for all items. */
const allItems = 'all'

const rung = z.object({
  level: z.enum(['yellow', 'red']),
  remaining: z
    .int()
    .min(rungLimits.latest)
    .max(rungLimits.earliest)
    .meta({ description: '剩余天数（按该时限的单位）；0：期限届满时，负数：超期后' }),
})
const setting = z
  .object({
    kind: z.enum(Object.keys(clockKinds) as [ClockKind, ...ClockKind[]]),
    itemCode: z.string().nullable(),
    itemName: z.string().nullable(),
    rungs: z.array(rung),
    version: z.int(),
    changedAt: z.string(),
    changedBy: z.string(),
  })
  .meta({ id: 'ReminderSetting' })
const params = z.object({
  kind: setting.shape.kind,
  item: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .meta({ description: `事项编码；${allItems}：全部事项` }),
})
const body = z.object({
  rungs: z
    .array(rung)
    .max(rungLimits.most)
    .superRefine((rungs, ctx) =>
      rungFaults(rungs).forEach((message) => ctx.addIssue({ code: 'custom', message })),
    ),
  expectedVersion: z.int().min(1).nullable().meta({ description: '看到的版本；还没有设置时为 null' }),
})
const tags = ['时限提醒']
const audited = {
  objectType: 'reminder-setting',
  objectId: ({ params }: { params: { kind: string; item: string } }) => `${params.kind}/${params.item}`,
}

/** Yellow and red lights: after how many days, by kind of clock and for single items. */
export function createReminderRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/reminder-settings',
    summary: '时限提醒设置；没有列出的按默认',
    tags,
    roles: 'staff',
    responses: { 200: z.object({ items: z.array(setting) }) },
    handler: async () => ({ items: await listReminders(deps.db) }),
  })
  route(router, {
    method: 'put',
    path: '/api/reminder-settings/:kind/:item',
    summary: '设置何时亮黄灯、红灯；用于此后开始的时限',
    tags,
    roles: ['administrator'],
    request: { params, body },
    responses: { 200: setting },
    audit: { action: 'reminder.change', ...audited },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const key = keyOf(params)
        if (key.itemCode !== null && !(await findItem(trx, key.itemCode)))
          throw invalid([{ path: 'params.item', message: '没有这个已发布的事项' }])
        const [before] = await listReminders(trx, key)
        const { rungs, expectedVersion: expected } = body
        if (!(await saveReminder(trx, { ...key, rungs, expected, by: actor.name }, at)))
          throw conflict('reminder-changed', '提醒设置已被他人修改，请刷新后再试', {
            extra: { version: before?.version ?? null, changedBy: before?.changedBy },
          })
        const [after] = await listReminders(trx, key)
        await audit(trx, { detail: { before: wordsOf(before), after: wordsOf(after) } })
        return after!
      }),
  })
  route(router, {
    method: 'delete',
    path: '/api/reminder-settings/:kind/:item',
    summary: '恢复默认：单个事项恢复该时限的设置，全部事项恢复系统默认',
    tags,
    roles: ['administrator'],
    request: { params },
    responses: { 204: '已恢复默认' },
    audit: { action: 'reminder.reset', ...audited },
    handler: ({ params, audit }) =>
      deps.db.transaction(async (trx) => {
        const key = keyOf(params)
        const [before] = await listReminders(trx, key)
        if (!(await deleteReminder(trx, key))) throw notFound('提醒设置')
        await audit(trx, { detail: { before: wordsOf(before) } })
      }),
  })
  return router
}

/** For the audit: `黄灯 5`, `红灯 0`. */
function wordsOf(setting: ReminderSetting | undefined): string[] | undefined {
  return setting?.rungs.map(({ level, remaining }) => `${level === 'yellow' ? '黄灯' : '红灯'} ${remaining}`)
}

function keyOf({ kind, item }: z.infer<typeof params>): ReminderKey {
  return { kind, itemCode: item === allItems ? null : item }
}
