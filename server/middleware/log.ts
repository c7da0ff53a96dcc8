import { randomUUID } from 'node:crypto'
import { pinoHttp } from 'pino-http'
import type { RequestHandler } from 'express'
import type { AppDeps } from '../deps.ts'

const goodId = /^[\w-]{8,64}$/

/**
 * One line per request, with the id that also stands in every error answer and audit row. Paths are logged
 * without their query: searches hold names (reliability S16).
 */
export function requestLog(deps: AppDeps): RequestHandler {
  return pinoHttp({
    logger: deps.log,
    genReqId: (req, res) => {
      const given = req.headers['x-request-id']
      const id = typeof given === 'string' && goodId.test(given) ? given : randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    customLogLevel: (_req, res, err) => (err || res.statusCode >= 500 ? 'error' : 'debug'),
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: req.url.split('?')[0],
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  }) as unknown as RequestHandler
}
