import assert from 'node:assert/strict'
import { read } from '../../workflows/clock/calculator.ts'
import type { Day, DayUnit } from '../../workflows/clock/domain.ts'
import { calendar, clockFacts } from './notices.ts'

type Case = [unit: DayUnit, budget: number, startDay: Day, dueDay: Day, why: string, pauses?: [Day, Day][]]
const wd: DayUnit = 'working-day'
const cd: DayUnit = 'calendar-day'

/**
 * Worked out apart from the calculator, by taking the n-th entry of a list of the days on which offices are open
 * written from the notices. Columns: unit, budget, day of the event, last day, what the case shows, pauses.
 */
const table: Case[] = [
  // 2025, working days
  [wd, 5, '2025-01-22', '2025-02-05', 'Spring Festival 2025 and its make-up Sunday before'],
  [wd, 5, '2025-01-24', '2025-02-07', 'a Friday before a make-up Sunday'],
  [wd, 1, '2025-01-25', '2025-01-26', 'receipt on a Saturday, day 1 is the make-up Sunday'],
  [wd, 4, '2025-02-04', '2025-02-08', 'receipt on the last holiday, end on the make-up Saturday'],
  [wd, 5, '2025-02-03', '2025-02-10', 'the make-up Saturday counts, the Sunday after does not'],
  [wd, 5, '2025-03-31', '2025-04-08', 'Qingming 2025: Friday off, no make-up day'],
  [wd, 3, '2025-04-23', '2025-04-27', 'end on the make-up Sunday before Labour Day'],
  [wd, 5, '2025-04-24', '2025-04-30', 'a week with a make-up Sunday in it'],
  [wd, 5, '2025-04-28', '2025-05-08', 'Labour Day 2025 in the middle'],
  [wd, 20, '2025-04-15', '2025-05-15', 'a whole statutory term over Labour Day'],
  [wd, 3, '2025-05-30', '2025-06-05', 'Dragon Boat 2025: weekend and Monday'],
  [wd, 1, '2025-09-27', '2025-09-28', 'receipt on a Saturday before a make-up Sunday'],
  [wd, 5, '2025-09-26', '2025-10-10', 'eight days of National Day and Mid-Autumn 2025'],
  [wd, 20, '2025-09-28', '2025-10-31', 'receipt on a make-up Sunday itself'],
  [wd, 10, '2025-09-30', '2025-10-21', 'the day before the long holiday'],
  [wd, 3, '2025-10-08', '2025-10-11', 'end on the make-up Saturday after National Day'],
  [wd, 2, '2025-10-09', '2025-10-11', 'the same Saturday, two days'],
  [wd, 3, '2025-10-09', '2025-10-13', 'one day more goes to Monday'],
  [wd, 5, '2025-11-22', '2025-11-28', 'receipt on a plain Saturday, day 1 is Monday'],
  [wd, 15, '2025-11-23', '2025-12-12', 'the 15 working days of a supplement'],
  [wd, 20, '2025-11-23', '2025-12-19', 'Art. 42 without any holiday'],
  // the year boundary
  [wd, 5, '2025-12-29', '2026-01-06', 'New Year 2026 with its make-up Sunday'],
  [wd, 1, '2025-12-31', '2026-01-04', 'day 1 is a Sunday of the next year'],
  [wd, 2, '2025-12-31', '2026-01-05', 'and day 2 the Monday after'],
  [wd, 1, '2026-01-01', '2026-01-04', 'receipt on New Year’s Day'],
  [wd, 20, '2025-12-15', '2026-01-13', '20 days over the year boundary'],
  [wd, 45, '2025-12-01', '2026-02-03', 'joint handling of 45 days over the boundary'],
  // 2026, working days
  [wd, 5, '2026-02-09', '2026-02-14', 'end on the make-up Saturday before Spring Festival 2026'],
  [wd, 1, '2026-02-13', '2026-02-14', 'one day, to the same Saturday'],
  [wd, 5, '2026-02-10', '2026-02-24', 'one day later moves ten days: nine days off'],
  [wd, 5, '2026-02-23', '2026-02-28', 'end on the make-up Saturday after Spring Festival'],
  [wd, 20, '2026-02-02', '2026-03-06', 'a statutory term over Spring Festival 2026'],
  [wd, 5, '2026-04-01', '2026-04-09', 'Qingming 2026: Saturday to Monday'],
  [wd, 4, '2026-05-05', '2026-05-09', 'end on the make-up Saturday after Labour Day 2026'],
  [wd, 6, '2026-04-30', '2026-05-12', 'Labour Day 2026 and its make-up Saturday'],
  [wd, 5, '2026-06-15', '2026-06-23', 'Dragon Boat 2026: a Friday off'],
  [wd, 5, '2026-09-14', '2026-09-20', 'end on a make-up Sunday'],
  [wd, 10, '2026-09-18', '2026-10-09', 'Mid-Autumn and National Day 2026 in one term'],
  [wd, 5, '2026-10-03', '2026-10-13', 'receipt within the holiday'],
  [wd, 3, '2026-10-07', '2026-10-10', 'end on the make-up Saturday after National Day 2026'],
  [wd, 60, '2026-06-30', '2026-09-21', 'sixty working days'],
  [wd, 20, '2026-12-03', '2026-12-31', 'the last day of the last published year'],
  // calendar days and the last day on a holiday (民法典 第二百零三条)
  [cd, 7, '2025-11-14', '2025-11-21', 'seven days end on a Friday'],
  [cd, 7, '2025-11-15', '2025-11-24', 'a last day on Saturday moves to Monday'],
  [cd, 7, '2025-09-21', '2025-09-28', 'a last day on a make-up Sunday stays'],
  [cd, 1, '2025-04-25', '2025-04-27', 'a last day on Saturday moves to the make-up Sunday'],
  [cd, 10, '2025-09-25', '2025-10-09', 'a last day in National Day moves behind it'],
  [cd, 7, '2025-09-27', '2025-10-09', 'a last day in the middle of the holiday'],
  [cd, 10, '2025-09-30', '2025-10-10', 'holidays in the middle count'],
  [cd, 11, '2025-09-30', '2025-10-11', 'a last day on a make-up Saturday stays'],
  [cd, 30, '2025-12-02', '2026-01-04', 'a last day on New Year’s Day moves to the make-up Sunday'],
  [cd, 30, '2025-12-05', '2026-01-04', 'a last day on that Sunday itself'],
  [cd, 15, '2026-02-01', '2026-02-24', 'a last day in Spring Festival moves a week'],
  [cd, 60, '2025-06-03', '2025-08-04', 'sixty days to apply for reconsideration'],
  // pauses, from the day after the notice through the day of receipt
  [
    wd,
    20,
    '2025-11-23',
    '2025-12-24',
    'a pause over a weekend takes three days',
    [['2025-11-27', '2025-12-01']],
  ],
  [
    wd,
    20,
    '2025-11-23',
    '2025-12-30',
    'overlapping pauses count once',
    [
      ['2025-11-27', '2025-12-01'],
      ['2025-11-30', '2025-12-05'],
    ],
  ],
  [wd, 20, '2025-09-15', '2025-10-23', 'a pause over the whole holiday', [['2025-09-29', '2025-10-10']]],
  [wd, 5, '2025-10-06', '2025-10-15', 'a pause on a make-up Saturday', [['2025-10-11', '2025-10-11']]],
  [
    wd,
    20,
    '2025-11-23',
    '2025-12-19',
    'a pause on a weekend only takes nothing',
    [['2025-11-29', '2025-11-30']],
  ],
  [
    cd,
    15,
    '2025-09-20',
    '2025-10-09',
    'a pause moves the last day into the holiday',
    [['2025-09-24', '2025-09-26']],
  ],
  // instant items
  [wd, 0, '2025-09-20', '2025-09-20', 'an instant item is due the same day, a Saturday too'],
  [cd, 0, '2025-10-03', '2025-10-03', 'and on a holiday'],
]

describe('the last day of a term', () => {
  for (const [unit, budget, startDay, dueDay, why, pauses = []] of table) {
    it(`${budget} ${unit}s from ${startDay} end on ${dueDay}: ${why}`, () => {
      const facts = clockFacts({
        unit,
        budget,
        startDay,
        pauses: pauses.map(([from, through], index) => ({
          id: `p${index}`,
          from,
          through,
          cause: '补正材料',
        })),
      })
      const reading = read(facts, calendar, `${startDay}T10:00:00+08:00`)
      assert.equal(reading.dueDay, dueDay)
      assert.equal(reading.provisional, false)
    })
  }

  it('knows at least the forty dates that the reliability plan asks for', () => {
    assert.ok(table.length >= 40, `${table.length} dates`)
  })
})

describe('a term past the last published year', () => {
  const at = '2026-12-01T09:00:00+08:00'
  it('is provisional when its last day is in 2027, and takes plain weekdays and the holidays of the law for it', () => {
    const reading = read(clockFacts({ startDay: '2026-12-04' }), calendar, at)
    // 1 January is a holiday in every year; what is swapped around it nobody has published, so the date is flagged.
    assert.deepEqual([reading.dueDay, reading.provisional], ['2027-01-04', true])
  })

  it('is not provisional when it ends on 31 December', () => {
    const reading = read(clockFacts({ startDay: '2026-12-03' }), calendar, at)
    assert.deepEqual([reading.dueDay, reading.provisional], ['2026-12-31', false])
  })

  it('is provisional for calendar days only when the last day lies there', () => {
    const inside = read(clockFacts({ unit: 'calendar-day', budget: 7, startDay: '2026-12-24' }), calendar, at)
    const past = read(clockFacts({ unit: 'calendar-day', budget: 10, startDay: '2026-12-24' }), calendar, at)
    assert.deepEqual([inside.dueDay, inside.provisional], ['2026-12-31', false])
    assert.deepEqual([past.dueDay, past.provisional], ['2027-01-04', true])
  })

  it('becomes certain and moves when the year is published', () => {
    const published = {
      version: 3,
      years: [2025, 2026, 2027],
      days: {
        ...calendar.days,
        '2027-01-01': { kind: 'holiday' as const, name: '元旦' },
        '2027-01-04': { kind: 'holiday' as const, name: '元旦' },
      },
    }
    const reading = read(clockFacts({ startDay: '2026-12-04' }), published, at)
    assert.deepEqual([reading.dueDay, reading.provisional], ['2027-01-05', false])
  })

  it('moves a term of the old year when the notice of the new one names a day in December', () => {
    // The notice for 2019 made 29 December 2018, a Saturday, a working day and 31 December a holiday.
    const published = {
      version: 3,
      years: [2025, 2026, 2027],
      days: { ...calendar.days, '2026-12-31': { kind: 'holiday' as const, name: '元旦' } },
    }
    assert.equal(read(clockFacts({ startDay: '2026-12-03' }), published, at).dueDay, '2027-01-01')
  })
})
