import type { Request, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { limitAttempts } from '../../middleware/limit.ts'
import { csrfToken, endSession, renewSession, saveSession } from '../../middleware/session.ts'
import { notify } from '../../notify.ts'
import { toPage } from '../../paging.ts'
import { personalOf } from '../../personal.ts'
import { createRouter, route } from '../../route.ts'
import { listUsers } from '../../records/identity/identity.ts'
import * as schema from './schema.ts'
import * as service from './service.ts'
import { userTools } from './user-list.ts'

export function createIdentityRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  sessionRoutes(router, deps)
  ownPasswordRoute(router, deps)
  citizenSessionRoutes(router, deps)
  userRoutes(router, deps)
  userChangeRoutes(router, deps)
  return router
}

/** What the page needs after every change of the session. */
function sessionAnswer(req: Request, at: string) {
  return { csrf: csrfToken(req), user: req.actor ?? null, now: at }
}

function sessionRoutes(router: Router, deps: AppDeps): void {
  const tags = ['登录']
  route(router, {
    method: 'get',
    path: '/api/session',
    summary: '当前登录人和 CSRF 令牌',
    tags,
    roles: 'public',
    responses: { 200: schema.sessionView },
    handler: async ({ req, at }) => sessionAnswer(req, at),
  })
  route(router, {
    method: 'post',
    path: '/api/session',
    summary: '登录',
    tags,
    roles: 'public',
    before: [limitAttempts({ attempts: 100, minutes: 15 })],
    request: { body: schema.loginBody },
    responses: { 200: schema.sessionView },
    audit: { action: 'session.login', objectType: 'user', objectId: ({ body }) => body.username },
    handler: async ({ req, body, at, audit }) => {
      const actor = await service.checkLogin(
        { db: deps.db, hashName: personalOf(deps).hash },
        { ...body, at },
        async (trx, signedIn) => {
          req.actor = signedIn
          await audit(trx)
        },
      )
      await renewSession(req)
      Object.assign(req.session, { userId: actor.id, startedAt: at })
      const answer = sessionAnswer(req, at)
      await saveSession(req)
      return answer
    },
  })
  route(router, {
    method: 'delete',
    path: '/api/session',
    summary: '退出登录',
    tags,
    roles: 'staff',
    responses: { 204: '已退出' },
    audit: { action: 'session.logout', objectType: 'user' },
    handler: async ({ req, actor, audit }) => {
      await deps.db.transaction(async (trx) => {
        await audit(trx, { objectId: actor.username })
        // Ends all streams of this person; those of another browser come back by themselves.
        await notify(trx, 'session-ended', String(actor.id))
      })
      await endSession(req)
    },
  })
}

function ownPasswordRoute(router: Router, deps: AppDeps): void {
  route(router, {
    method: 'put',
    path: '/api/session/password',
    summary: '修改自己的密码',
    tags: ['登录'],
    roles: 'staff',
    request: { body: schema.ownPasswordBody },
    responses: { 200: schema.sessionView },
    audit: { action: 'user.change-own-password', objectType: 'user' },
    handler: async ({ req, actor, body, at, audit }) => {
      await service.changeOwnPassword(
        { db: deps.db, hashName: personalOf(deps).hash },
        actor,
        { ...body, at },
        (trx) => audit(trx, { objectId: actor.username }),
      )
      // All sessions are ended by the change; this browser goes on with a new one.
      await renewSession(req)
      Object.assign(req.session, { userId: actor.id, startedAt: at })
      const answer = sessionAnswer(req, at)
      await saveSession(req)
      return answer
    },
  })
}

/** Signing in with case number and secret is the case module's route; it calls `startCitizenSession`. */
function citizenSessionRoutes(router: Router, deps: AppDeps): void {
  const tags = ['申请人']
  route(router, {
    method: 'get',
    path: '/api/citizen/session',
    summary: '申请人会话和 CSRF 令牌',
    tags,
    roles: 'public',
    responses: { 200: schema.citizenSessionView },
    handler: async ({ req, at }) => ({ csrf: csrfToken(req), citizen: req.citizen ?? null, now: at }),
  })
  route(router, {
    method: 'delete',
    path: '/api/citizen/session',
    summary: '申请人退出',
    tags,
    roles: 'citizen',
    responses: { 204: '已退出' },
    audit: { action: 'citizen-session.end', objectType: 'case' },
    handler: async ({ req, citizen, audit }) => {
      await audit(deps.db, { objectId: citizen.caseNo })
      await endSession(req)
    },
  })
}

function userRoutes(router: Router, deps: AppDeps): void {
  const tags = ['用户']
  userTools(router, deps)
  route(router, {
    method: 'get',
    path: '/api/users',
    summary: '用户列表',
    tags,
    roles: ['administrator'],
    request: { query: schema.userQuery },
    responses: { 200: schema.userPage },
    handler: async ({ query }) => {
      const { limit, after, ...filter } = query
      const rows = await listUsers(deps.db, filter, { after: after?.[0], limit: limit + 1 })
      return toPage(rows, limit, (user) => [user.id])
    },
  })
  route(router, {
    method: 'get',
    path: '/api/colleagues',
    summary: '同一中心或委办局的在岗人员（移交办件时选择）',
    tags,
    roles: 'staff',
    responses: { 200: z.array(schema.colleagueView) },
    handler: async ({ actor: { centreCode, bureauCode } }) =>
      centreCode || bureauCode
        ? listUsers(deps.db, { centreCode, bureauCode, status: 'active' }, { limit: 500 })
        : [],
  })
  route(router, {
    method: 'post',
    path: '/api/users',
    summary: '新增用户',
    tags,
    roles: ['administrator'],
    request: { body: schema.newUserBody },
    responses: { 201: schema.userView },
    audit: { action: 'user.create', objectType: 'user', objectId: ({ body }) => body.username },
    handler: ({ body, at, audit }) =>
      service.createUser(deps.db, { ...body, at }, (trx, user) =>
        audit(trx, { detail: { roles: user.roles } }),
      ),
  })
}

function userChangeRoutes(router: Router, deps: AppDeps): void {
  const tags = ['用户']
  route(router, {
    method: 'patch',
    path: '/api/users/:id',
    summary: '修改用户：姓名、单位、角色、启用或停用',
    tags,
    roles: ['administrator'],
    request: { params: schema.userParams, body: schema.userChangeBody },
    responses: { 200: schema.userView },
    audit: { action: 'user.change', objectType: 'user', objectId: ({ params }) => params.id },
    handler: ({ params, body, actor, at, audit }) =>
      service.changeUser(deps.db, actor, params.id, { ...body, at }, (trx, user) =>
        audit(trx, {
          objectId: user.username,
          detail: { fields: Object.keys(body), status: user.status, roles: user.roles },
        }),
      ),
  })
  route(router, {
    method: 'delete',
    path: '/api/users/:id/lock',
    summary: '解除登录锁定',
    tags,
    roles: ['administrator'],
    request: { params: schema.userParams },
    responses: { 200: schema.userView },
    audit: { action: 'user.unlock', objectType: 'user', objectId: ({ params }) => params.id },
    handler: ({ params, audit }) =>
      service.unlock(deps.db, params.id, (trx, user) => audit(trx, { objectId: user.username })),
  })
  route(router, {
    method: 'put',
    path: '/api/users/:id/password',
    summary: '重置密码',
    tags,
    roles: ['administrator'],
    request: { params: schema.userParams, body: schema.passwordBody },
    responses: { 204: '已重置，该用户须重新登录' },
    audit: { action: 'user.reset-password', objectType: 'user', objectId: ({ params }) => params.id },
    handler: async ({ params, body, actor, at, audit }) => {
      const given = { id: params.id, password: body.password, at }
      await service.resetPassword(deps.db, actor, given, (trx, user) =>
        audit(trx, { objectId: user.username }),
      )
    },
  })
}
