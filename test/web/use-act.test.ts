import assert from 'node:assert/strict'
import { ApiError } from '../../web/src/api/http.ts'
import { useActIntent } from '../../web/src/modules/process/page/use-act.ts'

describe('an act sent from a page', () => {
  const { fetch } = globalThis
  afterEach(() => {
    globalThis.fetch = fetch
  })

  it('that is refused claims nothing: it is the only thing the page sends', async () => {
    const sent: string[] = []
    globalThis.fetch = (url) => {
      sent.push(new URL(url instanceof Request ? url.url : url, 'http://localhost').pathname)
      const problem = { status: 409, code: 'materials-missing', title: '材料不齐' }
      return Promise.resolve(Response.json(problem, { status: 409 }))
    }
    const intent = useActIntent('case:1')
    await assert.rejects(intent.send({ outcome: 'accept', task: 'check#1', data: {} }), ApiError)
    assert.deepEqual(sent, ['/api/instances/case%3A1/acts'])
  })
})
