import { Router } from 'express'
import type { Request, RequestHandler, Response } from 'express'
import type {} from 'pino-http'
import type { z } from 'zod'
import type { Actor, Citizen, Viewer } from '../workflows/identity/domain.ts'
import type { Db } from './db.ts'
import type { AppDeps } from './deps.ts'
import { ProblemError } from './errors.ts'
import { checkAccess, requireCitizen, requireUser, viewerOf } from './middleware/auth.ts'
import type { Access } from './middleware/auth.ts'
import { checkCsrf, isChanging } from './middleware/session.ts'
import { parseRequest } from './middleware/validate.ts'
import type { ParsedRequest, RequestSchemas } from './middleware/validate.ts'
import { aboutAddress, aboutOf, auditDone, auditRefusal } from './route-audit.ts'
import type { About, AuditAbout, AuditedRoute, AuditSpec } from './route-audit.ts'
import type { ResponseSpec, RouteRecord } from './openapi.ts'

export interface RouteContext<Q extends RequestSchemas> extends ParsedRequest<Q> {
  req: Request
  res: Response
  deps: AppDeps
  /** When the request came in, ISO instant: the `at` of everything it writes. */
  at: string
  /** The signed-in member of staff (throws 401 where the route's access lets others in). */
  readonly actor: Actor
  readonly citizen: Citizen
  readonly viewer: Viewer
  /** Writes this request's audit row in the act's own transaction. */
  audit(trx: Db, about?: AuditAbout): Promise<void>
}

/** An answer with another status than the first one listed, or with headers. */
export class Reply<S extends number = number, B = unknown> {
  constructor(
    readonly status: S,
    readonly body: B,
    readonly headers: Record<string, string> = {},
  ) {}
}

export function reply<S extends number, B>(
  status: S,
  body: B,
  headers?: Record<string, string>,
): Reply<S, B> {
  return new Reply(status, body, headers)
}

type Responses = Record<number, ResponseSpec>
type BodyOf<X> = X extends z.ZodType ? z.input<X> : void
type Answer<R extends Responses> = {
  [S in keyof R & number]: BodyOf<R[S]> | Reply<S, BodyOf<R[S]>>
}[keyof R & number]

export interface RouteSpec<Q extends RequestSchemas, R extends Responses> {
  method: RouteRecord['method']
  /** Whole path as Express has it: `/api/cases/:caseNo`. */
  path: string
  /** Chinese, one line; the heading in /api/docs. */
  summary: string
  tags: readonly string[]
  /** Who may call. */
  roles: Access
  request?: Q
  /** Success answers only; the first one listed is what a plain return value becomes. */
  responses: R
  /**
   * Every route that changes something names its audit row. The handler calls `ctx.audit(trx, …)` in its transaction;
   * refusals and failures are written here, after the rollback, those of reads too. A malformed request leaves a row
   * only where it names a record.
   */
  audit?: AuditSpec<Q>
  /** Rate limits and the like, run after the access check. */
  before?: RequestHandler[]
  handler: (ctx: RouteContext<Q>) => Promise<Answer<R>>
}

interface Registered {
  deps: AppDeps
  records: RouteRecord[]
}
const registered = new WeakMap<Router, Registered>()

/** A router whose routes are declared by `route`. */
export function createRouter(deps: AppDeps): Router {
  const router = Router()
  registered.set(router, { deps, records: [] })
  return router
}

export function recordsOf(router: Router): RouteRecord[] {
  return registered.get(router)?.records ?? []
}

/**
 * Declares one route: the only way a module answers HTTP. It checks access and the CSRF token, validates and
 * types the request, checks the answer against its schema, writes the audit row of what was refused or failed,
 * and puts the route into OpenAPI and the permission table.
 *
 * @example
 * export function createItemRoutes(deps: AppDeps): Router {
 *   const router = createRouter(deps)
 *   route(router, {
 *     method: 'post',
 *     path: '/api/items/:code/notes',
 *     summary: '添加备注',
 *     tags: ['事项'],
 *     roles: ['clerk', 'head'], // or 'staff' | 'public' | 'citizen' | 'viewer'
 *     request: { params: z.object({ code: z.string().max(40) }), body: noteSchema },
 *     responses: { 201: noteView, 202: '已收到，正在保存' },
 *     audit: { action: 'item.note', objectType: 'item', objectId: ({ params }) => params.code },
 *     handler: ({ params, body, actor, at, audit }) =>
 *       deps.db.transaction(async (trx) => {
 *         const note = await addNote(trx, { ...body, code: params.code, by: actor.id, at })
 *         await audit(trx, { detail: { noteId: note.id } })
 *         return note // → 201; `return reply(202, undefined)` for the other one; throw conflict(…) for 409
 *       }),
 *   })
 *   return router
 * }
 */
export function route<const Q extends RequestSchemas, const R extends Responses>(
  router: Router,
  spec: RouteSpec<Q, R>,
): void {
  const home = registered.get(router)
  if (!home) throw new Error('route: the router was not made by createRouter')
  if (isChanging(spec.method) && !spec.audit)
    throw new Error(`route: ${spec.method} ${spec.path} names no audit`)
  home.records.push(toRecord(spec))
  const run: RequestHandler = (req, res) => runRoute(home.deps, spec, req, res)
  const guard: RequestHandler = (req, res, next) => guardRoute(home.deps, spec, req).then(() => next(), next)
  router[spec.method](spec.path, guard, ...(spec.before ?? []), run)
}

function toRecord<Q extends RequestSchemas, R extends Responses>(spec: RouteSpec<Q, R>): RouteRecord {
  const { method, path, summary, tags, roles, responses } = spec
  const request = spec.request ?? {}
  return { method, path, summary, tags, access: roles, request, responses, audit: spec.audit?.action }
}

async function guardRoute(
  deps: AppDeps,
  spec: AuditedRoute & { roles: Access },
  req: Request,
): Promise<void> {
  try {
    checkAccess(req, spec.roles)
    checkCsrf(req)
  } catch (err) {
    await auditRefusal(deps, spec, req, aboutAddress(spec, req), err)
    throw err
  }
}

async function runRoute<Q extends RequestSchemas, R extends Responses>(
  deps: AppDeps,
  spec: RouteSpec<Q, R>,
  req: Request,
  res: Response,
): Promise<void> {
  let about = aboutAddress(spec, req)
  try {
    const parsed = parseRequest((spec.request ?? {}) as Q, req)
    about = aboutOf(spec, parsed) ?? about
    const { ctx, audited } = createContext(deps, spec, req, res, parsed, about)
    const answer = await spec.handler(ctx)
    if (spec.audit && !audited())
      throw new Error(`audit-missing: ${spec.method} ${spec.path} left no audit row`)
    send(res, spec.responses, answer)
  } catch (err) {
    await auditRefusal(deps, spec, req, about, err)
    throw err
  }
}

function createContext<Q extends RequestSchemas, R extends Responses>(
  deps: AppDeps,
  spec: RouteSpec<Q, R>,
  req: Request,
  res: Response,
  parsed: ParsedRequest<Q>,
  about: About,
): { ctx: RouteContext<Q>; audited: () => boolean } {
  let written = false
  const at = deps.now().toISOString()
  const ctx: RouteContext<Q> = {
    ...parsed,
    req,
    res,
    deps,
    at,
    get actor() {
      return requireUser(req)
    },
    get citizen() {
      return requireCitizen(req)
    },
    get viewer() {
      return viewerOf(req)
    },
    audit: async (trx, given = {}) => {
      await auditDone(trx, spec, req, { about, at, given })
      written = true
    },
  }
  return { ctx, audited: () => written }
}

/** Sends what the schema lets through: a column nobody declared does not leave the house. */
function send(res: Response, responses: Responses, answer: unknown): void {
  if (res.headersSent || res.writableEnded) return
  const given = answer instanceof Reply ? answer : new Reply(Number(Object.keys(responses)[0]), answer)
  const spec = responses[given.status]
  res.status(given.status).set(given.headers)
  if (spec && typeof spec === 'object' && 'safeParse' in spec) {
    const body = spec.safeParse(given.body)
    if (!body.success) throw new ProblemError(500, 'response-mismatch', '系统内部错误', { cause: body.error })
    res.json(body.data)
  } else res.end()
}
