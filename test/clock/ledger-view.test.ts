import assert from 'node:assert/strict'
import { ledger } from '../../workflows/clock/ledger.ts'
import type { Calendar, ClockFacts } from '../../workflows/clock/domain.ts'
import { cellTitle, ledgerBases, ledgerWeeks, sumLine } from '../../web/src/modules/process/page/ledger.ts'

const calendar: Calendar = {
  version: 1,
  years: [2026],
  days: {
    '2026-10-01': { kind: 'holiday', name: '国庆节' },
    '2026-10-02': { kind: 'holiday', name: '国庆节' },
    '2026-10-10': { kind: 'make-up', name: '国庆节' },
  },
}
const facts: ClockFacts = {
  kind: 'supplement',
  unit: 'working-day',
  budget: 7,
  startDay: '2026-09-29',
  pauses: [
    { id: 'p', from: '2026-10-07', through: '2026-10-08', cause: '检测', basis: '行政许可法 第四十五条' },
  ],
  extensions: [],
  closes: 'online',
}
const rows = ledger(facts, calendar)
const cells = ledgerWeeks(rows, '2026-10-06').flat()
const cell = (day: string) => cells.find((one) => one.day === day)!

describe('the deadline ledger as a calendar', () => {
  it('weeks run from Monday to Sunday and hold every day of the term', () => {
    assert.equal(cells.length % 7, 0)
    assert.equal(cells[0]!.day, '2026-09-28')
    assert.equal(cells[0]!.row, undefined, 'days before the term only fill the week')
    for (const row of rows) assert.equal(cell(row.day).row, row)
  })

  it('each day says why it counts or not', () => {
    assert.equal(cell('2026-09-29').text, '起算')
    assert.equal(cell('2026-09-30').text, '第1天')
    assert.equal(cell('2026-10-01').text, '国庆节')
    assert.equal(cell('2026-10-03').text, '周末')
    assert.equal(cell('2026-10-07').text, '暂停')
    assert.match(cellTitle(cell('2026-10-10')), /调休上班，计入/)
    assert.match(cellTitle(cell('2026-10-07')), /检测/)
  })

  it('marks today, what is past, the months and the last day', () => {
    assert.equal(cell('2026-10-06').today, true)
    assert.equal(cell('2026-10-05').past, true)
    assert.equal(cell('2026-10-01').month, '10月')
    assert.equal(cells.filter(({ row }) => row?.last).length, 1)
  })

  it('the sum line counts the same days', () => {
    assert.equal(
      sumLine(rows, 'working-day'),
      `计入 7 个工作日（其中调休上班 1 天）；不计入：周末 3 天、节假日 2 天、暂停 2 天`,
    )
    assert.deepEqual(ledgerBases(rows), ['民法典 第二百零一条', '行政许可法 第四十五条'])
  })

  it('a clock without days draws nothing', () => {
    assert.deepEqual(ledgerWeeks([], '2026-10-06'), [])
  })
})
