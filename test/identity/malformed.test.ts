import assert from 'node:assert/strict'
import type { z } from 'zod'
import type { RouteRecord } from '../../server/openapi.ts'
import { everyRole, startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { Answer, HttpClient } from '../support/http.ts'
import { filledPath } from '../support/route-path.ts'

/** Every declared route, also those that come later, is sent requests that its own schemas refuse. */
describe('a malformed request', () => {
  let app: TestApp
  let staff: HttpClient
  let citizen: HttpClient
  before(async () => {
    app = await startApp()
    staff = await app.signIn(everyRole)
    citizen = await app.citizen('110108-TEST-1')
    await citizen.get('/api/citizen/session')
    await staff.get('/api/session')
  })
  after(() => app.close())

  // One that names a record leaves a row in the audit: it may be another's.
  it('is answered by a problem and changes nothing, whatever the route', async function () {
    this.timeout(180_000)
    const before = await rowCounts(app)
    const faults: string[] = []
    for (const record of app.app.records) {
      const client = record.path.startsWith('/api/citizen/') ? citizen : staff
      const requests = malformed(record)
      assert.ok(requests.length > 0, `${record.method} ${record.path}: no malformed request was found`)
      for (const request of requests) {
        const answer = await client.send(record.method, request.path, undefined, {
          raw: request.body,
          headers: request.body === undefined ? {} : { 'content-type': 'application/json' },
        })
        const fault = whatIsWrong(answer)
        if (fault)
          faults.push(`${record.method} ${request.path.slice(0, 80)} ${request.body?.slice(0, 80)}: ${fault}`)
      }
    }
    assert.deepEqual(faults, [])
    assert.deepEqual(await rowCounts(app), before)
  })

  for (const [name, body, status, code] of [
    ['broken JSON', '{"username":', 400, 'malformed-json'],
    ['a bare value', '"text"', 400, 'malformed-json'],
    ['a NUL character', '{"username":"a\\u0000b","password":"x"}', 400, 'invalid-characters'],
    ['a lone surrogate', '{"username":"a\\ud800","password":"x"}', 400, 'invalid-characters'],
    ['a NUL in a key', '{"user\\u0000name":"a","password":"x"}', 400, 'invalid-characters'],
    ['a prototype key', '{"__proto__":{"username":"a"}}', 400, 'invalid-characters'],
    ['100,000 nested arrays', `{"username":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'too-deep'],
    ['two megabytes', `{"username":"${'x'.repeat(2_000_000)}"}`, 413, 'too-large'],
    ['wrong types', '{"username":1,"password":null}', 400, 'invalid-request'],
  ] as const) {
    it(`with ${name} is refused as ${code}`, async () => {
      const answer = await app.client().post('/api/session', undefined, { raw: body })
      assert.equal(answer.status, status)
      assert.equal(answer.body.code, code)
      assert.equal(whatIsWrong(answer), undefined)
    })
  }

  it('names every wrong field in Chinese', async () => {
    const { body } = await staff.post('/api/users', { username: '9', roles: [] })
    const fields = body.errors.map((error: { path: string }) => error.path)
    assert.deepEqual(fields, [
      'body.username',
      'body.name',
      'body.password',
      'body.districtCode',
      'body.roles',
    ])
    for (const { message } of body.errors) assert.match(message, /\p{Script=Han}/u)
  })

  it('to an address that does not exist is a problem too', async () => {
    const answer = await staff.get('/api/no-such-thing')
    assert.equal(answer.status, 404)
    assert.equal(whatIsWrong(answer), undefined)
  })
})

interface Malformed {
  path: string
  body?: string
}

const badTexts = ['%00', '%ED%A0%80', '%FF%FE', 'a%00b']
const badValues = [
  null,
  true,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  'x'.repeat(20_000),
  [],
  [[]],
  {},
  { a: { b: 1 } },
  '2026-02-30',
]

function malformed(record: RouteRecord): Malformed[] {
  const { params, body, query } = record.request
  const good = filledPath(record.path, params)
  const requests: Malformed[] = badTexts.map((text) => ({ path: `${good}?x=${text}` })).slice(0, 1)
  if (record.method !== 'get') requests.push({ path: good, body: '{' }, { path: good, body: '[1,' })
  for (const key of Object.keys(params?.shape ?? {})) {
    for (const text of badTexts) requests.push({ path: filledPath(record.path, params, { [key]: text }) })
    const refused = ['-1', 'x'.repeat(3_000), '1e400'].filter(
      (text) => !params!.shape[key]!.safeParse(text).success,
    )
    for (const text of refused) requests.push({ path: filledPath(record.path, params, { [key]: text }) })
  }
  for (const key of Object.keys(query?.shape ?? {})) {
    const refused = ['', '-1', 'x'.repeat(3_000), '1e400', 'no-such'].filter(
      (text) => !query!.shape[key]!.safeParse(text).success,
    )
    for (const text of refused) requests.push({ path: `${good}?${key}=${text}` })
  }
  if (body) requests.push(...badBodies(body).map((text) => ({ path: good, body: text })))
  return requests
}

/** Whole bodies of the wrong kind, and each field with each wrong value. */
function badBodies(schema: z.ZodType): string[] {
  const shape = (schema as Partial<z.ZodObject>).shape ?? {}
  const fields = Object.keys(shape).flatMap((key) => badValues.map((value) => ({ [key]: value })))
  return [{}, [], [{}], ...fields]
    .filter((value) => !schema.safeParse(value).success)
    .map((value) => JSON.stringify(value))
}

function whatIsWrong({ status, body, headers }: Answer): string | undefined {
  const text = JSON.stringify(body) ?? ''
  if (status < 400 || status > 499 || status === 401 || status === 403)
    return `status ${status} ${text.slice(0, 200)}`
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return 'not a problem'
  if (!body.code || !body.title || !body.requestId || body.status !== status) return `incomplete: ${text}`
  if (/node_modules|\.ts:|select |insert /i.test(text)) return `tells too much: ${text}`
  return undefined
}

async function rowCounts({ deps: { db } }: TestApp): Promise<Record<string, number>> {
  const { rows } = await db.raw(`SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'audit' ORDER BY 1`)
  const counts: Record<string, number> = {}
  for (const { table_name: table } of rows as { table_name: string }[])
    counts[table] = (await db(table).count({ n: '*' }).first())?.n as number
  return counts
}
