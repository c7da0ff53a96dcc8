import { z } from 'zod'
import { cursorOf } from '../../paging.ts'

export const definitionKey = z
  .string()
  .max(60)
  .regex(/^[A-Za-z][\w.-]*$/, '流程编号有误')
/** A drawing with its layout; the net made of it is at most 64 KB. */
const mostBpmn = 900_000

export const bpmnText = z.string().min(1).max(mostBpmn)
export const note = z.string().trim().min(1).max(500)

export const processParams = z.object({ key: definitionKey })
export const processQuery = z.object({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
})
export const checkBody = z.object({ bpmn: bpmnText }).strict()
const current = z.int().positive().nullable().meta({ description: '核对改动时的现行版本；没有则为 null' })
export const publishBody = z.object({ bpmn: bpmnText, note, current: current.optional() }).strict()

const count = z.int()
const head = {
  key: z.string(),
  name: z.string(),
  version: z.int(),
  hash: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  open: count.meta({ description: '在办件数' }),
  incidents: count.meta({ description: '未排除的异常' }),
}
export const definitionRow = z.object(head).meta({ id: 'ProcessDefinition' })
export const definitionList = z.object({ rows: z.array(definitionRow) })
/** A drawing with those it calls; keys of `calls` are the paths of the call activities. */
export const drawing = z
  .object({
    root: z.string(),
    calls: z.record(
      z.string(),
      z.object({ key: z.string(), version: z.int(), name: z.string(), bpmn: z.string() }),
    ),
  })
  .meta({ id: 'ProcessDrawing' })
export const definitionView = z.object({
  ...head,
  note: z.string().nullable(),
  bpmn: drawing,
  counts: z.record(z.string(), z.object({ active: count, incidents: count })),
  versions: z.array(
    z.object({
      version: z.int(),
      publishedAt: z.string(),
      publishedBy: z.string(),
      note: z.string().nullable(),
      open: count,
    }),
  ),
})

export const problem = z.object({
  element: z.string().nullable().meta({ description: '图中元素的编号；整个文件的问题为 null' }),
  code: z.string(),
  title: z.string(),
})
export const checkView = z.object({ problems: z.array(problem), warnings: z.array(problem) })
export const publishedView = z.object({ key: z.string(), version: z.int(), unchanged: z.boolean() })

export const incidentQuery = z.object({
  cursor: cursorOf(z.iso.datetime(), z.string().max(80), z.string().max(160)).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const incidentParams = z.object({
  instance: z.string().min(1).max(80),
  key: z.string().min(1).max(160),
})
export const incidentRow = z
  .object({
    instance: z.string(),
    key: z.string(),
    element: z.string(),
    elementName: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    at: z.string(),
    noun: z.string(),
    number: z.string(),
    mayOpen: z.boolean().meta({ description: '本人能查看其详情' }),
  })
  .meta({ id: 'Incident' })
export const incidentPage = z.object({ rows: z.array(incidentRow), next: z.string().nullable() })
export const retriedView = z.object({ instance: z.string(), key: z.string() })

export type ProblemView = z.output<typeof problem>
