import assert from 'node:assert/strict'
import { closeOf, ledger, nextInstant, read, rungInstants } from '../../workflows/clock/calculator.ts'
import { pauseBetween, pauseFrom, pauseThrough } from '../../workflows/clock/pause.ts'
import { defaultRungs } from '../../workflows/clock/rungs.ts'
import { calendar, clockFacts } from './notices.ts'

const reading = (given: Parameters<typeof clockFacts>[0], at: string) => read(clockFacts(given), calendar, at)

describe('the end of the last day', () => {
  it('is 24:00 for what is done online: 23:59:59 is in time, midnight is late', () => {
    assert.equal(reading({}, '2025-12-19T23:59:59.999+08:00').state, 'running')
    assert.equal(reading({}, '2025-12-20T00:00:00+08:00').state, 'overdue')
    assert.equal(reading({}, '2025-12-01T00:00:00Z').dueAt, '2025-12-19T16:00:00.000Z')
  })

  it('is closing time for what is done at a counter', () => {
    const counter = { closes: 'counter', closingTime: '17:30' } as const
    assert.equal(reading(counter, '2025-12-19T17:29:59+08:00').state, 'running')
    assert.equal(reading(counter, '2025-12-19T17:30:00+08:00').state, 'overdue')
    assert.equal(reading(counter, '2025-12-19T23:59:00+08:00').remaining, -1)
  })

  it('is refused for a counter without a closing time', () => {
    assert.throws(() => closeOf({ closes: 'counter' }, '2025-12-19'), RangeError)
  })

  it('asks for the day in Shanghai, whatever zone the instant is written in', () => {
    // 16:00 UTC on the 19th is already the 20th in Shanghai.
    assert.equal(reading({}, '2025-12-19T15:59:59Z').state, 'running')
    assert.equal(reading({}, '2025-12-19T16:00:00Z').state, 'overdue')
  })
})

describe('used and remaining days', () => {
  it('count whole past days: nothing is used on day 1', () => {
    const on = (at: string) => {
      const { used, remaining, light } = reading({}, at)
      return [used, remaining, light]
    }
    assert.deepEqual(on('2025-11-23T10:00:00+08:00'), [0, 20, 'green'])
    assert.deepEqual(on('2025-11-24T23:59:00+08:00'), [0, 20, 'green'])
    assert.deepEqual(on('2025-11-25T00:00:00+08:00'), [1, 19, 'green'])
    assert.deepEqual(on('2025-12-19T10:00:00+08:00'), [19, 1, 'yellow'])
  })

  it('go below zero as soon as the term is over, and one further for each day of delay begun', () => {
    assert.equal(reading({}, '2025-12-20T10:00:00+08:00').remaining, -1) // Saturday
    assert.equal(reading({}, '2025-12-22T00:00:00+08:00').remaining, -1) // Monday
    assert.equal(reading({}, '2025-12-23T00:00:00+08:00').remaining, -2)
    assert.equal(reading({}, '2025-12-23T00:00:00+08:00').light, 'red')
  })

  it('freeze when the act is done, the day of the act counting as used', () => {
    const stopped = reading({ stoppedOn: '2025-12-01' }, '2026-06-01T10:00:00+08:00')
    assert.deepEqual(
      [stopped.state, stopped.used, stopped.remaining, stopped.light],
      ['stopped', 6, 14, 'green'],
    )
    const before = reading({ stoppedOn: '2025-12-01' }, '2025-11-30T10:00:00+08:00')
    assert.equal(before.state, 'running')
  })

  it('keep the red light of an act done late, on the weekend after the term too', () => {
    const late = reading({ stoppedOn: '2025-12-20' }, '2026-01-05T10:00:00+08:00')
    assert.deepEqual([late.state, late.light, late.remaining], ['stopped', 'red', -1])
  })
})

describe('pauses', () => {
  const open = [{ id: 'p1', from: '2025-11-27', cause: '补正材料' }]

  it('leave no due day while one is open, and one again when it is closed', () => {
    const paused = reading({ pauses: open }, '2025-12-03T10:00:00+08:00')
    assert.deepEqual(
      [paused.state, paused.light, paused.dueDay, paused.dueAt],
      ['paused', 'paused', null, null],
    )
    assert.deepEqual([paused.used, paused.remaining, paused.paused], [3, 17, 5])
    const closed = reading({ pauses: [{ ...open[0]!, through: '2025-12-03' }] }, '2025-12-03T10:00:00+08:00')
    assert.deepEqual([closed.state, closed.dueDay], ['paused', '2025-12-26'])
    const next = reading({ pauses: [{ ...open[0]!, through: '2025-12-03' }] }, '2025-12-04T10:00:00+08:00')
    assert.deepEqual([next.state, next.used], ['running', 3])
  })

  it('count the day of the notice, not the day of receipt, unless the policy says otherwise', () => {
    const pause = pauseBetween({ id: 'p', cause: '检测' }, '2025-12-01', '2025-12-03')
    assert.deepEqual([pause.from, pause.through], ['2025-12-02', '2025-12-03'])
    assert.equal(pauseFrom('2025-12-01', { noticeDay: 'paused', receiptDay: 'paused' }), '2025-12-01')
    assert.equal(pauseThrough('2025-12-03', { noticeDay: 'counted', receiptDay: 'counted' }), '2025-12-02')
  })

  it('take no day when the answer comes on the day of the notice', () => {
    const pause = pauseBetween({ id: 'p', cause: '补正材料' }, '2025-12-01', '2025-12-01')
    assert.equal(reading({ pauses: [pause] }, '2025-12-01T10:00:00+08:00').dueDay, '2025-12-19')
  })

  it('do not revive a term that was over before them', () => {
    const late = reading(
      { pauses: [{ id: 'p', from: '2025-12-22', cause: '检测' }] },
      '2025-12-25T10:00:00+08:00',
    )
    assert.deepEqual([late.state, late.dueDay], ['overdue', '2025-12-19'])
  })

  it('let an extension given during one add its days', () => {
    const extensions = [{ days: 10, on: '2025-12-01', basis: '行政许可法 第四十二条' }]
    const during = reading({ pauses: open, extensions }, '2025-12-02T10:00:00+08:00')
    assert.deepEqual([during.total, during.remaining, during.dueDay], [30, 27, null])
    const after = reading(
      { pauses: [{ ...open[0]!, through: '2025-12-03' }], extensions },
      '2025-12-05T10:00:00+08:00',
    )
    // 17 + 10 working days after 3 December, with New Year's two weekdays off and 4 January worked.
    assert.equal(after.dueDay, '2026-01-12')
  })
})

describe('the ledger', () => {
  it('gives every day of the term its cause, to the last day', () => {
    const rows = ledger(
      clockFacts({
        startDay: '2025-09-25',
        budget: 6,
        pauses: [
          {
            id: 'p',
            from: '2025-09-29',
            through: '2025-09-29',
            cause: '检验',
            basis: '行政许可法 第四十五条',
          },
        ],
        extensions: [{ days: 1, on: '2025-10-09', basis: '行政许可法 第四十二条' }],
      }),
      calendar,
    )
    assert.deepEqual(
      rows.map((row) => [row.day.slice(5), row.kind, row.count ?? row.cause]),
      [
        ['09-25', 'start', '受理之日'],
        ['09-26', 'counted', 1],
        ['09-27', 'weekend', '周末'],
        ['09-28', 'make-up', 2],
        ['09-29', 'paused', '检验'],
        ['09-30', 'counted', 3],
        ...[1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`10-0${day}`, 'holiday', '国庆节、中秋节']),
        ['10-09', 'counted', 4],
        ['10-10', 'counted', 5],
        ['10-11', 'make-up', 6],
        ['10-12', 'weekend', '周末'],
        ['10-13', 'extension', 7],
      ],
    )
    assert.equal(rows[rows.length - 1]?.last, true)
    assert.equal(rows[rows.length - 1]?.basis, '行政许可法 第四十二条')
    assert.equal(rows.find((row) => row.kind === 'paused')?.basis, '行政许可法 第四十五条')
  })

  it('shows how a last day on a holiday moved on', () => {
    const rows = ledger(clockFacts({ unit: 'calendar-day', budget: 7, startDay: '2025-11-15' }), calendar)
    assert.deepEqual(
      rows.slice(-3).map((row) => [row.day, row.kind, row.cause, row.count]),
      [
        ['2025-11-22', 'moved', '周末', undefined],
        ['2025-11-23', 'moved', '周末', undefined],
        ['2025-11-24', 'counted', undefined, 7],
      ],
    )
  })

  it('goes through today while a pause is open, and ends with the day on which the clock stopped', () => {
    const pauses = [{ id: 'p', from: '2025-11-26', cause: '听证' }]
    const open = ledger(clockFacts({ pauses }), calendar, { at: '2025-12-03T10:00:00+08:00' })
    assert.deepEqual([open[open.length - 1]?.day, open[open.length - 1]?.kind], ['2025-12-03', 'paused'])
    const stopped = ledger(clockFacts({ stoppedOn: '2025-12-01' }), calendar)
    assert.equal(stopped[stopped.length - 1]?.day, '2025-12-01')
  })

  it('flags the days that stand on an unpublished year', () => {
    const rows = ledger(clockFacts({ startDay: '2026-12-21' }), calendar)
    const first = rows.find((row) => row.provisional)
    assert.equal(first?.day, '2027-01-01')
  })

  it('names both causes of a day under two pauses', () => {
    const pauses = [
      { id: 'a', from: '2025-11-25', through: '2025-11-26', cause: '检测' },
      { id: 'b', from: '2025-11-26', through: '2025-11-27', cause: '听证' },
    ]
    const rows = ledger(clockFacts({ pauses }), calendar)
    const causes = rows.filter((row) => row.kind === 'paused').map((row) => row.cause)
    assert.equal(causes[1], ['检测', '听证'].sort().join('、'))
    assert.equal(causes.length, 3)
  })
})

describe('rungs and the next instant', () => {
  const rungs = [
    { level: 'yellow', remaining: 3 },
    { level: 'red', remaining: 0 },
  ] as const

  it('fire at the start of the first day with so few days left, and at the end of the term', () => {
    const at = rungInstants(clockFacts(), calendar, [...rungs]).map((rung) => [rung.level, rung.at])
    // 3 left from Wednesday 17 December 00:00 in Shanghai.
    assert.deepEqual(at, [
      ['yellow', '2025-12-16T16:00:00.000Z'],
      ['red', '2025-12-19T16:00:00.000Z'],
    ])
  })

  it('agree with the light: it turns at the rung, not a minute before', () => {
    const light = (at: string) => read(clockFacts(), calendar, at, [...rungs]).light
    assert.equal(light('2025-12-16T15:59:59Z'), 'green')
    assert.equal(light('2025-12-16T16:00:00Z'), 'yellow')
    assert.equal(light('2025-12-19T15:59:59Z'), 'yellow')
    assert.equal(light('2025-12-19T16:00:00Z'), 'red')
  })

  it('wait behind a pause that follows the day they count to', () => {
    const pauses = [{ id: 'p', from: '2025-12-17', through: '2025-12-18', cause: '检测' }]
    const [yellow] = rungInstants(clockFacts({ pauses }), calendar, [...rungs])
    assert.equal(yellow?.at, '2025-12-18T16:00:00.000Z')
  })

  it('have no instant behind an open pause', () => {
    const pauses = [{ id: 'p', from: '2025-12-01', cause: '检测' }]
    assert.deepEqual(rungInstants(clockFacts({ pauses }), calendar, [...rungs]), [])
    assert.equal(nextInstant(clockFacts({ pauses }), calendar, '2025-12-02T00:00:00Z', [...rungs]), null)
  })

  it('below zero fire on the days of delay', () => {
    const [late] = rungInstants(clockFacts(), calendar, [{ level: 'red', remaining: -2 }])
    assert.equal(late?.at, '2025-12-22T16:00:00.000Z')
  })

  it('are reached on the day after the opening one by a term no longer than they are', () => {
    const [yellow] = rungInstants(clockFacts({ budget: 2 }), calendar, [...rungs])
    assert.equal(yellow?.at, '2025-11-23T16:00:00.000Z')
  })

  it('come one after the other as the next instant, and none after the clock has stopped', () => {
    const next = (at: string, given = {}) => nextInstant(clockFacts(given), calendar, at, [...rungs])?.event
    assert.equal(next('2025-12-01T00:00:00Z'), 'yellow')
    assert.equal(next('2025-12-16T16:00:00Z'), 'due')
    assert.equal(next('2025-12-19T16:00:00Z'), undefined)
    assert.equal(next('2025-12-10T00:00:00Z', { stoppedOn: '2025-12-02' }), undefined)
  })

  it('stand at a quarter of the term by default, one to five days before the end', () => {
    const yellow = [5, 15, 20, 45].map((total) => defaultRungs(total)[0]?.remaining)
    assert.deepEqual(yellow, [1, 3, 5, 5])
  })
})

describe('the day something comes in', () => {
  const on = (budget: number, at: string) => reading({ budget, startDay: '2025-11-21' }, at).light
  const yellow = (budget: number) =>
    rungInstants(clockFacts({ budget, startDay: '2025-11-21' }), calendar).find(
      ({ level }) => level === 'yellow',
    )?.at

  it('is nobody’s delay: what is done on the spot is green until that day ends, and never reminded of', () => {
    assert.equal(on(0, '2025-11-21T19:51:00+08:00'), 'green')
    assert.equal(on(0, '2025-11-22T00:00:00+08:00'), 'red')
    assert.equal(yellow(0), undefined)
  })

  it('reminds of a short term from the next day on', () => {
    assert.equal(on(1, '2025-11-21T19:51:00+08:00'), 'green')
    assert.equal(yellow(1), '2025-11-21T16:00:00.000Z')
    assert.equal(on(1, '2025-11-22T00:00:00+08:00'), 'yellow')
  })
})
