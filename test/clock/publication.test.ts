import assert from 'node:assert/strict'
import { findEdition, writeDraft } from '../../server/records/clock/calendar.ts'
import { findJob, runBatch } from '../../server/records/clock/job.ts'
import { runCalendarJobs } from '../../server/modules/clock/relay.ts'
import { getClock } from '../../server/records/clock/clock.ts'
import type { StoredClock } from '../../server/records/clock/clock.ts'
import { previewYear, publishYear } from '../../server/modules/clock/service.ts'
import type { ClockFacts } from '../../workflows/clock/domain.ts'
import { drainLane } from '../../activities/follow-up/drain.ts'
import { pauseClock, startClock, stopClock } from './acts.ts'
import { newClock, openClockDb } from './support.ts'
import type { ClockDb } from './support.ts'

const AT = '2026-11-05T02:00:00.000Z'

/** As a notice for 2027 might be: New Year with a Monday beside what the law gives, and Spring Festival of 5 to 13 February. */
const days2027 = [
  ...['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'].map((day) => ({
    day,
    kind: 'holiday' as const,
    name: '元旦',
  })),
  ...[5, 6, 7, 8, 9, 10, 11, 12, 13].map((date) => ({
    day: `2027-02-${String(date).padStart(2, '0')}`,
    kind: 'holiday' as const,
    name: '春节',
  })),
  { day: '2027-01-30', kind: 'make-up' as const, name: '春节' },
]

describe('publishing a year', () => {
  let home: ClockDb
  beforeEach(async () => {
    home = await openClockDb()
  })
  afterEach(() => home.close())

  const now = { now: () => new Date(AT) }
  const start = (caseNo: string, startDay: string, given: Partial<ClockFacts> = {}) =>
    home.db.transaction((trx) => startClock(trx, newClock({ instance: caseNo, startDay, ...given }), AT))
  const outbox = () => home.db('follow_up').where({ lane: 'clock' }).orderBy('instance')

  /** Eight open clocks, of which five end in 2027 and one is paused, and one that is stopped. */
  async function openCases(): Promise<void> {
    await start('A1', '2026-11-02') // ends in 2026
    await start('A2', '2026-12-03') // ends on 31 December 2026
    await start('B1', '2026-12-04') // 4 January 2027, provisional: a holiday by the notice
    await start('B2', '2026-12-20') // in January
    await start('B3', '2026-12-28', { unit: 'calendar-day', budget: 5 }) // last day on Saturday 2 January
    await start('B4', '2026-12-28', { unit: 'calendar-day', budget: 9 }) // last day on Wednesday 6 January
    await start('C1', '2026-12-31') // 29 January 2027, one day later by the notice
    await start('P1', '2026-12-10')
    await home.db.transaction((trx) =>
      pauseClock(trx, { clockId: 'P1/statutory#1', id: 'p', noticedOn: '2026-12-11', cause: '检测' }, AT),
    )
    await start('S1', '2026-12-20')
    await home.db.transaction((trx) =>
      stopClock(trx, { clockId: 'S1/statutory#1', id: 's', on: '2026-12-21', reason: '已决定' }, AT),
    )
  }

  async function draft(): Promise<number> {
    const edit = {
      year: 2027,
      source: '国务院办公厅关于2027年部分节假日安排的通知',
      days: days2027,
      by: '管理员',
    }
    return (await home.db.transaction((trx) => writeDraft(trx, edit, AT))).version
  }

  async function publish() {
    const version = await draft()
    return home.db.transaction((trx) => publishYear(trx, 2027, version, '管理员', AT))
  }

  const dueDays = async () => {
    const rows = await home.db('clock').orderBy('id').select('instance', 'due_day', 'provisional')
    return Object.fromEntries(
      rows.map((row) => [row.instance, `${row.due_day}${row.provisional ? ' 暂定' : ''}`]),
    )
  }

  it('is previewed without writing: how many clocks move, and to which day', async () => {
    await openCases()
    await draft()
    const before = await dueDays()
    const preview = await previewYear(home.db, 2027)
    assert.deepEqual([preview.moved, preview.unchanged], [4, 4])
    assert.deepEqual(preview.samples[0], {
      number: 'B1',
      kindName: 'statutory', // an instance of no noun
      oldDueDay: '2027-01-04',
      newDueDay: '2027-01-05',
    })
    assert.deepEqual(await dueDays(), before)
    assert.equal((await outbox()).length, 0)
  })

  it('recomputes every open clock, and moves what the preview said', async () => {
    await openCases()
    assert.deepEqual(await dueDays(), {
      A1: '2026-11-30',
      A2: '2026-12-31',
      B1: '2027-01-04 暂定',
      B2: '2027-01-18 暂定',
      B3: '2027-01-04 暂定',
      B4: '2027-01-06 暂定',
      C1: '2027-01-29 暂定',
      P1: 'null',
      S1: '2027-01-18 暂定',
    })
    const version = await draft()
    const { moved } = await previewYear(home.db, 2027)
    const job = await home.db.transaction((trx) => publishYear(trx, 2027, version, '管理员', AT))
    assert.equal(await runCalendarJobs({ db: home.db, ...now }), 1)
    assert.deepEqual(await dueDays(), {
      A1: '2026-11-30',
      A2: '2026-12-31',
      B1: '2027-01-05',
      B2: '2027-01-19',
      B3: '2027-01-05',
      B4: '2027-01-06',
      C1: '2027-01-30',
      P1: 'null',
      S1: '2027-01-18 暂定', // a stopped clock keeps the date it was judged by
    })
    const done = await findJob(home.db, job.id)
    assert.deepEqual([done?.status, done?.total, done?.done, done?.moved], ['done', 8, 8, 4])
    assert.equal(done?.moved, moved)
  })

  it('owes one signal to each case whose instants moved, and raises its revision once', async () => {
    await openCases()
    await publish()
    const touched: string[][] = []
    await runCalendarJobs({
      db: home.db,
      ...now,
      onMoved: async (_trx, caseNos) => void touched.push(caseNos),
    })
    const owed = (await outbox()).map((row) => [row.instance, Number(row.ref)])
    assert.deepEqual(owed, [
      ['B1', 2],
      ['B2', 2],
      ['B3', 2],
      ['C1', 2],
    ])
    assert.deepEqual(touched, [['B1', 'B2', 'B3', 'C1']])
    assert.equal((await getClock(home.db, 'B4/statutory#1')).revision, 2) // its flag changed, nobody has to be woken
    assert.equal((await getClock(home.db, 'A1/statutory#1')).revision, 1)
    await runCalendarJobs({ db: home.db, ...now })
    assert.equal((await outbox()).length, 4)
  })

  it('goes on where it was when the process dies between two batches or in one', async () => {
    await openCases()
    const job = await publish()
    const batch = () => home.db.transaction((trx) => runBatch(trx, job.id, 3, AT))
    await batch()
    await assert.rejects(
      home.db.transaction(async (trx) => {
        await runBatch(trx, job.id, 3, AT)
        throw new Error('killed before the commit')
      }),
    )
    assert.equal((await findJob(home.db, job.id))?.done, 3)
    await runCalendarJobs({ db: home.db, ...now }, 3)
    const done = await findJob(home.db, job.id)
    assert.deepEqual([done?.status, done?.done, done?.moved], ['done', 8, 4])
    assert.equal((await outbox()).length, 4)
    const changes = await home.db('clock_change').where({ clock_id: 'B1/statutory#1', cause: 'calendar' })
    assert.equal(changes.length, 1)
  })

  it('is worked off once by two processes at the same time', async () => {
    await openCases()
    const job = await publish()
    await Promise.all([1, 2].map(() => runCalendarJobs({ db: home.db, ...now }, 2)))
    await runCalendarJobs({ db: home.db, ...now }, 2)
    const done = await findJob(home.db, job.id)
    assert.deepEqual([done?.status, done?.done, done?.moved], ['done', 8, 4])
    assert.equal((await outbox()).length, 4)
  })

  it('is passed over while another process is in a batch of it', async () => {
    await openCases()
    const job = await publish()
    const trx = await home.db.transaction()
    assert.equal((await runBatch(trx, job.id, 3, AT))?.finished, false)
    assert.equal(await home.db.transaction((other) => runBatch(other, job.id, 3, AT)), undefined)
    await trx.commit()
    assert.equal((await findJob(home.db, job.id))?.done, 3)
  })

  it('waits for a clock that is being started with the old calendar, and recomputes it too', async () => {
    const version = await draft()
    const trx = await home.db.transaction()
    const started = await startClock(trx, newClock({ instance: 'L1', startDay: '2026-12-04' }), AT)
    assert.equal(started.dueDay, '2027-01-04')
    const publishing = home.db.transaction((other) => publishYear(other, 2027, version, '管理员', AT))
    await waitingForLock()
    await trx.commit()
    assert.equal((await publishing).total, 1)
    await runCalendarJobs({ db: home.db, ...now })
    assert.equal((await getClock(home.db, started.id)).dueDay, '2027-01-05')
  })

  async function waitingForLock(): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      const { rows } = await home.db.raw(
        `select 1 from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
      )
      if (rows.length > 0) return
    }
    assert.fail('publishing did not wait for the transaction that holds the calendar')
  }

  it('is refused on another version than the one seen', async () => {
    const version = await draft()
    const other = home.db.transaction((trx) => publishYear(trx, 2027, version + 1, '管理员', AT))
    await assert.rejects(other, { code: 'calendar-changed' })
    assert.equal(await findEdition(home.db, 2027, 'published'), undefined)
  })

  it('again, after a correction, replaces the edition and moves clocks back', async () => {
    await start('B1', '2026-12-04')
    await publish()
    await runCalendarJobs({ db: home.db, ...now })
    const corrected = { year: 2027, source: '更正通知', days: days2027.slice(1), by: '管理员' }
    const { version } = await home.db.transaction((trx) => writeDraft(trx, corrected, AT))
    const job = await home.db.transaction((trx) => publishYear(trx, 2027, version, '管理员', AT))
    await runCalendarJobs({ db: home.db, ...now })
    const clock = await getClock(home.db, 'B1/statutory#1')
    assert.deepEqual(
      [clock.dueDay, clock.revision, clock.calendarVersion],
      ['2027-01-01', 3, job.publication],
    )
    assert.equal((await outbox()).length, 2)
  })

  describe('and telling the workflows', () => {
    beforeEach(async () => {
      await openCases()
      await publish()
      await runCalendarJobs({ db: home.db, ...now })
    })

    /** A drain whose engine is `tell`. */
    const drain = (tell: (clock: StoredClock) => void, at = AT): Promise<number> =>
      drainLane(
        {
          db: home.db,
          now: () => new Date(at),
          pause: () => Promise.resolve(),
          log: { warn: () => undefined },
          work: {
            ...{ paper: nothing, sms: nothing, message: nothing, inbox: nothing },
            clock: async ({ what }) => tell(await getClock(home.db, String(what['clockId']))),
          },
        },
        'clock',
      )
    const nothing = (): Promise<void> => Promise.resolve()

    it('sends each owed signal once, with the clock as it now is', async () => {
      const told: StoredClock[] = []
      assert.equal(await drain((clock) => void told.push(clock)), 4)
      assert.deepEqual(told.map((clock) => [clock.instance, clock.dueDay, clock.revision]).sort(), [
        ['B1', '2027-01-05', 2],
        ['B2', '2027-01-19', 2],
        ['B3', '2027-01-05', 2],
        ['C1', '2027-01-30', 2],
      ])
      assert.equal(await drain((clock) => void told.push(clock)), 0)
    })

    it('tries a failed one again later without holding up the others', async () => {
      const told: string[] = []
      let away = true
      const tell = ({ instance }: StoredClock): void => {
        if (instance === 'B1' && away) throw new Error('engine away')
        told.push(instance)
      }
      assert.equal(await drain(tell), 4)
      assert.equal(await drain(tell), 0)
      const [failed] = await outbox()
      assert.deepEqual([failed.attempts, failed.last_error, failed.done_at], [1, 'engine away', null])
      away = false
      assert.equal(await drain(tell, new Date(Date.parse(AT) + 3_000).toISOString()), 1)
      assert.deepEqual(told.sort(), ['B1', 'B2', 'B3', 'C1'])
    })
  })
})
