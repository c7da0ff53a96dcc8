import { z } from 'zod'
import { isDay } from '../../../workflows/clock/day.ts'
import { nounWords } from '../../../workflows/nouns.ts'
import { any, cursorOf, onlyOf } from '../../paging.ts'

/** Rows of a page; a page of the web is 50. */
export const mostRows = 200
/** Tasks of one bulk act. */
export const mostTasks = 100

const statusIds = [...new Set(nounWords.flatMap(({ statuses }) => Object.keys(statuses)))]
const nounIds = nounWords.map(({ key }) => key)
export const lights = ['green', 'yellow', 'red', 'paused'] as const

const day = z.string().refine(isDay, '日期应为 YYYY-MM-DD').meta({ format: 'date', example: '2026-03-18' })

const filterFields = {
  q: any(z.string().trim().max(60)),
  item: any(z.string().trim().max(40)),
  noun: any(z.enum(nounIds)),
  step: any(z.string().trim().max(60)).meta({ description: '环节的编号，见 /api/tasks/steps' }),
  status: any(z.enum(statusIds)),
  light: any(z.enum(lights)),
}
const limit = z.coerce.number().int().min(1).max(mostRows).default(50)
export const box = z.enum(['mine', 'group', 'waiting', 'done'])

export const taskQuery = z.object({
  box: box.default('mine'),
  ...filterFields,
  sort: z
    .enum(['due', 'opened'])
    .default('due')
    .meta({ description: 'due：最先到期的在前；opened：先到的在前' }),
  cursor: cursorOf(z.iso.datetime().nullable(), z.string().max(80), z.string().max(160)).optional(),
  limit,
})
/** A task by its instance and key. */
export const taskFilter = taskQuery
  .omit({ cursor: true, limit: true })
  .extend({ only: onlyOf(z.string().max(241)) })
export const caseFilter = z.object({
  ...filterFields,
  from: any(day),
  to: any(day),
  handler: any(z.string().regex(/^\d{1,15}$/)).meta({ description: '经办人的用户编号' }),
  bureau: any(z.string().trim().max(30)).meta({ description: '审批部门的编码' }),
  only: onlyOf(z.string().max(50)),
})
export const caseQuery = caseFilter.extend({
  cursor: cursorOf(z.iso.datetime(), z.string().max(50)).optional(),
  limit,
})
export const stepList = z.object({ rows: z.array(z.object({ id: z.string(), name: z.string() })) })
export const searchQuery = z.object({ q: z.string().trim().min(2).max(60) })

const clockChip = z.object({
  kind: z.string(),
  kindName: z.string(),
  light: z.enum(lights),
  provisional: z.boolean(),
  remaining: z.int().meta({ description: '剩余天数，超期为负' }),
  unit: z.enum(['working-day', 'calendar-day']),
  dueDay: z.string().nullable(),
  text: z.string().meta({ example: '剩 3 个工作日' }),
})

export const taskRow = z
  .object({
    instance: z.string(),
    key: z.string(),
    element: z.string(),
    noun: z.string(),
    nounName: z.string(),
    number: z.string(),
    stepName: z.string(),
    title: z.string(),
    whoMasked: z.string(),
    statusName: z.string(),
    tone: z.enum(['info', 'warning', 'success', 'danger', 'neutral']),
    openedAt: z.string(),
    dueDay: z.string().nullable(),
    clock: clockChip.nullable(),
    claimedBy: z.int().nullable(),
    claimedName: z.string().nullable(),
    changed: z.boolean().meta({ description: '自本人上次查看后有变动' }),
    mine: z.boolean(),
  })
  .meta({ id: 'TaskRow' })
export const taskPage = z.object({ rows: z.array(taskRow), next: z.string().nullable() })

export const caseRow = z
  .object({
    caseNo: z.string(),
    itemName: z.string(),
    applicantMasked: z.string(),
    status: z.string(),
    statusName: z.string(),
    stepName: z.string().nullable(),
    handlerName: z.string(),
    centreName: z.string(),
    bureauName: z.string(),
    applyAt: z.string(),
    endedAt: z.string().nullable(),
    dueDay: z.string().nullable(),
    clock: clockChip.nullable(),
  })
  .meta({ id: 'CaseListRow' })
export const casePage = z.object({ rows: z.array(caseRow), next: z.string().nullable() })
export const hitList = z.object({
  rows: z.array(
    z.object({
      caseNo: z.string(),
      itemName: z.string(),
      applicantMasked: z.string(),
      statusName: z.string(),
    }),
  ),
})

const count = z.int().meta({ description: '最多数到 100' })
export const countsView = z.object({
  mine: count,
  group: count,
  waiting: count,
  filters: z.record(z.string(), count),
})

export const taskParams = z.object({ instance: z.string().min(1).max(80), key: z.string().min(1).max(160) })
export const taskList = z.object({ tasks: z.array(taskParams).min(1).max(mostTasks) })
export const handOverRequest = z.object({
  toUserId: z.int().positive(),
  note: z.string().trim().max(200).optional().meta({ description: '附言：接办人在站内消息和办件过程里看到' }),
})
export type HandOver = z.output<typeof handOverRequest>
const winner = z.object({ name: z.string(), act: z.string().optional(), at: z.string().optional() })
export const taskResults = z.object({
  results: z.array(
    z.object({
      instance: z.string(),
      key: z.string(),
      ok: z.boolean(),
      code: z.string().optional(),
      title: z.string().optional(),
      winner: winner.optional(),
    }),
  ),
})
export const holding = z.object({
  instance: z.string(),
  key: z.string(),
  stepName: z.string(),
  claimedBy: z.int().nullable(),
  claimedName: z.string().nullable(),
})
export const personList = z.object({ rows: z.array(z.object({ id: z.int(), name: z.string() })) })

/** Kept as the page gives it: a list reads again what becomes its query, as `savedTaskFilter` does for the worklist. */
const savedFilterBody = z.record(z.string().max(40), z.string().max(200))
export const savedTaskFilter = z.object({ ...filterFields, box: box.optional() }).strict()
/** The list's id on the web. */
const list = z.string().regex(/^[a-z][a-z-]{0,39}$/)
export const filtersQuery = z.object({ list })
export const newFilter = z
  .object({ list, name: z.string().trim().min(1).max(60), filter: savedFilterBody })
  .strict()
export const filterParams = z.object({ id: z.string().min(1).max(60) })
export const filterView = z.object({
  id: z.string(),
  name: z.string(),
  filter: z.record(z.string(), z.string()),
})
export const filterList = z.object({ rows: z.array(filterView) })

export type TaskQuery = z.output<typeof taskQuery>
export type TaskFilter = z.output<typeof taskFilter>
export type CaseQuery = z.output<typeof caseQuery>
export type CaseFilter = z.output<typeof caseFilter>
export type Filter = Pick<TaskQuery, 'q' | 'noun' | 'item' | 'step' | 'status' | 'light'>
export type Box = z.output<typeof box>
export type ClockChip = z.output<typeof clockChip>
export type TaskRef = z.output<typeof taskParams>
export type TaskResult = z.output<typeof taskResults>['results'][number]
