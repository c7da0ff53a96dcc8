import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { conflict, notFound } from '../../errors.ts'
import { createRouter, reply, route } from '../../route.ts'
import { addFilter, listFilters, removeFilter } from '../../records/worklist/filter.ts'
import * as schema from './schema.ts'

const tags = ['工作台']
/** Tabs beyond these would not be seen any more. */
const mostFilters = 20

/** Filters kept as tabs of a list: each person's own. */
export function createFilterRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/filters',
    summary: '本人为一个列表存的筛选',
    tags,
    roles: 'staff',
    request: { query: schema.filtersQuery },
    responses: { 200: schema.filterList },
    handler: async ({ query, actor }) => ({
      rows: await listFilters(deps.db, String(actor.id), query.list),
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/filters',
    summary: '存一个筛选',
    tags,
    roles: 'staff',
    request: { body: schema.newFilter },
    responses: { 201: schema.filterView },
    audit: { action: 'filter.save', objectType: 'filter' },
    handler: ({ body, actor, audit }) =>
      deps.db.transaction(async (trx) => {
        const { list, name, filter } = body
        const fields = Object.entries(filter).filter(([, value]) => value)
        const kept = { list, name, filter: Object.fromEntries(fields) }
        const saved = await addFilter(trx, String(actor.id), kept, mostFilters)
        if (!saved) throw conflict('too-many-filters', `最多存 ${mostFilters} 个标签，请先删除不用的`)
        await audit(trx, { objectId: saved.id })
        return saved
      }),
  })
  route(router, {
    method: 'delete',
    path: '/api/filters/:id',
    summary: '删除一个筛选',
    tags,
    roles: 'staff',
    request: { params: schema.filterParams },
    responses: { 204: '已删除' },
    audit: { action: 'filter.delete', objectType: 'filter', objectId: ({ params }) => params.id },
    handler: ({ params, actor, audit }) =>
      deps.db.transaction(async (trx) => {
        if (!(await removeFilter(trx, String(actor.id), params.id))) throw notFound('标签')
        await audit(trx)
        return reply(204, undefined)
      }),
  })
  return router
}
