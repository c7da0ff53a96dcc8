/**
 * The one HTTP client of the workbench and the citizen page. Everything is under `/api`, JSON in and out;
 * what fails is an `ApiError` with a stable `code` and a Chinese `title` (RFC 9457).
 */
import { presence } from './presence'

/** Who got there first, told with a 409. */
export interface Winner {
  name: string
  act?: string
  at?: string
}

export interface FieldError {
  path: string
  message: string
}

/** Problem JSON as the server sends it; `status` 0 stands for "never reached the server". */
export interface Problem {
  status: number
  code: string
  title: string
  detail?: string
  errors?: FieldError[]
  winner?: Winner
}

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string
  readonly errors: FieldError[]
  readonly winner?: Winner
  /** The whole body, for problems that carry more (e.g. `problems` of a refused definition). */
  readonly body: Record<string, unknown>

  constructor(problem: Problem & Record<string, unknown>) {
    super(problem.title)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code
    this.title = problem.title
    this.detail = problem.detail
    // The server names the part of the request first (`body.name`); a form knows its fields.
    this.errors = (problem.errors ?? []).map(({ path, message }) => ({
      path: path.replace(/^body\./, ''),
      message,
    }))
    this.winner = problem.winner
    this.body = problem
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>

export interface RequestOptions {
  query?: Query
  body?: unknown
  /** Idempotency-Key: made once per intent by `newKey()`, kept over retries so that the act happens once. */
  key?: string
  signal?: AbortSignal
  /** Milliseconds before the page gives up on one attempt. */
  timeout?: number
}

let csrf = ''
let unauthorized: () => void = () => {}
/** Where a fresh CSRF token is read after the session was renewed under an open page. */
let csrfSource: string | null = '/session'

export function setCsrf(token: string): void {
  csrf = token
}
export function getCsrf(): string {
  return csrf
}
export function useCsrfSource(path: string | null): void {
  csrfSource = path
}
/** What the page does when the session is over (go to the login page, keep the address). */
export function onUnauthorized(handler: () => void): void {
  unauthorized = handler
}

/** A key for one intent. `crypto.randomUUID` is missing on plain-http intranet addresses, hence by hand. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Address of an API resource, for links and downloads. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

const pauses = [400, 1200, 3000]
/** Told to wait (503 with Retry-After), a page with a key goes on trying for about a minute. */
const mostBusyTries = 30
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A lost answer may hide a done act: only what can be repeated without harm is sent again. */
function repeatable(method: string, options: RequestOptions): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE' || options.key !== undefined
}

async function attempt(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf
  // Lists, bell, counts and process pages read again by themselves: that must not keep the session of an empty desk alive.
  else if (presence.isAway()) headers['X-Background'] = '1'
  if (options.key) headers['Idempotency-Key'] = options.key
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  const timeout = AbortSignal.timeout(options.timeout ?? 30_000)
  return fetch(apiUrl(path, options.query), {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    credentials: 'same-origin',
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  })
}

async function problemOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as (Problem & Record<string, unknown>) | null
  if (body && typeof body === 'object' && typeof body.title === 'string')
    return new ApiError({ ...body, status: response.status, code: body.code ?? 'unknown' })
  return new ApiError({
    status: response.status,
    code: 'unreadable-answer',
    title: `服务没有正常应答（${response.status}）`,
  })
}

const unreachable = () =>
  new ApiError({
    status: 0,
    code: 'network',
    title: '网络不通，未能连接到服务',
    detail: '请检查网络后重试，已填写的内容不会丢失。',
  })

async function refreshCsrf(): Promise<boolean> {
  if (!csrfSource) return false
  const response = await attempt('GET', csrfSource, {}).catch(() => null)
  const body = response?.ok ? ((await response.json()) as { csrf?: string }) : null
  if (body?.csrf) csrf = body.csrf
  return Boolean(body?.csrf)
}

/** In seconds, ten at most; some earlier and some later, so that those who were sent away do not come back together. */
function retryAfterMs(response: Response): number {
  const seconds = Math.min(Number(response.headers.get('retry-after') ?? 0) || 0, 10)
  return seconds * 1_000 * (0.75 + Math.random() / 2)
}

/** Sends until an answer comes; the same key goes with every attempt. Being told to wait uses up no other attempt. */
async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const mostLost = repeatable(method, options) ? pauses.length : 0
  let lost = 0
  let busy = 0
  for (;;) {
    const last = lost >= mostLost
    try {
      const response = await attempt(method, path, options)
      const told = options.key !== undefined && response.status === 503 ? retryAfterMs(response) : 0
      if (told > 0) {
        if (busy >= mostBusyTries) return response
        busy += 1
        await wait(told)
        continue
      }
      if (last || ![502, 503, 504].includes(response.status)) return response
    } catch (error) {
      if (options.signal?.aborted) throw error
      if (last) throw unreachable()
    }
    await wait(pauses[lost]!)
    lost += 1
  }
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  let response = await send(method, path, options)
  if (response.status === 403 && method !== 'GET') {
    const problem = await problemOf(response.clone())
    if (problem.code.includes('csrf') && (await refreshCsrf())) response = await send(method, path, options)
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.status === 401 && !/^\/(citizen\/)?session$/.test(path)) unauthorized()
    throw problem
  }
  if (response.status === 204) return undefined as T
  return (await response.json().catch(() => undefined)) as T
}

export const http = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, options: RequestOptions = {}) =>
    request<T>('POST', path, { ...options, body: body ?? {} }),
  put: <T>(path: string, body?: unknown, options: RequestOptions = {}) =>
    request<T>('PUT', path, { ...options, body: body ?? {} }),
  patch: <T>(path: string, body?: unknown, options: RequestOptions = {}) =>
    request<T>('PATCH', path, { ...options, body: body ?? {} }),
  delete: <T>(path: string, options: RequestOptions = {}) => request<T>('DELETE', path, options),
}

/** What to tell a person, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.winner)
      return `${error.title}（${error.winner.name}${error.winner.act ? `：${error.winner.act}` : ''}）`
    return error.errors.length
      ? `${error.title}：${error.errors.map((e) => e.message).join('；')}`
      : error.title
  }
  return error instanceof Error ? error.message : String(error)
}
