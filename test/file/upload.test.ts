import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { poll } from '../support/stack.ts'
import { pdfOf, png, zipOf } from './samples.ts'
import { abortAfter, createUpload, sendPart, upload } from './tus.ts'

describe('uploading a file', () => {
  let app: TestApp
  let clerk: HttpClient
  before(async () => {
    app = await startApp()
    clerk = await app.signIn('clerk')
  })
  after(() => app.close())
  const rowOf = (id: string) => app.deps.db('file').where({ id }).first()

  it('stores it under its digest, with name, type and uploader', async () => {
    const content = pdfOf('申请表')
    const { id, status } = await upload(clerk, '申请表.pdf', content)
    assert.equal(status, 204)
    const row = await rowOf(id)
    assert.equal(row.sha256, createHash('sha256').update(content).digest('hex'))
    assert.deepEqual(
      [row.name, row.media_type, row.owner_kind, row.size],
      ['申请表.pdf', 'application/pdf', 'staff', content.length],
    )
    const audit = await app.deps.db('audit').where({ object_id: id })
    assert.deepEqual(
      audit.map((a: any) => [a.action, a.outcome]),
      [['file.upload', 'ok']],
    )
    assert.deepEqual(
      (await readdir(path.join(app.deps.config.filesDir, 'uploads'))).filter((f) => f.startsWith(id)),
      [],
    )
  })

  it('goes on at the offset after the line was cut', async () => {
    const content = Buffer.concat([pdfOf('大文件'), randomBytes(6_000_000)])
    const address = await createUpload(clerk, '/api/uploads', '大文件.pdf', content.length)
    await abortAfter(clerk, app.url, address, content, 2_500_000)
    const offset = async () =>
      Number((await clerk.send('HEAD', address, undefined, tus)).headers.get('upload-offset'))
    assert.ok(await poll(async () => (await offset()) > 0, 10_000, 50))
    const reached = await offset()
    assert.ok(reached > 0 && reached < content.length, `offset ${reached}`)
    assert.equal((await sendPart(clerk, address, content.subarray(reached), reached)).status, 204)
    const row = await rowOf(path.basename(address))
    assert.equal(row.sha256, createHash('sha256').update(content).digest('hex'))
  })

  it('refuses a part at another offset than the one reached', async () => {
    const address = await createUpload(clerk, '/api/uploads', 'a.pdf', 1_000)
    const answer = await sendPart(clerk, address, Buffer.alloc(10), 500)
    assert.deepEqual([answer.status, JSON.parse(answer.text).code], [409, 'upload-offset-mismatch'])
  })

  it('says "complete" to a client whose last answer was lost', async () => {
    const content = pdfOf('回执')
    const { address } = await upload(clerk, '回执.pdf', content)
    const head = await clerk.send('HEAD', address, undefined, tus)
    assert.equal(head.status, 200)
    assert.equal(head.headers.get('upload-offset'), String(content.length))
  })

  it('finishes at the next question what a crash left between last byte and row', async () => {
    const content = pdfOf('断电')
    const address = await createUpload(clerk, '/api/uploads', '断电.pdf', content.length)
    await app.deps.db.raw(`ALTER TABLE file ADD CONSTRAINT outage CHECK (size < 0) NOT VALID`)
    assert.equal((await sendPart(clerk, address, content, 0)).status, 500)
    await app.deps.db.raw('ALTER TABLE file DROP CONSTRAINT outage')
    const head = await clerk.send('HEAD', address, undefined, tus)
    assert.equal(head.headers.get('upload-offset'), String(content.length))
    assert.ok(await rowOf(path.basename(address)))
  })

  for (const [name, content] of [
    ['docx', ['说明.docx', zipOf(['[Content_Types].xml', 'word/document.xml'])]],
    ['xlsx', ['清单.xlsx', zipOf(['[Content_Types].xml', 'xl/workbook.xml'])]],
    ['ofd', ['证照.ofd', zipOf(['OFD.xml', 'Doc_0/Document.xml'])]],
    ['png', ['照片.PNG', png]],
    ['a version in the name', ['章程1.2版.pdf', pdfOf('x')]],
  ] as const)
    it(`takes ${name}`, async () => {
      const { id, status } = await upload(clerk, content[0], content[1])
      assert.equal(status, 204)
      assert.ok(await rowOf(id))
    })

  const refusals: [string, string, Buffer, string][] = [
    ['a PNG that calls itself PDF', '合同.pdf', png, 'file-content-mismatch'],
    [
      'an executable that calls itself PDF',
      '合同.pdf',
      Buffer.from('MZ\x90\x00 this program'),
      'file-content-mismatch',
    ],
    [
      'HTML that calls itself PDF',
      '合同.pdf',
      Buffer.from('<html><script>alert(1)</script>'),
      'file-content-mismatch',
    ],
    ['a plain zip that calls itself docx', '说明.docx', zipOf(['a.txt']), 'file-content-mismatch'],
    [
      'a docx with macros',
      '说明.docx',
      zipOf(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']),
      'file-content-mismatch',
    ],
    [
      'a zip that climbs out',
      '说明.docx',
      zipOf(['[Content_Types].xml', 'word/document.xml', '../../etc/passwd']),
      'file-content-mismatch',
    ],
    [
      'a zip bomb',
      '清单.xlsx',
      zipOf(['[Content_Types].xml', 'xl/workbook.xml', 'xl/bomb'], 4_000_000_000),
      'file-content-mismatch',
    ],
    [
      'a broken zip',
      '清单.xlsx',
      zipOf(['[Content_Types].xml', 'xl/workbook.xml']).subarray(0, 60),
      'file-content-mismatch',
    ],
  ]
  for (const [what, name, content, code] of refusals)
    it(`refuses ${what}, and keeps nothing of it`, async () => {
      const { id, status, text } = await upload(clerk, name, content)
      assert.deepEqual([status, JSON.parse(text).code], [415, code])
      assert.equal(await rowOf(id), undefined)
      assert.deepEqual(
        (await readdir(path.join(app.deps.config.filesDir, 'uploads'))).filter((f) => f.startsWith(id)),
        [],
      )
      const [audit] = await app.deps.db('audit').where({ object_id: id })
      assert.deepEqual([audit.outcome, audit.detail.code], ['refused', code])
    })

  for (const [name, code] of [
    ['图.svg', 'file-type-refused'],
    ['页.html', 'file-type-refused'],
    ['程序.exe', 'file-type-refused'],
    ['通知.exe.pdf', 'file-double-extension'],
    ['通知.pdf.exe', 'file-type-refused'],
    ['无扩展名', 'file-name-missing'],
    ['.pdf', 'file-name-missing'],
  ] as const)
    it(`refuses the name ${name} before a byte is sent`, async () => {
      const answer = await createUpload(clerk, '/api/uploads', name, 100).catch((err: Error) => err.message)
      assert.match(answer, new RegExp(`415.*${code}`))
    })

  it('refuses more than 200 MB', async () => {
    const answer = await createUpload(clerk, '/api/uploads', 'a.pdf', 200 * 1024 * 1024 + 1).catch(
      (e: Error) => e.message,
    )
    assert.match(answer, /413.*file-too-large/)
  })

  it('belongs to the session that began it', async () => {
    const address = await createUpload(clerk, '/api/uploads', 'a.pdf', 100)
    const other = await app.signIn('clerk')
    assert.equal((await other.send('HEAD', address, undefined, tus)).status, 404)
    assert.equal((await sendPart(other, address, Buffer.alloc(10), 0)).status, 404)
    assert.equal((await other.delete(address, undefined, tus)).status, 404)
    assert.equal((await app.client().send('HEAD', address, undefined, tus)).status, 401)
  })

  it('needs the CSRF token', async () => {
    const { status } = await clerk.post('/api/uploads', undefined, {
      headers: {
        ...tus.headers,
        'upload-length': '10',
        'upload-metadata': 'filename YS5wZGY=',
        'x-csrf-token': 'no',
      },
    })
    assert.equal(status, 403)
  })
})

const tus = { headers: { 'tus-resumable': '1.0.0' } }
