import type { Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from './deps.ts'
import { createRouter, reply, route } from './route.ts'

const part = z.enum(['up', 'down'])
const healthView = z.object({ status: part, database: part, temporal: part }).meta({ id: 'Health' })
const PATIENCE_MS = 3_000

/** For load balancers and start scripts: 200 when everything answers, 503 with the part that does not. */
export function createHealthRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  route(router, {
    method: 'get',
    path: '/api/health',
    summary: '运行状态',
    tags: ['系统'],
    roles: 'public',
    responses: { 200: healthView, 503: healthView },
    handler: async () => {
      const [database, temporal] = await Promise.all([
        answers(deps, 'database', () => deps.db.raw('SELECT 1').timeout(PATIENCE_MS)),
        answers(deps, 'temporal', () => askTemporal(deps)),
      ])
      const status = database === 'up' && temporal === 'up' ? 'up' : 'down'
      return reply(status === 'up' ? 200 : 503, { status, database, temporal } as const)
    },
  })
  return router
}

async function answers(deps: AppDeps, name: string, ask: () => PromiseLike<unknown>): Promise<'up' | 'down'> {
  try {
    await ask()
    return 'up'
  } catch (err) {
    deps.log.warn({ err }, `health: ${name} does not answer`)
    return 'down'
  }
}

/** The namespace, not only the port: a Temporal server answers before its store does. */
function askTemporal({ temporal, config, now }: AppDeps): Promise<unknown> {
  const deadline = new Date(now().getTime() + PATIENCE_MS)
  return temporal.connection.withDeadline(deadline, () =>
    temporal.workflowService.describeNamespace({ namespace: config.temporalNamespace }),
  )
}
