import type { Router } from 'express'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import { homeView } from './schema.ts'
import { homeOf } from './service.ts'

/** 首页: what somebody needs to know in the morning, in one request. */
export function createHomeRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/home',
    summary: '首页：待办、近期到期、有更新、本周办理，以及各角色的数字',
    tags: ['首页'],
    roles: 'staff',
    responses: { 200: homeView },
    handler: ({ actor, at }) => homeOf(deps.db, actor, at),
  })
  return router
}
