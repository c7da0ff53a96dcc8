import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { insertFile } from '../../server/records/file/file.ts'
import { scope } from '../../server/routes.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { pdfOf, png, zipOf } from './samples.ts'
import { upload } from './tus.ts'

describe('reading a file', () => {
  let app: TestApp
  before(async () => {
    app = await startApp({
      scope: {
        ...scope,
        canSee: async (_deps, actor, instance) => instance.startsWith(`case:${actor.districtCode}`),
      },
    })
  })
  after(() => app.close())

  async function fileOfCase(caseNo: string, ownerKind: 'system' | 'citizen' = 'system'): Promise<string> {
    const id = randomUUID()
    const content = pdfOf(id)
    const { sha256, size } = await app.deps.files.put(content)
    await insertFile(app.deps.db, {
      id,
      sha256,
      size,
      name: '受理通知书.pdf',
      mediaType: 'application/pdf',
      ownerKind,
      uploadedBy: null,
      instance: `case:${caseNo}`,
      at: app.deps.now().toISOString(),
    })
    return id
  }

  it('gives it as a download whose type browsers must not guess', async () => {
    const clerk = await app.signIn('clerk')
    const { id } = await upload(clerk, '身份证 正面.png', png)
    const response = await clerk.fetch(`/api/files/${id}`)
    assert.equal(response.status, 200)
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), png)
    assert.match(
      response.headers.get('content-disposition')!,
      /^attachment; filename=.*filename\*=UTF-8''%E8%BA%AB/,
    )
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.match(response.headers.get('content-security-policy')!, /default-src 'none'/)
    assert.match(response.headers.get('cache-control')!, /no-store/)
  })

  it('shows pictures and PDF in place when asked, and nothing else', async () => {
    const clerk = await app.signIn('clerk')
    const image = await upload(clerk, 'a.png', png)
    const sheet = await upload(clerk, 'a.xlsx', zipOf(['[Content_Types].xml', 'xl/workbook.xml']))
    const disposition = async (id: string) =>
      (await clerk.fetch(`/api/files/${id}?inline=1`)).headers.get('content-disposition')!.split(';')[0]
    assert.equal(await disposition(image.id), 'inline')
    assert.equal(await disposition(sheet.id), 'attachment')
  })

  it('keeps an unfiled upload to its uploader', async () => {
    const clerk = await app.signIn('clerk')
    const { id } = await upload(clerk, 'a.png', png)
    const other = await app.signIn('clerk')
    assert.equal((await other.get(`/api/files/${id}`)).status, 404)
    assert.equal((await app.client().get(`/api/files/${id}`)).status, 401)
  })

  it('opens the files of a case to those who may see the case, and to nobody of another district', async () => {
    const id = await fileOfCase('110108-1')
    const here = await app.signIn({ roles: ['clerk'], districtCode: '110108' })
    const there = await app.signIn({ roles: ['clerk'], districtCode: '110105' })
    assert.equal((await here.get(`/api/files/${id}`)).status, 200)
    assert.equal((await there.get(`/api/files/${id}`)).status, 404)
  })

  it('lets an applicant hand in, and read back only what this case handed in', async () => {
    const citizen = await app.citizen('110108-7')
    const { id, status } = await upload(citizen, '补正材料.pdf', pdfOf('补正'), '/api/citizen/uploads')
    assert.equal(status, 204)
    const row = await app.deps.db('file').where({ id }).first()
    assert.deepEqual([row.owner_kind, row.instance, row.uploaded_by], ['citizen', 'case:110108-7', null])
    assert.equal((await citizen.get(`/api/citizen/files/${id}`)).status, 200)
    const other = await app.citizen('110108-8')
    assert.equal((await other.get(`/api/citizen/files/${id}`)).status, 404)
    assert.equal((await citizen.get(`/api/citizen/files/${await fileOfCase('110108-7')}`)).status, 404)
    assert.equal((await citizen.get(`/api/files/${id}`)).status, 401)
  })
})
