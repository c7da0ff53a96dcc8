import assert from 'node:assert/strict'
import { getClock, getClocks, loadCalendar } from '../../server/records/clock/clock.ts'
import { read } from '../../workflows/clock/calculator.ts'
import {
  askClock,
  extendClock,
  pauseClock,
  recompute,
  resumeClock,
  stopClock,
  stopClocks,
  tellRung,
} from './acts.ts'
import { openClockDb, start } from './support.ts'
import type { ClockDb } from './support.ts'

const AT = '2025-12-01T02:00:00.000Z'

describe('a clock in the database', () => {
  let home: ClockDb
  let instance = ''
  let cases = 0
  before(async () => {
    home = await openClockDb()
  })
  after(() => home.close())
  beforeEach(() => {
    instance = `case:110108-2025-${++cases}`
  })

  const refusal = (code: string) => (error: { code?: string }) => error.code === code
  const changes = (clockId: string) =>
    home.db('clock_change').where({ clock_id: clockId }).orderBy('revision')
  const pause = { id: 'p1', noticedOn: '2025-12-01', cause: '补正材料' }

  it('starts with its due date, its rungs and revision 1', async () => {
    const due = await start(home.db, { instance })
    const { id, kind, n, mode, state, dueDay, dueAt, provisional, rungs, revision } = due
    assert.deepEqual(
      { id, kind, n, mode, state, dueDay, dueAt, provisional, revision },
      {
        id: `${instance}/statutory#1`,
        kind: 'statutory',
        n: 1,
        mode: 'enforce',
        state: 'running',
        dueDay: '2025-12-19',
        dueAt: '2025-12-19T16:00:00.000Z',
        provisional: false,
        revision: 1,
      },
    )
    assert.deepEqual(rungs, [
      { level: 'yellow', at: '2025-12-12T16:00:00.000Z' },
      { level: 'red', at: '2025-12-19T16:00:00.000Z' },
    ])
  })

  it('is started once by one act, and a second time by another as round 2', async () => {
    const first = await start(home.db, { instance })
    assert.deepEqual(await start(home.db, { instance }), first)
    const second = await start(home.db, { instance, startedBy: 'act-2', startDay: '2025-12-05' })
    assert.deepEqual([second.n, second.id], [2, `${instance}/statutory#2`])
    assert.equal((await changes(first.id)).length, 1)
  })

  it('refuses the same act with other content, and another act for the same round', async () => {
    await start(home.db, { instance, n: 1 })
    await assert.rejects(start(home.db, { instance, n: 1, budget: 10 }), refusal('clock-act-differs'))
    await assert.rejects(start(home.db, { instance, n: 1, startedBy: 'act-9' }), refusal('clock-act-differs'))
  })

  it('is started once when two transactions start it at the same moment', async () => {
    const both = await Promise.all([1, 2].map(() => start(home.db, { instance, n: 1 })))
    assert.deepEqual(both[0], both[1])
    assert.equal((await getClocks(home.db, instance)).length, 1)
  })

  it('pauses without a due date, and goes on from the day after receipt', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const paused = await home.db.transaction((trx) => pauseClock(trx, { clockId, ...pause }, AT))
    assert.deepEqual([paused.state, paused.dueAt, paused.revision], ['paused', null, 2])
    assert.deepEqual(paused.rungs, [])
    const resumed = await home.db.transaction((trx) =>
      resumeClock(trx, { clockId, pauseId: 'p1', id: 'r1', receivedOn: '2025-12-04' }, AT),
    )
    // 2, 3 and 4 December do not count: three working days later than 19 December.
    assert.deepEqual([resumed.state, resumed.dueDay, resumed.revision], ['running', '2025-12-24', 3])
    assert.deepEqual(
      (await changes(clockId)).map((row) => [row.cause, row.cause_id, row.due_day_before, row.due_day]),
      [
        ['start', 'act-1', null, '2025-12-19'],
        ['pause', 'p1', '2025-12-19', null],
        ['resume', 'r1', null, '2025-12-24'],
      ],
    )
  })

  it('does each act once, whatever is retried', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const acts = [
      () => home.db.transaction((trx) => pauseClock(trx, { clockId, ...pause }, AT)),
      () =>
        home.db.transaction((trx) =>
          resumeClock(trx, { clockId, pauseId: 'p1', id: 'r1', receivedOn: '2025-12-04' }, AT),
        ),
      () =>
        home.db.transaction((trx) =>
          extendClock(
            trx,
            { clockId, id: 'e1', days: 10, on: '2025-12-05', basis: '行政许可法 第四十二条' },
            AT,
          ),
        ),
      () =>
        home.db.transaction((trx) =>
          stopClock(trx, { clockId, id: 's1', on: '2025-12-30', reason: '已决定' }, AT),
        ),
    ]
    for (const act of acts) {
      const once = await act()
      assert.deepEqual(await act(), once)
    }
    const clock = await getClock(home.db, clockId)
    assert.deepEqual(
      [clock.total, clock.revision, clock.state, clock.dueDay],
      [30, 5, 'stopped', '2026-01-08'],
    )
    for (const act of acts) assert.equal((await act()).revision, 5)
  })

  it('counts overlapping pauses once, and takes an extension during a pause', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const last = await home.db.transaction(async (trx) => {
      await pauseClock(trx, { clockId, ...pause }, AT)
      await pauseClock(trx, { clockId, id: 'p2', noticedOn: '2025-12-02', cause: '检测' }, AT)
      await extendClock(trx, { clockId, id: 'e1', days: 2, on: '2025-12-03', basis: '第四十二条' }, AT)
      await resumeClock(trx, { clockId, pauseId: 'p1', id: 'r1', receivedOn: '2025-12-03' }, AT)
      return resumeClock(trx, { clockId, pauseId: 'p2', id: 'r2', receivedOn: '2025-12-05' }, AT)
    })
    // 2 to 5 December are four working days, and two more by the extension: 19 December + 6.
    assert.deepEqual([last.state, last.dueDay], ['running', '2025-12-29'])
  })

  it('refuses acts on a stopped clock, a pause ended twice, and an extension after the term', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const run = (work: Parameters<typeof home.db.transaction>[0]) => home.db.transaction(work as never)
    await assert.rejects(
      run((trx) => extendClock(trx, { clockId, id: 'e', days: 5, on: '2025-12-20', basis: 'x' }, AT)),
      refusal('clock-over'),
    )
    await run((trx) => pauseClock(trx, { clockId, ...pause }, AT))
    await run((trx) => resumeClock(trx, { clockId, pauseId: 'p1', id: 'r1', receivedOn: '2025-12-04' }, AT))
    await assert.rejects(
      run((trx) => resumeClock(trx, { clockId, pauseId: 'p1', id: 'r2', receivedOn: '2025-12-05' }, AT)),
      refusal('clock-pause-over'),
    )
    await run((trx) => stopClock(trx, { clockId, id: 's1', on: '2025-12-05', reason: '已决定' }, AT))
    await assert.rejects(
      run((trx) => pauseClock(trx, { clockId, ...pause, id: 'p9' }, AT)),
      refusal('clock-stopped'),
    )
    await assert.rejects(
      run((trx) => stopClock(trx, { clockId, id: 's2', on: '2025-12-06', reason: '撤回' }, AT)),
      refusal('clock-stopped'),
    )
    assert.equal((await changes(clockId)).length, 4)
  })

  it('keeps nothing of an act whose transaction fails', async () => {
    const { id: clockId } = await start(home.db, { instance })
    await assert.rejects(
      home.db.transaction(async (trx) => {
        await pauseClock(trx, { clockId, ...pause }, AT)
        throw new Error('the step failed after it')
      }),
    )
    const clock = await getClock(home.db, clockId)
    assert.deepEqual([clock.facts.pauses, clock.revision, clock.dueDay], [[], 1, '2025-12-19'])
  })

  it('has one of a kind for each reference', async () => {
    const [first, second] = [
      await start(home.db, { instance, ref: '7' }),
      await start(home.db, { instance, ref: '8' }),
    ]
    assert.deepEqual([first.id, second.id], [`${instance}/statutory/7#1`, `${instance}/statutory/8#1`])
    assert.deepEqual([first.n, second.n], [1, 1])
  })

  it('stops with all others of its case when the case ends, once', async () => {
    await start(home.db, { instance })
    await start(home.db, { instance, kind: 'promised', budget: 10 })
    const end = { instance, id: 'end-1', on: '2025-12-02', reason: '申请撤回' }
    const stopped = await home.db.transaction((trx) => stopClocks(trx, end, AT))
    assert.deepEqual(
      stopped.map((clock) => [clock.kind, clock.state, clock.dueAt, clock.rungs]),
      [
        ['promised', 'stopped', null, []],
        ['statutory', 'stopped', null, []],
      ],
    )
    assert.deepEqual(await home.db.transaction((trx) => stopClocks(trx, end, AT)), stopped)
  })

  it('gives the facts from which the calculator reads the same date', async () => {
    const { id: clockId } = await start(home.db, {
      instance,
      closes: 'counter',
      closingTime: '17:30',
      unitSource: 'text',
    })
    await home.db.transaction((trx) => pauseClock(trx, { clockId, ...pause, basis: '第四十五条' }, AT))
    const [clock] = await getClocks(home.db, instance)
    assert.deepEqual(clock?.facts, {
      kind: 'statutory',
      unit: 'working-day',
      budget: 20,
      startDay: '2025-11-23',
      pauses: [{ id: 'p1', from: '2025-12-02', cause: '补正材料', basis: '第四十五条' }],
      extensions: [],
      closes: 'counter',
      closingTime: '17:30',
      unitSource: 'text',
      basis: '行政许可法 第四十二条',
    })
    const reading = read(clock.facts, await loadCalendar(home.db), '2025-12-03T02:00:00Z', clock.rungs)
    assert.deepEqual([reading.light, reading.remaining], ['paused', 14])
  })

  it('answers a timer by what the database says at that instant', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const ask = (at: string) => home.db.transaction((trx) => askClock(trx, clockId, at))
    assert.equal((await ask('2025-12-19T15:59:59.999Z')).over, false)
    assert.equal((await ask('2025-12-19T16:00:00.000Z')).over, true)
    await home.db.transaction((trx) => pauseClock(trx, { clockId, ...pause }, AT))
    assert.equal((await ask('2025-12-19T16:00:00.000Z')).over, false)
    assert.equal((await home.db.transaction((trx) => recompute(trx, clockId, AT))).revision, 2)
  })

  it('tells a rung once per instant and leaves told ones out', async () => {
    const { id: clockId } = await start(home.db, { instance })
    const rung = { clockId, level: 'yellow', at: '2025-12-12T16:00:00.000Z' } as const
    const tell = () => home.db.transaction((trx) => tellRung(trx, rung, '2025-12-12T16:00:05.000Z'))
    assert.deepEqual([await tell(), await tell()], [true, false])
    const { clock } = await home.db.transaction((trx) => askClock(trx, clockId, AT))
    assert.deepEqual(
      clock.rungs.map((one) => one.level),
      ['red'],
    )
  })

  it('refuses what the calculator cannot count', async () => {
    await assert.rejects(start(home.db, { instance, startDay: '2025-02-30' }), RangeError)
    await assert.rejects(start(home.db, { instance, closes: 'counter' }), RangeError)
    assert.deepEqual(await getClocks(home.db, instance), [])
  })
})
