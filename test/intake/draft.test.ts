import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'

type SignedIn = Awaited<ReturnType<TestApp['signIn']>>

describe('Drafts of intakes', () => {
  let app: TestApp
  let clerk: SignedIn
  let colleague: SignedIn
  const id = randomUUID()

  before(async () => {
    app = await startApp()
    clerk = await app.signIn({ roles: ['clerk'], centreCode: '110108-ZW' })
    colleague = await app.signIn({ roles: ['clerk'], centreCode: '110108-ZW' })
  })
  after(() => app?.close())

  it('are kept sealed and given back to their owner as they were', async () => {
    const draft = { title: '护士执业注册 · 诸葛小敏', data: { applicant: { name: '诸葛小敏' }, step: 2 } }
    assert.equal((await clerk.put(`/api/drafts/${id}`, draft)).status, 204)
    assert.equal((await clerk.put(`/api/drafts/${id}`, { ...draft, data: { step: 3 } })).status, 204)
    const { rows } = (await clerk.get('/api/drafts')).body
    assert.deepEqual(
      rows.map(({ title, data }: any) => ({ title, data })),
      [{ title: draft.title, data: { step: 3 } }],
    )
    const [row] = await app.deps.db('intake_draft')
    assert.equal(JSON.stringify(row).includes('诸葛'), false)
  })

  it('of a colleague are neither seen, overwritten nor deleted', async () => {
    assert.deepEqual((await colleague.get('/api/drafts')).body.rows, [])
    assert.equal((await colleague.put(`/api/drafts/${id}`, { title: '', data: {} })).status, 404)
    assert.equal((await colleague.delete(`/api/drafts/${id}`)).status, 404)
    assert.equal((await clerk.get('/api/drafts')).body.rows.length, 1)
  })

  it('go when they are deleted', async () => {
    assert.equal((await clerk.delete(`/api/drafts/${id}`)).status, 204)
    assert.deepEqual((await clerk.get('/api/drafts')).body.rows, [])
    assert.equal((await clerk.delete(`/api/drafts/${id}`)).status, 404)
  })
})
