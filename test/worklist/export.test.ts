import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import { sendCsv } from '../../server/export-csv.ts'
import type { ExportedList } from '../../server/export-list.ts'
import { sendXlsx } from '../../server/export-xlsx.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import type { HttpClient } from '../support/http.ts'
import { completeIntake } from '../intake/fixture.ts'
import { copyCase } from './support.ts'

const formulas = ['=HYPERLINK("http://x","点我")', '=cmd|calc', '+1', '-1+1', '@SUM(A1)']

/** Rows in sheets by name, each a list of texts. */
async function sheetsOf(bytes: Buffer): Promise<Record<string, ExcelJS.Worksheet>> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.read(Readable.from(bytes))
  return Object.fromEntries(book.worksheets.map((sheet) => [sheet.name, sheet]))
}
const textsOf = (sheet: ExcelJS.Worksheet, row: number) => (sheet.getRow(row).values as unknown[]).slice(1)

function collector(): { to: Writable; bytes: () => Buffer } {
  const parts: Buffer[] = []
  const to = new Writable({
    write(part: Buffer, _encoding, done) {
      parts.push(Buffer.from(part))
      done()
    },
  })
  return { to, bytes: () => Buffer.concat(parts) }
}

describe('a list as a file', () => {
  let pagesRead = 0
  const list = (pages: number, cell: (n: number) => string | number | null): ExportedList<number> => ({
    columns: [
      { title: '编号', cell: (n) => n },
      { title: '内容', cell },
    ],
    name: '办件',
    notes: [['导出人', '欧阳锋（clerk1）']],
    pages: (async function* () {
      for (pagesRead = 0; pagesRead < pages; pagesRead++)
        yield Array.from({ length: 200 }, (_, i) => pagesRead * 200 + i)
    })(),
  })

  it('holds every row of a long list, in order, and says how many there are', async () => {
    const { to, bytes } = collector()
    await sendXlsx(
      list(100, (n) => `第 ${n} 行`),
      to,
    )
    const { 办件: rows } = await sheetsOf(bytes())
    assert.deepEqual(textsOf(rows!, 1), ['编号', '内容'])
    assert.deepEqual(textsOf(rows!, 20_001), [19_999, '第 19999 行'])
    assert.deepEqual(textsOf(rows!, 20_003), ['共 20000 条'])
  })

  it('keeps a cell that looks like a formula a text, in both formats', async () => {
    const excel = collector()
    await sendXlsx(
      list(1, (n) => formulas[n] ?? null),
      excel.to,
    )
    const { 办件: rows } = await sheetsOf(excel.bytes())
    formulas.forEach((text, n) => {
      const cell = rows!.getCell(n + 2, 2)
      assert.deepEqual([cell.type, cell.value], [ExcelJS.ValueType.String, text])
    })
    const csv = collector()
    await sendCsv(
      list(1, (n) => formulas[n] ?? null),
      csv.to,
    )
    const lines = csv.bytes().toString('utf8').split('\r\n')
    assert.ok(lines[0]!.startsWith('\uFEFF编号'))
    assert.ok(lines[1]!.endsWith(`"'=HYPERLINK(""http://x"",""点我"")"`))
    assert.ok(lines[2]!.endsWith(`,'=cmd|calc`))
    for (const line of lines) assert.doesNotMatch(line, /,[=+\-@]/)
  })

  it('is not read ahead of a reader who does not take it', async () => {
    for (const send of [sendCsv, sendXlsx]) {
      const stuck = new Writable({ write: () => undefined, highWaterMark: 1024 })
      const wide = '政务服务'.repeat(200)
      const sending = send(
        list(5_000, (n) => `${n * 7919}${wide}${n * 104_729}`),
        stuck,
      ).catch(() => undefined)
      let before = -1
      while (before !== pagesRead) {
        before = pagesRead
        for (let n = 0; n < 200; n++) await turn()
      }
      assert.ok(pagesRead < 500, `${send.name} read ${pagesRead} pages of 5000`)
      stuck.destroy()
      await sending
    }
  })
})

describe('the export of the list of cases', function () {
  this.timeout(180_000)
  let office: Office
  before(async () => {
    office = await startDirectOffice()
    const { caseNo } = await office.take(completeIntake())
    for (let i = 0; i < 230; i++)
      await copyCase(office.app.deps.db, caseNo, `COPY-${String(i).padStart(4, '0')}`, {
        case: {
          apply_at: new Date(Date.parse('2026-03-02T01:00:00Z') + i * 1000).toISOString(),
          applicant_name_masked: i === 7 ? formulas[0] : '张*',
          ...(i === 8 && { item_name: '-1+1', handler_name: '@SUM(A1)' }),
        },
      })
  })
  after(() => office.close())

  it('is the list, masked, as text, and says for whom, when and by which filters it was made', async () => {
    const answer = await office.clerk.fetch('/api/cases/export?q=远山&status=received&from=2026-03-01')
    assert.match(answer.headers.get('content-type')!, /spreadsheetml/)
    assert.match(decodeURIComponent(answer.headers.get('content-disposition')!), /办件-\d{4}-\d\d-\d\d\.xlsx/)
    const { 说明: about, 办件: rows } = await sheetsOf(Buffer.from(await answer.arrayBuffer()))
    const notes = Object.fromEntries([2, 3, 4, 5, 6].map((n) => textsOf(about!, n)) as [string, string][])
    const { actor } = office.clerk
    assert.equal(notes['导出人'], `${actor.name}（${actor.username}）`)
    assert.deepEqual(
      [notes['按词搜索'], notes['状态'], notes['收件日期']],
      ['是', '已收件', '2026-03-01 至 不限'],
    )
    assert.ok(!JSON.stringify(notes).includes('远山'), 'the word may be the name that the rows mask')
    const texts = Array.from({ length: 230 }, (_, n) => textsOf(rows!, n + 2))
    assert.deepEqual(new Set(texts.map(([caseNo]) => caseNo)).size, 230)
    assert.ok(texts.some(([, , applicant]) => applicant === formulas[0]))
  })

  it('is audited before it is sent, without the word, and refused to who reads no cases', async () => {
    const text = await (await office.clerk.fetch('/api/cases/export?format=csv&q=COPY-&light=red')).text()
    assert.equal(
      text.split('\r\n')[0],
      '办件编号,事项,申请人,状态,环节,收件时间,办结时间,时限,最后一日,政务服务中心,审批部门,经办人',
    )
    const { detail } = await office.app.deps
      .db('audit')
      .where({ action: 'case.export', outcome: 'ok', user_id: office.clerk.actor.id })
      .orderBy('id', 'desc')
      .first('detail')
    assert.deepEqual(detail, { light: 'red', searched: true, format: 'csv' })
    const administrator = await office.app.signIn('administrator')
    assert.equal((await administrator.get('/api/cases/export')).status, 403)
    assert.equal((await office.clerk.get('/api/cases/export?format=pdf')).status, 400)
  })

  it('holds only the marked rows when some were marked, and says how many; of another place none', async () => {
    const marked = 'only=COPY-0003,COPY-0005,ELSEWHERE'
    const lines = async (who: HttpClient, list: string) =>
      (await (await who.fetch(`/api/${list}&format=csv&${marked}`)).text()).trim().split('\r\n').slice(1)
    const numbers = (await lines(office.clerk, 'cases/export?q=')).map((line) => line.split(',')[0])
    assert.deepEqual(numbers, ['COPY-0005', 'COPY-0003'])
    const { detail } = await office.app.deps.db('audit').orderBy('id', 'desc').first('detail')
    assert.equal(detail.marked, 3)
    const stranger = await office.app.signIn({ roles: ['clerk'], centreCode: 'C-NONE' })
    assert.deepEqual(await lines(stranger, 'cases/export?q='), [])
  })

  it('is there for the worklist too, of the box and of the marked', async () => {
    const text = async (query: string) =>
      (await (await office.clerk.fetch(`/api/tasks/export?format=csv&box=group${query}`)).text()).trim()
    assert.equal((await text('')).split('\r\n').length, 1 + 231)
    const task = await office.app.deps.db('task').where({ number: 'COPY-0003' }).first('instance', 'key')
    const one = await text(`&only=${encodeURIComponent(`${task.instance}|${task.key}`)}`)
    assert.deepEqual(
      one.split('\r\n').map((line) => line.split(',')[0]),
      ['编号', 'COPY-0003'],
    )
  })
})
