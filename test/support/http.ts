/** A small browser: cookie jar, CSRF token, JSON. */

export interface Answer<T = any> {
  status: number
  /** Parsed JSON, or the text, or undefined when there is none. */
  body: T
  headers: Headers
}

export interface SendOptions {
  headers?: Record<string, string>
  /** Sent as it is instead of JSON. */
  raw?: string | Uint8Array
}

export interface HttpClient {
  get<T = any>(path: string, options?: SendOptions): Promise<Answer<T>>
  post<T = any>(path: string, body?: unknown, options?: SendOptions): Promise<Answer<T>>
  put<T = any>(path: string, body?: unknown, options?: SendOptions): Promise<Answer<T>>
  patch<T = any>(path: string, body?: unknown, options?: SendOptions): Promise<Answer<T>>
  delete<T = any>(path: string, body?: unknown, options?: SendOptions): Promise<Answer<T>>
  send<T = any>(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Answer<T>>
  /** Raw response, cookies and token included, e.g. for event streams. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  login(username: string, password: string): Promise<Answer>
  /** Cookies and token of the next request, for clients that are not ours (tus). */
  headersFor(path: string): Promise<Record<string, string>>
  cookies: Map<string, string>
}

export function createClient(url: string): HttpClient {
  const cookies = new Map<string, string>()
  const tokens = new Map<string, string>()

  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { cookie: cookieHeader(), ...(init.headers as Record<string, string>) }
    const response = await fetch(url + path, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    return response
  }

  const sessionPath = (path: string) =>
    path.startsWith('/api/citizen/') ? '/api/citizen/session' : '/api/session'

  const tokenFor = async (path: string): Promise<string> => {
    const home = sessionPath(path)
    if (!tokens.has(home)) tokens.set(home, ((await (await raw(home)).json()) as { csrf: string }).csrf)
    return tokens.get(home)!
  }

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    options: SendOptions = {},
  ): Promise<Answer> => {
    const headers: Record<string, string> = { ...options.headers }
    const changing = !['GET', 'HEAD', 'OPTIONS'].includes(method.toUpperCase())
    if (changing && !('x-csrf-token' in headers)) headers['x-csrf-token'] = await tokenFor(path)
    if (body !== undefined || options.raw !== undefined) headers['content-type'] ??= 'application/json'
    const payload = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await raw(path, { method: method.toUpperCase(), headers, body: payload as BodyInit })
    const answer = { status: response.status, headers: response.headers, body: await readBody(response) }
    const token = (answer.body as { csrf?: string } | undefined)?.csrf
    if (token) tokens.set(sessionPath(path), token)
    return answer
  }

  return {
    cookies,
    send,
    fetch: raw,
    get: (path, options) => send('GET', path, undefined, options),
    post: (path, body, options) => send('POST', path, body, options),
    put: (path, body, options) => send('PUT', path, body, options),
    patch: (path, body, options) => send('PATCH', path, body, options),
    delete: (path, body, options) => send('DELETE', path, body, options),
    async login(username, password) {
      const answer = await send('POST', '/api/session', { username, password })
      if (answer.status !== 200)
        throw new Error(`login of ${username}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer
    },
    async headersFor(path) {
      const token = await tokenFor(path)
      return { cookie: cookieHeader(), 'x-csrf-token': token }
    },
  }
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const expired = attributes.some(
    (a) => /^\s*expires=/i.test(a) && Date.parse(a.split('=')[1] ?? '') < Date.now(),
  )
  if (expired) cookies.delete(pair.slice(0, at))
  else cookies.set(pair.slice(0, at), pair.slice(at + 1))
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  return /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
}
