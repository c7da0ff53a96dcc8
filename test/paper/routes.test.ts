import assert from 'node:assert/strict'
import { createPapers } from '../../activities/paper/issue.ts'
import { findOrNumberPaper } from '../../server/records/paper/paper.ts'
import { scope } from '../../server/routes.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { sampleOf } from './samples.ts'

const at = '2026-11-23T10:05:00+08:00'

describe('reading papers', () => {
  let app: TestApp
  let clerk: HttpClient
  let receiptId: string
  let handoverId: string

  before(async () => {
    // Staff see cases of the district in their number's first two letters.
    const canSee: typeof scope.canSee = async (_deps, actor, instance) =>
      instance.startsWith(actor.districtCode === '110108' ? 'case:HD' : 'case:CY')
    app = await startApp({ scope: { ...scope, canSee } })
    clerk = await app.signIn({ roles: ['clerk'], centreCode: '110108-ZW' })
    const { issuePaper } = createPapers(app.deps)
    const step = (kind: 'receipt' | 'handover-list') => ({
      instance: 'case:HD1',
      stepKey: 's',
      kind,
      data: sampleOf(kind),
      at,
    })
    receiptId = (await issuePaper(step('receipt'))).paperId
    handoverId = (await issuePaper(step('handover-list'))).paperId
  })
  after(() => app.close())

  it('staff get the papers of a case in their scope', async () => {
    const { status, body } = await clerk.get('/api/instances/case:HD1/papers')
    assert.equal(status, 200)
    assert.deepEqual(body.rows.map((paper: { kind: string }) => paper.kind).sort(), [
      'handover-list',
      'receipt',
    ])
    const { id, issuedOn, basis, ready } = body.rows.find(({ kind }: { kind: string }) => kind === 'receipt')
    assert.deepEqual([id, issuedOn, ready], [receiptId, '2026-11-23', true])
    assert.deepEqual(basis, ['《中华人民共和国行政许可法》第二十九条'])
  })

  it('a PDF comes as a download that browsers do not guess about, or in place when asked', async () => {
    const download = await clerk.fetch(`/api/papers/${receiptId}/pdf`)
    assert.equal(download.status, 200)
    assert.equal(download.headers.get('content-type'), 'application/pdf')
    assert.equal(download.headers.get('x-content-type-options'), 'nosniff')
    assert.match(
      download.headers.get('content-disposition')!,
      /^attachment;.*filename\*=UTF-8''%E6%94%B6%E4%BB%B6/,
    )
    assert.equal(
      Buffer.from(await download.arrayBuffer())
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    )
    const inline = await clerk.fetch(`/api/papers/${receiptId}/pdf?inline=1`)
    assert.match(inline.headers.get('content-disposition')!, /^inline;/)
    await inline.arrayBuffer()
  })

  it('the bureau gets them but for the receipt: with its query secret one acts as the applicant', async () => {
    const reviewer = await app.signIn({ roles: ['reviewer'], bureauCode: '110108-RSJ' })
    const kinds = (await reviewer.get('/api/instances/case:HD1/papers')).body.rows.map(
      (paper: any) => paper.kind,
    )
    assert.deepEqual(kinds, ['handover-list'])
    assert.equal((await reviewer.get(`/api/papers/${receiptId}/pdf`)).status, 404)
    assert.equal((await reviewer.get(`/api/papers/${handoverId}/pdf`)).status, 200)
  })

  it('a clerk of another district is told nothing, neither of the case nor of the paper', async () => {
    const other = await app.signIn({ roles: ['clerk'], districtCode: '110105' })
    assert.equal((await other.get('/api/instances/case:HD1/papers')).status, 404)
    assert.equal((await other.get(`/api/papers/${receiptId}/pdf`)).status, 404)
  })

  it('an applicant reads the papers of the own case that are meant for applicants', async () => {
    const citizen = await app.citizen('HD1')
    const { body } = await citizen.get('/api/citizen/papers')
    assert.deepEqual(
      body.rows.map((paper: { kind: string }) => paper.kind),
      ['receipt'],
    )
    assert.equal((await citizen.get(`/api/citizen/papers/${receiptId}/pdf`)).status, 200)
    assert.equal((await citizen.get(`/api/citizen/papers/${handoverId}/pdf`)).status, 404)
    const stranger = await app.citizen('HD2')
    assert.equal((await stranger.get(`/api/citizen/papers/${receiptId}/pdf`)).status, 404)
  })

  it('a paper that has its number and not yet its PDF is announced to staff alone', async () => {
    const paper = {
      instance: 'case:HD1',
      stepKey: 'later',
      kind: 'receipt',
      data: sampleOf('receipt'),
      at,
    } as const
    const { id } = await findOrNumberPaper(app.deps.db, paper)
    const seen = ({ body }: { body: { rows: { id: string; ready: boolean }[] } }) =>
      body.rows.find((row) => row.id === id)?.ready
    assert.equal(seen(await clerk.get('/api/instances/case:HD1/papers')), false)
    assert.equal(seen(await (await app.citizen('HD1')).get('/api/citizen/papers')), undefined)
    assert.equal((await clerk.get(`/api/papers/${id}/pdf`)).status, 404)
  })

  it('nobody reads a paper without signing in, and a malformed id is 400', async () => {
    assert.equal((await app.client().get(`/api/papers/${receiptId}/pdf`)).status, 401)
    assert.equal((await app.client().get(`/api/citizen/papers/${receiptId}/pdf`)).status, 401)
    assert.equal((await clerk.get('/api/papers/1%20or%201/pdf')).status, 400)
    assert.equal((await clerk.get('/api/papers/00000000-0000-4000-8000-000000000000/pdf')).status, 404)
  })
})
