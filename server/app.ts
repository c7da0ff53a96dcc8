import path from 'node:path'
import express from 'express'
import type { Express, Router } from 'express'
import swaggerUi from 'swagger-ui-express'
import type { AppDeps } from './deps.ts'
import { createHealthRoutes } from './health.ts'
import { loadActor } from './middleware/auth.ts'
import { noStore, securityHeaders } from './middleware/headers.ts'
import { requestLog } from './middleware/log.ts'
import { problemHandler, unknownRoute } from './middleware/problem.ts'
import { createSessions, keepIdle } from './middleware/session.ts'
import { refuseBadText } from './middleware/validate.ts'
import { openApiDocument } from './openapi.ts'
import type { RouteRecord } from './openapi.ts'
import { createPush } from './push.ts'
import { recordsOf } from './route.ts'
import { modules } from './routes.ts'

export interface App {
  express: Express
  /** Every declared route, for the permission table and the malformed-request test. */
  records: RouteRecord[]
  /** Begins live push. */
  start(): void
  /** Ends live push; whoever listened connects to another process. */
  endPush(): Promise<void>
  /** When the last request is answered. */
  close(): Promise<void>
}

const BODY_LIMIT = '1mb'

/** The HTTP side, whole: middleware, all modules, documentation, the built web. Listens on nothing yet. */
export function createApp(deps: AppDeps): App {
  const app = express()
  const sessions = createSessions(deps)
  const push = createPush(deps)
  const routers = [createHealthRoutes(deps), ...modules.map((create) => create(deps)), push.router]
  const records = routers.flatMap(recordsOf)

  app.disable('x-powered-by')
  app.set('trust proxy', deps.config.trustProxy ?? false)
  app.use(requestLog(deps), securityHeaders(deps.config))
  app.use('/api', noStore, refuseBadText, sessions.handler, keepIdle)
  app.use('/api', express.json({ limit: BODY_LIMIT }), refuseBadText, loadActor(deps))
  app.use(...routers)
  app.use('/api', documentation(deps, records), unknownRoute)
  app.use(web(deps.config.webDist))
  app.use(problemHandler(deps))
  return {
    express: app,
    records,
    start: push.start,
    endPush: push.close,
    close: sessions.close,
  }
}

/** OpenAPI and its reader; assets come from the package, nothing from the internet. */
function documentation(deps: AppDeps, records: RouteRecord[]): Router {
  const router = express.Router()
  const document = openApiDocument(records, deps.config.publicUrl)
  router.get('/openapi.json', (_req, res) => void res.json(document))
  const options = {
    swaggerUrl: '/api/openapi.json',
    swaggerOptions: { validatorUrl: null },
    customSiteTitle: '办件通 API',
  }
  router.use('/docs', swaggerUi.serveFiles(undefined, options), swaggerUi.setup(undefined, options))
  return router
}

/** The built web: the workbench for every address, the citizen page below /c. */
function web(dist: string): Router {
  const router = express.Router()
  const root = path.resolve(dist)
  router.use(
    '/assets',
    express.static(path.join(root, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  router.use(express.static(root, { index: false, maxAge: '1h' }))
  const page =
    (file: string): express.RequestHandler =>
    (_req, res, next) =>
      res.sendFile(file, { root, headers: { 'Cache-Control': 'no-cache' } }, (err) => err && next(err))
  router.get(['/c', '/c/{*rest}'], page('citizen.html'))
  router.get('/{*rest}', page('index.html'))
  return router
}
