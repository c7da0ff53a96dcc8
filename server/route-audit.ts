/**
 * The audit row of a request: what it was about, who sent it, and whether what was refused or failed leaves one. What is
 * done is written by the handler in its own transaction; what is not, here, after the rollback.
 */
import type { Request } from 'express'
import { toProblem } from './middleware/problem.ts'
import type { ParsedRequest, RequestSchemas } from './middleware/validate.ts'
import type { Db } from './db.ts'
import type { AppDeps } from './deps.ts'
import type { RouteRecord } from './openapi.ts'
import { writeAudit } from './records/audit/audit.ts'
import type { AuditOutcome } from './records/audit/audit.ts'

/** What the audit row is about. Left out parts come from the route's `audit` entry. */
export interface AuditAbout {
  action?: string
  objectType?: string
  objectId?: string | number
  outcome?: AuditOutcome
  detail?: Record<string, unknown>
}

/** How a route names its audit row: `action` as `<object>.<verb>`, and which object from the request. */
export interface AuditSpec<Q extends RequestSchemas> {
  action: string
  objectType: string | ((request: ParsedRequest<Q>) => string)
  objectId?: (request: ParsedRequest<Q>) => string | number
}

/** What of a route's declaration its audit needs, whatever its request is. */
export interface AuditedRoute {
  method: RouteRecord['method']
  path: string
  audit?: {
    action: string
    objectType: string | ((request: never) => string)
    objectId?: (request: never) => string | number
  }
}

/** What an audit row is about, as far as it is known. */
export interface About {
  objectType: string
  objectId: string | null
}

export function aboutOf<Q extends RequestSchemas>(
  { audit }: { audit?: AuditSpec<Q> },
  parsed: ParsedRequest<Q>,
): About | undefined {
  if (!audit) return undefined
  const { objectType, objectId } = audit
  const id = objectId?.(parsed)
  return {
    objectType: typeof objectType === 'string' ? objectType : objectType(parsed),
    objectId: id === undefined ? null : String(id),
  }
}

/** Of a request that was refused before it was read, or of a read: the address says what it was about. */
export function aboutAddress({ audit, path }: AuditedRoute, req: Request): About {
  const ids = Object.values(req.params).flat()
  return {
    objectType: typeof audit?.objectType === 'string' ? audit.objectType : (path.split('/')[2] ?? ''),
    objectId: ids.length > 0 ? ids.join('/').slice(0, 200) : null,
  }
}

/** Who sent this request, as the audit names them. */
export function senderOf(req: Request) {
  return {
    userId: req.actor?.id ?? null,
    username: req.actor?.username ?? (req.citizen ? `citizen:${req.citizen.caseNo}` : null),
    address: req.ip ?? null,
    requestId: String(req.id),
  }
}

/** Writes the row of what was done; what `given` leaves out comes from the route. */
export function auditDone(
  trx: Db,
  spec: AuditedRoute,
  req: Request,
  { about, at, given }: { about: About; at: string; given: AuditAbout },
): Promise<void> {
  return writeAudit(trx, { ...auditEntry(spec, req, about, at), ...toEntry(given) })
}

function auditEntry(spec: AuditedRoute, req: Request, about: About, at: string) {
  return {
    ...senderOf(req),
    ...about,
    at,
    action: spec.audit?.action ?? `${spec.method} ${spec.path}`,
    outcome: 'ok' as AuditOutcome,
  }
}

function toEntry({ objectId, ...about }: AuditAbout) {
  const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined))
  return objectId === undefined ? given : { ...given, objectId: String(objectId) }
}

/**
 * Whether what did not happen leaves a row. Of a read: only what somebody signed in was refused (reliability S6); looking
 * and not being signed in yet is no act. A malformed request is none either, unless it names a record: it may be
 * another's, and somebody may be trying.
 */
function leavesRow(spec: AuditedRoute, req: Request, status: number, about: About): boolean {
  if ([413, 415].includes(status)) return false
  if (status === 400) return about.objectId !== null && req.actor !== undefined
  if (spec.audit) return true
  return (status === 403 || status === 404) && (req.actor !== undefined || req.citizen !== undefined)
}

/** When the database is away the row cannot be written; the log then holds it. */
export async function auditRefusal(
  deps: AppDeps,
  spec: AuditedRoute,
  req: Request,
  about: About,
  err: unknown,
): Promise<void> {
  const { status, code } = toProblem(err)
  if (!leavesRow(spec, req, status, about)) return
  const outcome = status < 500 ? 'refused' : 'failed'
  const entry = auditEntry(spec, req, about, deps.now().toISOString())
  try {
    await writeAudit(deps.db, { ...entry, outcome, detail: { code, status } })
  } catch (auditError) {
    deps.log.error(
      { err: auditError, entry: { ...entry, outcome, code } },
      'audit row of a refusal not written',
    )
  }
}
