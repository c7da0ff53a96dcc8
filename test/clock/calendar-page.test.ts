import assert from 'node:assert/strict'
import { monthWeeks, paint, sameDays } from '../../web/src/modules/clock/data.ts'

const cell = (year: number, month: number, date: number) =>
  monthWeeks(year, month)
    .flat()
    .find((one) => one?.date === date)!

describe('The calendar page', () => {
  it('lays a month out from Monday, with its weekend', () => {
    const weeks = monthWeeks(2026, 2)
    assert.equal(weeks.length, 5)
    assert.equal(weeks[0]![6]?.day, '2026-02-01')
    assert.ok(cell(2026, 2, 14).weekend)
    assert.ok(!cell(2026, 2, 16).weekend)
    assert.equal(monthWeeks(2028, 2).flat().filter(Boolean).length, 29)
  })

  it('makes only weekend days working days', () => {
    assert.deepEqual(paint([], cell(2026, 2, 16), 'make-up', '春节'), [])
    assert.deepEqual(paint([], cell(2026, 2, 14), 'make-up', '春节'), [
      { day: '2026-02-14', kind: 'make-up', name: '春节' },
    ])
  })

  it('takes back with the second click, and renames with another holiday', () => {
    const once = paint([], cell(2026, 10, 1), 'holiday', '国庆节')
    assert.deepEqual(paint(once, cell(2026, 10, 1), 'holiday', '国庆节'), [])
    assert.equal(paint(once, cell(2026, 10, 1), 'holiday', '中秋节')[0]?.name, '中秋节')
    assert.deepEqual(paint(once, cell(2026, 10, 1), 'plain', ''), [])
  })

  it('sees that two arrangements are the same whatever their order', () => {
    const a = paint(paint([], cell(2026, 10, 2), 'holiday', '国庆节'), cell(2026, 10, 1), 'holiday', '国庆节')
    assert.ok(sameDays(a, [...a].reverse()))
    assert.ok(!sameDays(a, a.slice(1)))
  })
})
