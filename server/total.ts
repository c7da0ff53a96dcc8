/** How many rows a list has: asked for by a request of its own, so that no page waits for a number nobody reads. */
import type { Router } from 'express'
import { z } from 'zod'
import type { Role, Actor } from '../workflows/identity/domain.ts'
import type { Instant } from '../workflows/clock/domain.ts'
import type { AppDeps } from './deps.ts'
import { route } from './route.ts'

/** A list is counted this far; beyond it the number would only cost. */
export const mostTotal = 1000

const totalView = z
  .object({
    total: z.int().max(mostTotal),
    more: z.boolean().meta({ description: `还有更多，只数到 ${mostTotal}` }),
  })
  .meta({ id: 'Total' })

export interface TotalSpec<Q extends z.ZodObject> {
  path: string
  /** What the rows are, e.g. 办件. */
  name: string
  tags: readonly string[]
  roles: readonly Role[] | 'staff'
  /** The list's filters, without paging and sort. */
  filter: Q
  /** Counts the list's own rows within the reader's scope, no further than `most`. */
  count: (
    deps: AppDeps,
    actor: Actor,
    asked: { filter: z.output<Q>; at: Instant; most: number },
  ) => Promise<number>
}

/** @example totalRoute(router, deps, { path: '/api/users/total', name: '用户', filter: userFilter, count, … }) */
export function totalRoute<Q extends z.ZodObject>(
  router: Router,
  deps: AppDeps,
  { path, name, tags, roles, filter: query, count }: TotalSpec<Q>,
): void {
  route(router, {
    method: 'get',
    path,
    summary: `${name}的总数，最多数到 ${mostTotal}`,
    tags,
    roles,
    request: { query },
    responses: { 200: totalView },
    handler: async (ctx) => {
      const filter = ctx.query as unknown as z.output<Q>
      const found = await count(deps, ctx.actor, { filter, at: ctx.at, most: mostTotal + 1 })
      return { total: Math.min(found, mostTotal), more: found > mostTotal }
    },
  })
}
