import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Router } from 'express'
import { dayOf } from '../../../workflows/clock/day.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { listUserTasks } from '../../records/process/definition.ts'
import { toCsv } from './export.ts'
import * as schema from './schema.ts'
import { allCases, countBoxes, findHits, pageOfCases, pageOfTasks } from './service.ts'

const tags = ['工作台']

/** What there is to do, what there is, and finding it. All of it within the reader's scope. */
export function createWorklistRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  addTaskLists(router, deps)
  addCaseLists(router, deps)
  addExport(router, deps)
  return router
}

function addTaskLists(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/tasks',
    summary: '工作台：我的、我的组、已办',
    tags,
    roles: 'staff',
    request: { query: schema.taskQuery },
    responses: { 200: schema.taskPage },
    handler: ({ query, actor, at }) => pageOfTasks(deps, actor, query, at),
  })
  route(router, {
    method: 'get',
    path: '/api/tasks/counts',
    summary: '各分组和已存筛选的件数，最多数到 100',
    tags,
    roles: 'staff',
    responses: { 200: schema.countsView },
    handler: ({ actor, at }) => countBoxes(deps, actor, at),
  })
  route(router, {
    method: 'get',
    path: '/api/tasks/steps',
    summary: '可供筛选的环节',
    tags,
    roles: 'staff',
    responses: { 200: schema.stepList },
    handler: () => stepsOf(deps),
  })
}

/** Steps to filter by: the user tasks of the published processes. */
async function stepsOf({ db }: AppDeps) {
  const steps = new Map<string, string>()
  for (const { id, name } of await listUserTasks(db)) steps.set(shortId(id), name ?? shortId(id))
  return { rows: [...steps].map(([id, name]) => ({ id, name })) }
}

function addCaseLists(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/search',
    summary: '按办件编号、姓名（完整）、证件号码、手机号或尾号、事项查找办件',
    tags,
    roles: 'staff',
    request: { query: schema.searchQuery },
    responses: { 200: schema.hitList },
    handler: async ({ query, actor }) => ({ rows: await findHits(deps, actor, query.q) }),
  })
  route(router, {
    method: 'get',
    path: '/api/cases',
    summary: '全部办件，新收的在前',
    tags,
    roles: 'staff',
    request: { query: schema.caseQuery },
    responses: { 200: schema.casePage },
    handler: ({ query, actor, at }) => pageOfCases(deps, actor, query, at),
  })
}

function addExport(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/cases/export',
    summary: '导出办件列表（CSV，申请人信息脱敏）',
    tags,
    roles: ['clerk', 'reviewer', 'head', 'operator', 'bureau-staff'],
    request: { query: schema.caseFilter },
    responses: { 200: { description: 'CSV', type: 'text/csv' } },
    audit: { action: 'case.export', objectType: 'case-list' },
    handler: async ({ query, actor, at, audit, res }) => {
      // The search word may be a person's name: the audit keeps that there was one, not which.
      const { q, ...filter } = query
      await audit(deps.db, { detail: { ...filter, searched: q !== undefined } })
      res.attachment(`办件-${dayOf(at)}.csv`).type('text/csv; charset=utf-8')
      const csv = Readable.from(toCsv(allCases(deps, actor, query, at)))
      await pipeline(csv, res).catch((err: NodeJS.ErrnoException) => {
        if (err.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw err // the reader went away; nobody to tell
      })
    },
  })
}
