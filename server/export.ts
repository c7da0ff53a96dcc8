/**
 * A list as a file: the list's own query within the reader's scope, masked as the list masks it, written while it is
 * read, so that memory stays flat at any length.
 */
import type { Response, Router } from 'express'
import { z } from 'zod'
import type { Actor, Role } from '../workflows/identity/domain.ts'
import type { Instant } from '../workflows/clock/domain.ts'
import { dayOf, timeText } from '../workflows/clock/day.ts'
import type { AppDeps } from './deps.ts'
import { sendCsv } from './export-csv.ts'
import type { ExportColumn, ExportedList, Note } from './export-list.ts'
import { sendXlsx } from './export-xlsx.ts'
import { route } from './route.ts'
import type { RouteContext } from './route.ts'

export interface ExportSpec<Q extends z.ZodObject, Row> {
  path: string
  /** What the rows are, e.g. 办件. */
  name: string
  tags: readonly string[]
  roles: readonly Role[] | 'staff'
  /** The list's filters, without paging and sort. */
  filter: Q
  /** `<object>.export`, and which list. */
  audit: { action: string; objectType: string }
  columns: ExportColumn<Row>[]
  pages: (deps: AppDeps, actor: Actor, filter: z.output<Q>, at: Instant) => AsyncIterable<Row[]>
  /** The filters in words. A word somebody searched for may be a person's whole name: say that there was one, not which. */
  words: (filter: z.output<Q>) => Note[]
  /** The filters as the audit keeps them; the same caution. */
  auditOf: (filter: z.output<Q>) => Record<string, unknown>
}

const format = z.enum(['xlsx', 'csv']).default('xlsx').meta({ description: '文件格式' })
type Asked<Q extends z.ZodObject> = z.output<Q> & { format: 'xlsx' | 'csv' }
const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/**
 * Declares the export of a list. The audit row is written before the first byte: who began to read a list has read it.
 *
 * @example exportRoute(router, deps, { path: '/api/cases/export', name: '办件', filter: caseFilter, columns, pages: allCases, … })
 */
export function exportRoute<Q extends z.ZodObject, Row>(
  router: Router,
  deps: AppDeps,
  spec: ExportSpec<Q, Row>,
): void {
  const query = spec.filter.extend({ format })
  route(router, {
    method: 'get',
    path: spec.path,
    summary: `导出${spec.name}（Excel 或 CSV，内容与列表相同）`,
    tags: spec.tags,
    roles: spec.roles,
    request: { query },
    responses: { 200: { description: 'Excel 或 CSV', type: types.xlsx } },
    audit: spec.audit,
    handler: async (ctx) => {
      const asked = ctx.query as unknown as Asked<Q>
      const own = { ...deps, db: deps.pools.exports }
      await ctx.audit(own.db, { detail: { ...spec.auditOf(asked), format: asked.format } })
      await sendList({ res: ctx.res, actor: ctx.actor, at: ctx.at, deps: own }, spec, asked)
    },
  })
}

async function sendList<Q extends z.ZodObject, Row>(
  { res, actor, at, deps }: Pick<RouteContext<object>, 'res' | 'actor' | 'at' | 'deps'>,
  spec: ExportSpec<Q, Row>,
  asked: Asked<Q>,
): Promise<void> {
  const { columns, name } = spec
  const list: ExportedList<Row> = {
    columns,
    name,
    pages: spec.pages(deps, actor, asked, at),
    notes: [
      ['导出人', `${actor.name}（${actor.username}）`],
      ['导出时间', timeText(at)],
      ...spec.words(asked),
    ],
  }
  res.attachment(`${name}-${dayOf(at)}.${asked.format}`).type(types[asked.format])
  await readersMayLeave((asked.format === 'csv' ? sendCsv : sendXlsx)(list, res), res)
}

/** The reader went away in the middle; nobody to tell. */
async function readersMayLeave(sending: Promise<void>, res: Response): Promise<void> {
  await sending.catch((err: NodeJS.ErrnoException) => {
    if (err.code !== 'ERR_STREAM_PREMATURE_CLOSE' || res.writableFinished) throw err
  })
}
