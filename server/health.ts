import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from './deps.ts'
import { createRouter, reply, route } from './route.ts'

const part = z.enum(['up', 'down'])
const healthView = z.object({ status: part, database: part, temporal: part }).meta({ id: 'Health' })
const PATIENCE_MS = 3_000

const liveView = z.object({ status: z.literal('up') }).meta({ id: 'Live' })
const readyView = z.object({ status: part, database: part }).meta({ id: 'Ready' })

/**
 * Three questions: is the process alive, can it take requests (load balancers: an engine that is away must not take every
 * server out, since acts are kept and sent later), and does everything answer (people and start scripts).
 */
export function createHealthRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const answers = createProbe(deps)
  route(router, {
    method: 'get',
    path: '/api/health/live',
    summary: '进程存活',
    tags: ['系统'],
    roles: 'public',
    responses: { 200: liveView },
    handler: async () => ({ status: 'up' as const }),
  })
  route(router, {
    method: 'get',
    path: '/api/health/ready',
    summary: '可以接受请求（负载均衡探活）',
    tags: ['系统'],
    roles: 'public',
    responses: { 200: readyView, 503: readyView },
    handler: async () => {
      const database = await answers('database', () => deps.db.raw('SELECT 1').timeout(PATIENCE_MS))
      return reply(database === 'up' ? 200 : 503, { status: database, database })
    },
  })
  route(router, {
    method: 'get',
    path: '/api/health',
    summary: '运行状态',
    tags: ['系统'],
    roles: 'public',
    responses: { 200: healthView, 503: healthView },
    handler: async () => {
      const [database, temporal] = await Promise.all([
        answers('database', () => deps.db.raw('SELECT 1').timeout(PATIENCE_MS)),
        answers('temporal', () => askTemporal(deps)),
      ])
      const status = database === 'up' && temporal === 'up' ? 'up' : 'down'
      return reply(status === 'up' ? 200 : 503, { status, database, temporal } as const)
    },
  })
  return router
}

/** Says in the log when a part goes away and when it is back, not at every probe. */
function createProbe(deps: AppDeps) {
  const away = new Set<string>()
  return async (name: string, ask: () => PromiseLike<unknown>): Promise<'up' | 'down'> => {
    try {
      await ask()
      if (away.delete(name)) deps.log.info(`health: ${name} answers again`)
      return 'up'
    } catch (err) {
      if (!away.has(name)) deps.log.warn({ err }, `health: ${name} does not answer`)
      away.add(name)
      return 'down'
    }
  }
}

/** The namespace, not only the port: a Temporal server answers before its store does. */
function askTemporal({ temporal, config, now }: AppDeps): Promise<unknown> {
  const deadline = new Date(now().getTime() + PATIENCE_MS)
  return temporal.connection.withDeadline(deadline, () =>
    temporal.workflowService.describeNamespace({ namespace: config.temporalNamespace }),
  )
}
