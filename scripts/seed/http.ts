import { createHash } from 'node:crypto'

/** A signed-in user of the running server, as a browser is one: cookie, CSRF token, JSON. */
export interface Person {
  get(path: string): Promise<Reply>
  post(path: string, body: unknown, key?: string): Promise<Reply>
  /** Sends a file by the tus protocol; gives its id. */
  upload(name: string, mediaType: string, content: Buffer): Promise<string>
}

export interface Reply {
  status: number
  body: Record<string, unknown>
}

export async function signIn(server: string, username: string, password: string): Promise<Person> {
  let cookie = ''
  let token = ''

  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { cookie, 'x-csrf-token': token, ...(init.headers as Record<string, string>) }
    const response = await fetch(new URL(path, server), { ...init, method, headers })
    const fresh = response.headers.getSetCookie().map((line) => line.split(';')[0]!)
    if (fresh.length > 0) cookie = fresh.join('; ')
    return response
  }
  const json = async (method: string, path: string, body?: unknown, key?: string): Promise<Reply> => {
    const headers = {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    const response = await send(method, path, {
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = (text ? JSON.parse(text) : {}) as Record<string, unknown>
    if (typeof answer.csrf === 'string') token = answer.csrf
    return { status: response.status, body: answer }
  }

  await json('GET', '/api/session')
  const login = await json('POST', '/api/session', { username, password })
  if (login.status !== 200)
    throw new Error(`sign-in of ${username}: ${login.status} ${String(login.body.code)}`)
  return {
    get: (path) => json('GET', path),
    post: (path, body, key) => json('POST', path, body, key),
    async upload(name, mediaType, content) {
      const base64 = (text: string) => Buffer.from(text).toString('base64')
      const tus = { 'tus-resumable': '1.0.0' }
      const metadata = `filename ${base64(name)},filetype ${base64(mediaType)}`
      const begin = { ...tus, 'upload-length': String(content.length), 'upload-metadata': metadata }
      const created = await send('POST', '/api/uploads', { headers: begin })
      const location = created.headers.get('location')
      if (created.status !== 201 || !location) throw new Error(`upload of ${name}: ${created.status}`)
      const address = new URL(location, server).pathname
      const part = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
      const sent = await send('PATCH', address, { headers: part, body: new Uint8Array(content) })
      if (sent.status >= 300) throw new Error(`upload of ${name}: ${sent.status} ${await sent.text()}`)
      return address.split('/').at(-1)!
    },
  }
}

/** Signs each one in when first asked for. */
export function signIns(server: string, password: string): (username: string) => Promise<Person> {
  const signedIn = new Map<string, Promise<Person>>()
  return (username) => {
    const known = signedIn.get(username) ?? signIn(server, username, password)
    signedIn.set(username, known)
    return known
  }
}

/** The same text gives the same key, in the shape of a UUID of version 4. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(`banjian demo ${text}`).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return parts.join('-')
}

/** How often an answer "saving" is asked again, a second apart. */
const mostTries = 60

/** Sends again with the same key while the engine is still saving (202), or away (503). */
export async function untilSaved(send: () => Promise<Reply>): Promise<Reply> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const reply = await send()
    if (reply.status === 200 || reply.status === 201) return reply
    if (reply.status !== 202 && reply.status !== 503)
      throw new Error(`demo record refused: ${reply.status} ${JSON.stringify(reply.body)}`)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  throw new Error(`demo record not saved after ${mostTries} tries`)
}
