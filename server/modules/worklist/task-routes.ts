import type { Router } from 'express'
import type { z } from 'zod'
import type { Db } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { createRouter, route } from '../../route.ts'
import type { RouteContext } from '../../route.ts'
import * as schema from './schema.ts'
import type { TaskRef } from './schema.ts'
import {
  candidatesOf,
  objectOf,
  claimTask,
  forEach,
  handOverTask,
  releaseTask,
  remindHolder,
} from './task-service.ts'

const tags = ['工作台']
const roles = ['clerk', 'reviewer', 'head', 'operator', 'bureau-staff'] as const
const one = { params: schema.taskParams }
const many = { body: schema.taskList }

/** Claim, release, hand over, remind: PostgreSQL only, no word to the engine. */
export function createTaskRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  addHolding(router, deps)
  addHandOver(router, deps)
  addBulk(router, deps)
  return router
}

/** The audit row stands with the instance, where its reader looks for it. */
const auditOf = (action: string) => ({
  action,
  objectType: ({ params }: Params) => objectOf(params).objectType,
  objectId: ({ params }: Params) => objectOf(params).objectId,
})
interface Params {
  params: z.output<typeof schema.taskParams>
}

/** Managers hold tasks where the drawing names them. */
const holders = [...roles, 'manager'] as const

function addHolding(router: Router, deps: AppDeps): void {
  const held = { 200: schema.holding }
  const common = { method: 'post', tags, roles: holders, request: one, responses: held } as const
  route(router, {
    ...common,
    path: '/api/tasks/:instance/:key/claim',
    summary: '领取；已被他人领取时答复 409 和领取人',
    audit: auditOf('task.claim'),
    handler: ({ params, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const held = await claimTask(trx, actor, params, at)
        await audit(trx, { detail: { task: params.key, step: held.stepName } })
        return held
      }),
  })
  route(router, {
    ...common,
    path: '/api/tasks/:instance/:key/release',
    summary: '退回本组（经办人或负责人）',
    audit: auditOf('task.release'),
    handler: ({ params, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const held = await releaseTask(trx, actor, params, at)
        await audit(trx, { detail: { task: params.key, step: held.stepName } })
        return held
      }),
  })
}

function addHandOver(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'post',
    path: '/api/tasks/:instance/:key/hand-over',
    summary: '转交给能办理此环节的同事（经办人或负责人）',
    tags,
    roles,
    request: { ...one, body: schema.handOverRequest },
    responses: { 200: schema.holding },
    audit: auditOf('task.hand-over'),
    handler: ({ params, body, actor, at, audit }) =>
      deps.db.transaction(async (trx) => {
        const held = await handOverTask(trx, actor, params, body, at)
        await audit(trx, { detail: { task: params.key, step: held.stepName, to: body.toUserId } })
        return held
      }),
  })
  route(router, {
    method: 'get',
    path: '/api/tasks/:instance/:key/candidates',
    summary: '可以接办的同事',
    tags,
    roles,
    request: one,
    responses: { 200: schema.personList },
    handler: async ({ params, actor }) => ({ rows: await candidatesOf(deps.db, actor, params) }),
  })
}

function addBulk(router: Router, deps: AppDeps): void {
  const common = {
    method: 'post',
    tags,
    roles,
    request: many,
    responses: { 200: schema.taskResults },
  } as const
  route(router, {
    ...common,
    path: '/api/tasks/claim',
    summary: '批量领取；逐件答复',
    audit: { action: 'task.claim', objectType: 'task' },
    handler: (ctx) => bulk(deps, ctx, (trx, ref) => claimTask(trx, ctx.actor, ref, ctx.at)),
  })
  route(router, {
    ...common,
    path: '/api/tasks/remind',
    summary: '催办经办人；逐件答复，每人每天每件一次',
    audit: { action: 'task.remind', objectType: 'task' },
    handler: (ctx) => bulk(deps, ctx, (trx, ref) => remindHolder(trx, ctx.actor, ref, ctx.at)),
  })
}

async function bulk(
  deps: AppDeps,
  { body, audit }: RouteContext<typeof many>,
  act: (trx: Db, ref: TaskRef) => Promise<unknown>,
) {
  const row = (ref: TaskRef) => ({ ...objectOf(ref), detail: { task: ref.key } })
  const results = await forEach(
    body.tasks,
    (ref) =>
      deps.db.transaction(async (trx) => {
        await act(trx, ref)
        await audit(trx, row(ref))
      }),
    (ref, code) => audit(deps.db, { ...row(ref), outcome: 'refused', detail: { task: ref.key, code } }),
  )
  return { results }
}
