import type { Router } from 'express'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import { exportRoute } from '../../export.ts'
import { createRouter, route } from '../../route.ts'
import { totalRoute } from '../../total.ts'
import * as files from './export.ts'
import { listUserTasks } from '../../records/process/definition.ts'
import * as schema from './schema.ts'
import {
  allCases,
  allTasks,
  countBoxes,
  findHits,
  pageOfCases,
  pageOfTasks,
  totalOfCases,
  totalOfTasks,
} from './service.ts'

const tags = ['工作台']

/** What there is to do, what there is, and finding it. All of it within the reader's scope. */
export function createWorklistRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  addTaskLists(router, deps)
  addCaseLists(router, deps)
  addTools(router, deps)
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

/** Totals and files of both lists. */
function addTools(router: Router, deps: AppDeps): void {
  const tasks = { name: '待办', tags, roles: 'staff', filter: schema.taskFilter } as const
  totalRoute(router, deps, { ...tasks, path: '/api/tasks/total', count: totalOfTasks })
  exportRoute(router, deps, {
    ...tasks,
    path: '/api/tasks/export',
    audit: { action: 'task.export', objectType: 'task-list' },
    columns: files.taskColumns,
    pages: allTasks,
    words: files.taskFilterWords,
    auditOf: files.taskFilterAudit,
  })
  totalRoute(router, deps, {
    path: '/api/cases/total',
    name: '办件',
    tags,
    roles: 'staff',
    filter: schema.caseFilter,
    count: totalOfCases,
  })
  exportRoute(router, deps, {
    path: '/api/cases/export',
    name: '办件',
    tags,
    roles: ['clerk', 'reviewer', 'head', 'operator', 'manager', 'bureau-staff'],
    filter: schema.caseFilter,
    audit: { action: 'case.export', objectType: 'case-list' },
    columns: files.caseColumns,
    pages: allCases,
    words: files.caseFilterWords,
    auditOf: files.caseFilterAudit,
  })
}
