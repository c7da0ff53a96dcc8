import { randomBytes, timingSafeEqual } from 'node:crypto'
import connectPgSimple from 'connect-pg-simple'
import session from 'express-session'
import type { Request, RequestHandler } from 'express'
import pg from 'pg'
import { loginLimits } from '../../workflows/identity/domain.ts'
import type { Actor, Citizen } from '../../workflows/identity/domain.ts'
import type { AppDeps } from '../deps.ts'
import { forbidden } from '../errors.ts'
import { readSession } from '../records/identity/session.ts'
import type { ReadSession } from '../records/identity/session.ts'

declare module 'express-session' {
  interface SessionData {
    userId: number
    /** ISO instant of the login; the absolute limit counts from here. */
    startedAt: string
    /** Token that every changing request repeats in the header X-CSRF-Token. */
    csrf: string
    citizen: Citizen
  }
}

/** Staff and applicants hold separate cookies: both pages can be open in one browser. */
export const CITIZEN_PREFIX = '/api/citizen'

export interface Sessions {
  handler: RequestHandler
  close(): Promise<void>
}

/** Server-side sessions in PostgreSQL, so that one can be ended from outside (reliability S3). */
export function createSessions(deps: AppDeps): Sessions {
  const pool = new pg.Pool({
    connectionString: deps.config.databaseUrl,
    max: 4,
    connectionTimeoutMillis: 3_000,
    application_name: 'banjian-session',
  })
  pool.on('error', (err) => deps.log.warn({ err }, 'idle session connection lost'))
  const Store = joinedStore(pool)
  // A store each: express-session writes the cookie's options into its store (`store.generate`), so that of two
  // sessions with one store the first is given the second's path, and a browser never sends it back.
  const newStore = () => {
    const store = new Store({
      pool,
      tableName: 'session',
      ttl: loginLimits.idleMinutes * 60,
      pruneSessionInterval: 15 * 60,
      errorLog: (...args) => deps.log.warn({ args: args.map(String) }, 'session store'),
    })
    return store
  }
  const stores = [newStore(), newStore()] as const
  const staff = sessionFor(deps, stores[0], { name: 'banjian.sid', path: '/' })
  const citizen = sessionFor(deps, stores[1], { name: 'banjian.citizen', path: CITIZEN_PREFIX })
  return {
    handler: (req, res, next) => (isCitizenPath(req) ? citizen : staff)(req, res, next),
    async close() {
      for (const store of stores) store.close()
      await pool.end()
    },
  }
}

/** A session's end is written again when it has come this much nearer: not with every request. */
const rewriteAfterMs = 5 * 60_000

/** How a session stood when its request began. */
const readAs = new WeakMap<object, ReadSession>()

/** The person behind the request, read with its session: a disabled account or a changed role works at the next request. */
export function actorOf(req: Request): Actor | undefined {
  return readAs.get(req.session)?.actor
}

/** The store of connect-pg-simple, which reads the person with the session and seldom writes its end. */
function joinedStore(pool: pg.Pool) {
  return class extends connectPgSimple(session) {
    override get(sid: string, done: (err: unknown, sess?: session.SessionData | null) => void): void {
      readSession(pool, sid, Date.now()).then(
        (read) => {
          if (read) readAs.set(read.sess, read)
          done(null, (read?.sess ?? null) as session.SessionData | null)
        },
        (error: unknown) => done(error),
      )
    }

    override createSession(req: Request, sess: session.SessionData) {
      const made = super.createSession(req, sess)
      const read = readAs.get(sess)
      if (read) readAs.set(made, read)
      return made
    }

    override touch(sid: string, sess: session.SessionData, done?: () => void): void {
      const endsAt = readAs.get(sess)?.endsAt ?? 0
      const isFresh = endsAt > Date.now() + loginLimits.idleMinutes * 60_000 - rewriteAfterMs
      if (isFresh || unused.has(sess)) done?.()
      else super.touch(sid, sess, done)
    }
  }
}

function sessionFor(deps: AppDeps, store: session.Store, cookie: { name: string; path: string }) {
  return session({
    name: cookie.name,
    store,
    secret: deps.config.sessionSecret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    // 'destroy' would also end a session that could not be read while the database was away.
    unset: 'keep',
    // Whether a request came by https is express's word (`trust proxy`): it believes the named proxies only, not any peer.
    proxy: undefined,
    cookie: {
      path: cookie.path,
      httpOnly: true,
      sameSite: 'lax',
      secure: deps.config.publicUrl.startsWith('https:'),
      // No end of its own: the store knows when the session was used last, a cookie only when it was set.
    },
  })
}

function isCitizenPath(req: Request): boolean {
  const path = req.originalUrl.split('?')[0] ?? ''
  return path === CITIZEN_PREFIX || path.startsWith(`${CITIZEN_PREFIX}/`)
}

/** The session's token, made at the first call. */
export function csrfToken(req: Request): string {
  req.session.csrf ??= randomBytes(24).toString('base64url')
  return req.session.csrf
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

export function isChanging(method: string): boolean {
  return changing.has(method.toUpperCase())
}

/** Throws 403 unless a changing request repeats the session's token. */
export function checkCsrf(req: Request): void {
  if (!isChanging(req.method)) return
  const given = Buffer.from(req.get('x-csrf-token') ?? '')
  const expected = Buffer.from(req.session.csrf ?? '')
  if (expected.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw forbidden('页面已过期，请刷新后重试', 'csrf-token-invalid')
}

/** A new session id, so that an id planted before the login is worth nothing afterwards. */
export function renewSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    req.session.regenerate((err?: unknown) => (err ? reject(err as Error) : resolve())),
  )
}

/** Writes the session before the answer leaves, so that the next request finds it. */
export function saveSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    req.session.save((err?: unknown) => (err ? reject(err as Error) : resolve())),
  )
}

export function endSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    req.session.destroy((err?: unknown) => (err ? reject(err as Error) : resolve())),
  )
}

/** After the query secret was right: this browser sees the one case. Used by the case module's login route. */
export async function startCitizenSession(req: Request, citizen: Citizen, at: string): Promise<string> {
  await renewSession(req)
  req.session.citizen = { caseNo: citizen.caseNo }
  req.session.startedAt = at
  const token = csrfToken(req)
  await saveSession(req)
  return token
}

/** Sessions of requests nobody asked for. */
const unused = new WeakSet<object>()

/**
 * Requests nobody asked for (header `X-Background: 1`, and event streams) do not count as activity: an open
 * page that refreshes itself must not keep a session alive at an empty desk (reliability S3, idle limit). Nor may
 * they shorten it: the store is not asked to write the end it read at the login.
 */
export const keepIdle: RequestHandler = (req, _res, next) => {
  if (req.get('x-background') === '1' || req.get('accept') === 'text/event-stream') unused.add(req.session)
  next()
}
