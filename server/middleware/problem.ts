import type { ErrorRequestHandler, RequestHandler } from 'express'
import type {} from 'pino-http'
import type { AppDeps } from '../deps.ts'
import { notFound, ProblemError, unavailable } from '../errors.ts'

/** PostgreSQL is starting, stopping, out of connections, or was cut off; also a cancelled statement. */
const databaseAway =
  /^(08...|57P0[1-4]|57014|53...|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/
/** Values PostgreSQL cannot take: too long, out of range, not a date, not storable text. */
const badValue = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05'])
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Timeout acquiring a connection/
const grpcAway = new Set([1, 4, 8, 14]) // CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE

interface Coded {
  code?: string | number
  status?: number
  type?: string
  name?: string
  message?: string
  cause?: unknown
  errors?: unknown[]
}

/** What any thrown thing is to the outside. Unknown things are 500 and say nothing of themselves (S23). */
export function toProblem(err: unknown): ProblemError {
  if (err instanceof ProblemError) return err
  const coded = (err ?? {}) as Coded
  return (
    requestProblem(coded) ??
    awayProblem(coded) ??
    new ProblemError(500, 'internal-error', '系统内部错误', { cause: err })
  )
}

const bodyProblems: Record<string, [number, string, string]> = {
  'entity.parse.failed': [400, 'malformed-json', '请求内容不是有效的 JSON'],
  'entity.too.large': [413, 'too-large', '请求内容过大'],
  'parameters.too.many': [413, 'too-large', '请求内容过大'],
  'encoding.unsupported': [415, 'unsupported-media-type', '不支持的内容编码'],
  'charset.unsupported': [415, 'unsupported-media-type', '不支持的字符集'],
  'request.size.invalid': [400, 'malformed-request', '请求长度与内容不符'],
  'request.aborted': [400, 'request-aborted', '请求中断'],
}

/** Faults of the request that Express and PostgreSQL find. */
function requestProblem(err: Coded): ProblemError | undefined {
  const known = err.type ? bodyProblems[err.type] : undefined
  if (known) return new ProblemError(...known, { cause: err })
  if (err instanceof URIError) return new ProblemError(400, 'malformed-url', '网址编码有误', { cause: err })
  if (badValue.has(String(err.code)))
    return new ProblemError(400, 'invalid-value', '内容超出允许的范围', { cause: err })
  if (typeof err.status === 'number' && err.status >= 400 && err.status < 500)
    return new ProblemError(err.status, 'malformed-request', '请求有误', { cause: err })
  return undefined
}

/** Looks through causes: clients wrap the network's error in their own. */
function awayProblem(err: Coded, depth = 0): ProblemError | undefined {
  if (depth > 4 || typeof err !== 'object' || err === null) return undefined
  const code = err.code
  const away =
    (typeof code === 'string' && databaseAway.test(code)) ||
    (typeof code === 'number' && grpcAway.has(code) && 'details' in err) ||
    err.name === 'KnexTimeoutError' ||
    err.name === 'WorkflowUpdateRPCTimeoutOrCancelledError' ||
    lostConnection.test(err.message ?? '')
  if (away) return unavailable(undefined, err)
  const inner = [err.cause, ...(err.errors ?? [])].find((e) => e && awayProblem(e as Coded, depth + 1))
  return inner ? unavailable(undefined, err) : undefined
}

/** Unknown paths under /api. */
export const unknownRoute: RequestHandler = (req) => {
  throw notFound('接口', { detail: `${req.method} ${req.path}` })
}

/** The one place where errors become answers. */
export function problemHandler(deps: AppDeps): ErrorRequestHandler {
  return (err, req, res, next) => {
    const problem = toProblem(err)
    const log = req.log ?? deps.log
    if (problem.status >= 500) log.error({ err, code: problem.code }, 'request failed')
    // The session's end could not be moved on, after the answer was complete: logged, nobody to tell.
    if (res.writableEnded) return
    // In the middle of an answer: Express cuts the connection, so that half a file is not taken for a whole one.
    if (res.headersSent) return next(err)
    if (problem.headers) res.set(problem.headers)
    res
      .status(problem.status)
      .type('application/problem+json')
      .send(problemBody(problem, String(req.id)))
  }
}

/** RFC 9457 members, then our own. */
export function problemBody(problem: ProblemError, requestId: string): string {
  const { status, code, title, detail, errors } = problem
  return JSON.stringify({
    ...problem.extra,
    type: `urn:banjian:problem:${code}`,
    title,
    status,
    code,
    detail,
    requestId,
    errors,
  })
}
