import assert from 'node:assert/strict'
import { ApiError, http } from '../../web/src/api/http.ts'

/** Told to wait, for as long as a test can. */
const busy = () => new Response(null, { status: 503, headers: { 'retry-after': '0.01' } })

describe('an act that is sent while much is under way', () => {
  const { fetch } = globalThis
  let keys: (string | null)[] = []
  after(() => {
    globalThis.fetch = fetch
  })
  /** The server answers these, one after the other; null is a broken line. */
  function answers(given: (Response | null)[]): void {
    keys = []
    globalThis.fetch = async (_address, init) => {
      keys.push(new Headers(init?.headers).get('idempotency-key'))
      const answer = given.shift()
      if (!answer) throw new TypeError('fetch failed')
      return answer
    }
  }

  it('comes through a line that breaks after it was told to wait, with the same key', async () => {
    answers([busy(), busy(), busy(), busy(), null, Response.json({ revision: 2 })])
    assert.deepEqual(await http.post('/acts', {}, { key: 'one' }), { revision: 2 })
    assert.deepEqual(keys, Array(6).fill('one'))
  })
  it('is sent only once where a second time could do harm', async () => {
    answers([busy(), Response.json({})])
    await assert.rejects(http.post('/acts'), (error) => error instanceof ApiError && error.status === 503)
    assert.deepEqual(keys, [null])
  })
})
