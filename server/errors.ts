import type { z } from 'zod'

export interface FieldError {
  /** Where, e.g. `body.applicant.idNumber`. */
  path: string
  /** What is wrong, in Chinese. */
  message: string
}

export interface ProblemOptions {
  detail?: string
  errors?: FieldError[]
  /** Further members of the problem JSON, e.g. `{ winner: '张三', state: 'done' }` of a lost race. */
  extra?: Record<string, unknown>
  headers?: Record<string, string>
  cause?: unknown
}

/**
 * The one error that becomes an answer (RFC 9457 problem JSON). `code` is stable English for programs,
 * `title` is Chinese for people. Anything else that is thrown answers 500 without a word of its own.
 */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly detail?: string
  readonly errors?: FieldError[]
  readonly extra?: Record<string, unknown>
  readonly headers?: Record<string, string>

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    options: ProblemOptions = {},
  ) {
    super(`${code}: ${options.detail ?? title}`, { cause: options.cause })
    this.detail = options.detail
    this.errors = options.errors
    this.extra = options.extra
    this.headers = options.headers
  }
}

/** 404. Also the answer for what exists outside the actor's scope, so that ids cannot be probed. */
export function notFound(what = '内容', options?: ProblemOptions): ProblemError {
  return new ProblemError(404, 'not-found', `${what}不存在或无权查看`, options)
}

/** 409: the state does not allow it, or somebody was first. Say who won and the state in `extra`. */
export function conflict(code: string, title: string, options?: ProblemOptions): ProblemError {
  return new ProblemError(409, code, title, options)
}

export function forbidden(title = '没有权限进行此操作', code = 'forbidden', options?: ProblemOptions) {
  return new ProblemError(403, code, title, options)
}

export function unauthenticated(title = '请先登录', code = 'unauthenticated'): ProblemError {
  return new ProblemError(401, code, title)
}

/** 400 from a zod error (`place` is the part of the request it stands in) or from fields found wrong by hand. */
export function invalid(error: z.ZodError | FieldError[], place = 'body'): ProblemError {
  const errors = Array.isArray(error)
    ? error
    : error.issues.map((issue) => ({ path: [place, ...issue.path].join('.'), message: issue.message }))
  return new ProblemError(400, 'invalid-request', '请求内容不符合要求', { errors: errors.slice(0, 50) })
}

/** 503: more is asked for at once than can be done soon; nothing was written. The page tries again by itself, with the same key. */
export function overloaded(): ProblemError {
  return new ProblemError(503, 'overloaded', '办理人数较多，请稍候', {
    detail: '已填写的内容不会丢失，页面会自动重新提交',
    headers: { 'Retry-After': '2' },
  })
}

/** 503: the database or the engine is away; the caller may try again. */
export function unavailable(detail?: string, cause?: unknown): ProblemError {
  return new ProblemError(503, 'service-unavailable', '服务暂时不可用，请稍后重试', {
    detail,
    cause,
    headers: { 'Retry-After': '5' },
  })
}
