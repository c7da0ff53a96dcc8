import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPapers } from '../../activities/paper/issue.ts'
import { createDb } from '../../server/db.ts'
import type { Db } from '../../server/db.ts'
import { createFileStore } from '../../server/modules/file/store.ts'
import type { FileStore } from '../../server/modules/file/store.ts'
import { findOrNumberPaper, findPaper, listPapers } from '../../server/records/paper/paper.ts'
import { createDatabase, dropDatabase } from '../support/stack.ts'
import { pdfText } from './pdf-text.ts'
import { sampleInput, sampleOf } from './samples.ts'

const database = 'paper_issue'
const at = '2026-11-23T10:05:00+08:00'

describe('issuing a paper', () => {
  let db: Db
  let files: FileStore
  let dir: string
  let issuePaper: ReturnType<typeof createPapers>['issuePaper']

  before(async () => {
    db = createDb(await createDatabase(database))
    dir = await mkdtemp(path.join(tmpdir(), 'banjian-paper-'))
    files = createFileStore(dir)
    issuePaper = createPapers({ db, files }).issuePaper
  })
  after(async () => {
    await db.destroy()
    await dropDatabase(database)
    await rm(dir, { recursive: true })
  })
  beforeEach(async () => {
    await db('paper').delete()
    await db('number_sequence').delete()
  })

  const receipt = (caseNo: string, when = at) =>
    ({
      instance: `case:${caseNo}`,
      stepKey: 'start#0',
      kind: 'receipt',
      data: sampleOf('receipt'),
      at: when,
    }) as const

  it('gives it a number, a date and a stored PDF that reads right', async () => {
    const { paperId, number } = await issuePaper(receipt('A1'))
    const paper = (await findPaper(db, paperId))!
    assert.equal(number, '京海政服〔2026〕收字第000001号')
    assert.equal(paper.issuedOn, '2026-11-23')
    const pdf = await files.get(paper.file!.sha256)
    assert.equal(pdf.length, paper.file!.size)
    assert.match(await pdfText(pdf), /收件凭证办件编号：A1京海政服〔2026〕收字第000001号/)
  })

  it('a step that runs again finds its paper: same number, no gap', async () => {
    const first = await issuePaper(receipt('A1'))
    assert.deepEqual(await issuePaper(receipt('A1')), first)
    assert.equal((await issuePaper(receipt('A2'))).number, '京海政服〔2026〕收字第000002号')
  })

  it('fifty cases and their repetitions at once are numbered 1 to 50 without gap or double', async () => {
    const calls = Array.from({ length: 50 }, (_, i) => receipt(`C${i}`)).flatMap((call) => [call, call])
    const numbered = await Promise.all(calls.map((call) => findOrNumberPaper(db, call)))
    assert.deepEqual(
      [...new Set(numbered.map(({ n }) => n))].sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, i) => i + 1),
    )
    assert.equal(Number((await db('paper').count('* as count').first())!.count), 50)
  })

  it('a crash after the number and before the PDF leaves no gap: the retry prints the same number', async () => {
    const away: FileStore = { ...files, put: () => Promise.reject(new Error('disk full')) }
    await assert.rejects(createPapers({ db, files: away }).issuePaper(receipt('A1')), /disk full/)
    assert.deepEqual(await listPapers(db, 'case:A1'), [])
    const later = await issuePaper({ ...receipt('A1'), at: '2026-11-24T09:00:00+08:00' })
    assert.equal(later.number, '京海政服〔2026〕收字第000001号')
    assert.equal((await listPapers(db, 'case:A1'))[0]!.issuedOn, '2026-11-23')
  })

  it('a transaction that is rolled back gives its number to the next paper', async () => {
    const failing = db.transaction(async (trx) => {
      await findOrNumberPaper(trx, receipt('A1'))
      throw new Error('act refused')
    })
    await assert.rejects(failing, /act refused/)
    assert.equal((await issuePaper(receipt('A2'))).number, '京海政服〔2026〕收字第000001号')
  })

  it('each body, kind and year has its own sequence', async () => {
    await issuePaper(receipt('A1'))
    const grant = {
      instance: 'case:A1',
      stepKey: 'decide#1',
      kind: 'grant-decision',
      data: sampleOf('grant-decision'),
      at,
    } as const
    assert.equal((await issuePaper(grant)).number, '京海市监〔2026〕准字第000001号')
    assert.equal(
      (await issuePaper(receipt('A2', '2027-01-04T09:00:00+08:00'))).number,
      '京海政服〔2027〕收字第000001号',
    )
    const elsewhere = {
      ...receipt('A3'),
      data: { ...sampleOf('receipt'), centre: { ...sampleInput.centre, code: 'x', mark: '京朝政服' } },
    }
    assert.equal((await issuePaper(elsewhere)).number, '京朝政服〔2026〕收字第000001号')
  })

  it('the day on the paper is Beijing’s: 00:30 on New Year’s morning is already the new year', async () => {
    const { paperId, number } = await issuePaper(receipt('A1', '2026-12-31T16:30:00Z'))
    assert.match(number, /〔2027〕/)
    assert.equal((await findPaper(db, paperId))!.issuedOn, '2027-01-01')
  })

  it('a refusal without reasons is refused for good and spends no number', async () => {
    const { reasons: _reasons, ...data } = sampleOf('refusal-decision')
    const refusal = { instance: 'case:A1', stepKey: 'decide#1', kind: 'refusal-decision', data, at } as const
    await assert.rejects(issuePaper(refusal), { type: 'paper-incomplete', nonRetryable: true })
    assert.equal(await db('number_sequence').first(), undefined)
  })

  it('the row beside the PDF holds neither person nor query secret', async () => {
    await issuePaper(receipt('A1'))
    const row = JSON.stringify(await db('paper').first())
    for (const secret of ['稻香源', '王小明', '138****5678', '7K3M-9QWT'])
      assert.ok(!row.includes(secret), secret)
  })
})
