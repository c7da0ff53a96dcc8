import assert from 'node:assert/strict'
import { roleIds } from '../../workflows/identity/domain.ts'
import type { RouteRecord } from '../../server/openapi.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { filledPath } from '../support/route-path.ts'
import { permissions, uploads } from './permissions.ts'
import type { Who } from './permissions.ts'

const people: Who[] = [...roleIds, 'applicant', 'nobody']
/** Whoever calls these is signed out afterwards. */
const isLast = (name: string): boolean => /^DELETE \S+\/session$/.test(name)

interface Asked {
  name: string
  method: string
  path: string
  params?: RouteRecord['request']['params']
}

describe('Who may call what', function () {
  this.timeout(120_000)
  let app: TestApp
  before(async () => {
    app = await startApp()
  })
  after(() => app.close())

  const asked = (): Asked[] => {
    const declared = app.app.records.map(({ method, path, request }) => ({
      ...{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path },
      params: request.params,
    }))
    const mounted = Object.keys(uploads).map((name) => {
      const [method, path] = name.split(' ') as [string, string]
      return { name, method, path }
    })
    return [...mounted, ...declared].sort((a, b) => +isLast(a.name) - +isLast(b.name))
  }
  const clientOf = async (who: Who): Promise<HttpClient> => {
    if (who === 'nobody') return app.client()
    return who === 'applicant' ? app.citizen('110108-TEST-1') : app.signIn(who)
  }

  it('is decided for every route, and for none that is gone', () => {
    const names = asked().map(({ name }) => name)
    assert.deepEqual(Object.keys({ ...permissions, ...uploads }).sort(), names.sort())
  })

  it('names every role', () => {
    const named = new Set(Object.values(permissions).flat())
    assert.deepEqual(
      people.filter((who) => !named.has(who)),
      [],
    )
  })

  for (const who of people) {
    it(`is held to for ${who}`, async () => {
      const client = await clientOf(who)
      const wrong: string[] = []
      for (const { name, method, path, params } of asked()) {
        const expected = { ...permissions, ...uploads }[name]?.includes(who) ?? false
        const status = await statusOf(client, method, filledPath(path, params))
        if ((status !== 401 && status !== 403) !== expected) wrong.push(`${name}: ${status}`)
      }
      assert.deepEqual(wrong, [])
    })
  }
})

/** Of a request that says nothing: who is let in is told that it is incomplete, or that there is no such thing. */
async function statusOf(client: HttpClient, method: string, path: string): Promise<number> {
  const changes = method !== 'GET' && method !== 'HEAD'
  const headers = changes ? { ...(await client.headersFor(path)), 'content-type': 'application/json' } : {}
  const end = new AbortController()
  const body = changes ? '{}' : undefined
  const response = await client.fetch(path, { method, headers, body, signal: end.signal })
  end.abort() // an event stream has no end of its own
  return response.status
}
