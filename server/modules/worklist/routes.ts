import type { Router } from 'express'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { createRouter, route } from '../../route.ts'
import { caseColumns, caseFilterAudit, caseFilterWords } from './export.ts'
import { listUserTasks } from '../../records/process/definition.ts'
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
    summary: '按单位或事项名称中相邻的两个字、个人姓名的全名或开头、编号尾部、证件号码、手机号或尾号查找办件',
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
  exportRoute(router, deps, {
    path: '/api/cases/export',
    name: '办件',
    tags,
    roles: ['clerk', 'reviewer', 'head', 'operator', 'manager', 'bureau-staff'],
    filter: schema.caseFilter,
    audit: { action: 'case.export', objectType: 'case-list' },
    columns: caseColumns,
    pages: allCases,
    words: caseFilterWords,
    auditOf: caseFilterAudit,
  })
}
