import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { createRouter, route } from '../../route.ts'
import { findJob } from '../../records/clock/job.ts'
import { loadCalendar } from '../../records/clock/clock.ts'
import * as schema from './schema.ts'
import { getYear, listYears, previewYear, publishYear, saveDraft } from './service.ts'

const tags = ['工作日历']

export function createClockRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  addReading(router, deps)
  addEditing(router, deps)
  addPublishing(router, deps)
  return router
}

function addReading(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'get',
    path: '/api/calendars/current',
    summary: '已发布的工作日历，页面用它逐日列出时限',
    tags,
    roles: 'public',
    responses: { 200: schema.workingCalendar },
    handler: () => loadCalendar(deps.db),
  })
  route(router, {
    method: 'get',
    path: '/api/calendars',
    summary: '各年度工作日历及状态',
    tags,
    roles: 'staff',
    responses: { 200: schema.calendarYears },
    handler: async () => ({ items: await listYears(deps.db) }),
  })
  route(router, {
    method: 'get',
    path: '/api/calendars/:year',
    summary: '一个年度的放假与调休安排',
    tags,
    roles: 'staff',
    request: { params: schema.yearParams },
    responses: { 200: schema.calendarYear },
    handler: ({ params }) => getYear(deps.db, params.year),
  })
}

function addEditing(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'put',
    path: '/api/calendars/:year',
    summary: '保存年度工作日历草稿',
    tags,
    roles: ['administrator'],
    request: { params: schema.yearParams, body: schema.draftEdit },
    responses: { 200: schema.calendarYear },
    audit: { action: 'calendar.edit', objectType: 'calendar', objectId: ({ params }) => params.year },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        await saveDraft(trx, params.year, body, actor.name, at)
        const year = await getYear(trx, params.year)
        await audit(trx, { detail: { version: year.draft?.version, days: body.days.length } })
        return year
      }),
  })
  route(router, {
    method: 'post',
    path: '/api/calendars/:year/preview',
    summary: '试算发布草稿后哪些时限会变动（不写入）',
    tags,
    roles: ['administrator'],
    request: { params: schema.yearParams },
    responses: { 200: schema.preview },
    audit: { action: 'calendar.preview', objectType: 'calendar', objectId: ({ params }) => params.year },
    handler: async ({ params, audit }) => {
      const preview = await previewYear(deps.db, params.year)
      await audit(deps.db, { detail: { moved: preview.moved, unchanged: preview.unchanged } })
      return preview
    },
  })
}

function addPublishing(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/calendars/:year/publish',
    summary: '发布年度工作日历并重新计算全部未停止的时限',
    tags,
    roles: ['administrator'],
    request: { params: schema.yearParams, body: schema.publishRequest },
    responses: { 202: schema.job },
    audit: { action: 'calendar.publish', objectType: 'calendar', objectId: ({ params }) => params.year },
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const job = await publishYear(trx, params.year, body.expectedVersion, actor.name, at)
        await audit(trx, {
          detail: { version: body.expectedVersion, publication: job.publication, jobId: job.id },
        })
        return job
      }),
  })
  route(router, {
    method: 'get',
    path: '/api/calendars/jobs/:id',
    summary: '重新计算的进度',
    tags,
    roles: ['administrator'],
    request: { params: schema.jobParams },
    responses: { 200: schema.job },
    handler: async ({ params }) => {
      const job = await findJob(deps.db, params.id)
      if (!job) throw notFound('重新计算任务')
      return job
    },
  })
}
