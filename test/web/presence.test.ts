import assert from 'node:assert/strict'
import { http } from '../../web/src/api/http.ts'
import { createPresence, presence } from '../../web/src/api/presence.ts'

describe('whether somebody is at the page', () => {
  it('is so when it opens and for a minute after every touch', () => {
    let now = 0
    const desk = createPresence(() => now)
    now = 60_000
    assert.equal(desk.isAway(), false)
    now = 60_001
    assert.equal(desk.isAway(), true)
    desk.touch()
    now = 120_001
    assert.equal(desk.isAway(), false)
    now = 120_002
    assert.equal(desk.isAway(), true)
  })
})

describe('a request of the page', () => {
  const { fetch } = globalThis
  const { isAway } = presence
  let sent: [string, string | null][] = []
  before(() => {
    globalThis.fetch = async (address, init) => {
      sent.push([`${init?.method} ${address}`, new Headers(init?.headers).get('x-background')])
      return Response.json({})
    }
  })
  beforeEach(() => (sent = []))
  after(() => {
    globalThis.fetch = fetch
    presence.isAway = isAway
  })

  it('tells the server that nobody asked when nobody is there, whatever list it reads and however', async () => {
    presence.isAway = () => true
    await http.get('/tasks', { cursor: null })
    await http.get('/inbox/summary')
    assert.deepEqual(sent, [
      ['GET /api/tasks', '1'],
      ['GET /api/inbox/summary', '1'],
    ])
  })
  it('counts as work while somebody is there, and an act always does', async () => {
    presence.isAway = () => false
    await http.get('/tasks')
    presence.isAway = () => true
    await http.post('/tasks/claim')
    assert.deepEqual(sent, [
      ['GET /api/tasks', null],
      ['POST /api/tasks/claim', null],
    ])
  })
})
