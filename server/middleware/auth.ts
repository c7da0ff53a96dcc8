import type { Request, RequestHandler } from 'express'
import { hasRole, loginLimits } from '../../workflows/identity/domain.ts'
import type { Actor, Citizen, Role, Viewer } from '../../workflows/identity/domain.ts'
import type { AppDeps } from '../deps.ts'
import { forbidden, unauthenticated } from '../errors.ts'
import { actorOf, endSession } from './session.ts'

declare module 'express-serve-static-core' {
  interface Request {
    /** Signed-in staff; read anew from the database for every request. */
    actor?: Actor
    /** Applicant on the citizen page. */
    citizen?: Citizen
  }
}

/**
 * Who may call a route: `public` anyone, `staff` anyone signed in, `citizen` an applicant with a verified
 * case, `viewer` staff or applicant, or staff with one of the roles named.
 */
export type Access = 'public' | 'staff' | 'citizen' | 'viewer' | readonly Role[]

/**
 * Fills `req.actor` or `req.citizen` from the session. Roles, scope and status were read with it: a disabled account or a
 * changed role works at the next request, not at the next login.
 */
export function loadActor(deps: AppDeps): RequestHandler {
  return async (req, _res, next) => {
    const { userId, citizen, startedAt } = req.session
    if (!userId && !citizen) return next()
    const age = deps.now().getTime() - Date.parse(startedAt ?? '')
    const actor = userId ? actorOf(req) : undefined
    const over = !(age < loginLimits.absoluteHours * 3_600_000)
    if (over || (userId && !actor)) await endSession(req)
    else if (actor) req.actor = actor
    else req.citizen = citizen
    next()
  }
}

/** Throws 401 or 403 unless the request's sender has the access a route asks for. */
export function checkAccess(req: Request, access: Access): void {
  if (access === 'public') return
  if (access === 'citizen') return void requireCitizen(req)
  if (access === 'viewer' && (req.actor || req.citizen)) return
  const actor = requireUser(req)
  if (Array.isArray(access) && !hasRole(actor, ...(access as readonly Role[]))) throw forbidden()
}

/** The signed-in member of staff; 401 without. */
export function requireUser(req: Request): Actor {
  if (!req.actor) throw unauthenticated()
  return req.actor
}

/** The applicant whose case number and secret were checked; 401 without. */
export function requireCitizen(req: Request): Citizen {
  if (!req.citizen) throw unauthenticated('请先输入办件编号和查询密码', 'citizen-unauthenticated')
  return req.citizen
}

export function viewerOf(req: Request): Viewer {
  return req.citizen ? { kind: 'citizen', citizen: req.citizen } : { kind: 'staff', actor: requireUser(req) }
}
