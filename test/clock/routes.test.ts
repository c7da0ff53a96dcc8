import assert from 'node:assert/strict'
import { seedCalendars, seedDays } from '../../server/modules/clock/seed.ts'
import { createClockRoutes } from '../../server/modules/clock/routes.ts'
import { runCalendarJobs } from '../../server/modules/clock/relay.ts'
import { startClock } from './acts.ts'
import { modules } from '../../server/routes.ts'
import { read } from '../../workflows/clock/calculator.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { clockFacts } from './notices.ts'
import { newClock } from './support.ts'

const AT = '2026-11-05T02:00:00.000Z'
const source = '国务院办公厅关于2027年部分节假日安排的通知'
const days = [
  { day: '2027-01-01', kind: 'holiday', name: '元旦' },
  { day: '2027-01-04', kind: 'holiday', name: '元旦' },
  { day: '2027-01-30', kind: 'make-up', name: '春节' },
]

describe('the calendar page', () => {
  let app: TestApp
  let admin: HttpClient
  before(async () => {
    if (!modules.includes(createClockRoutes)) modules.push(createClockRoutes)
    app = await startApp()
    await app.deps.db.transaction((trx) => seedCalendars(trx, AT))
    admin = await app.signIn('administrator')
  })
  after(() => app.close())

  it('lists the years with their state and the notice', async () => {
    const { status, body } = await admin.get('/api/calendars')
    assert.equal(status, 200)
    assert.deepEqual(
      body.items.map((year: { year: number; draft: unknown }) => [year.year, year.draft]),
      [
        [2026, null],
        [2025, null],
      ],
    )
    const { holidays, makeUpDays, source: notice } = body.items[1].published
    assert.deepEqual([holidays, makeUpDays], [28, 5])
    assert.match(notice, /国办发明电〔2024〕12号/)
  })

  it('shows the days of a year, and 404 for a year that nobody has entered', async () => {
    const { body } = await admin.get('/api/calendars/2026')
    assert.equal(body.draft, null)
    assert.deepEqual(body.published.days, seedDays(2026))
    assert.equal((await admin.get('/api/calendars/2030')).status, 404)
  })

  it('gives everybody the calendar from which a page can list a term day by day', async () => {
    const { status, body } = await app.client().get('/api/calendars/current')
    assert.equal(status, 200)
    assert.equal(read(clockFacts(), body, AT).dueDay, '2025-12-19')
  })

  it('saves a draft, refuses a stale one, previews, publishes and shows the progress', async () => {
    const { db } = app.deps
    await db.transaction((trx) => startClock(trx, newClock({ startDay: '2026-12-04' }), AT))
    const saved = await admin.put('/api/calendars/2027', { source, days, expectedVersion: null })
    assert.equal(saved.status, 200)
    assert.deepEqual([saved.body.published, saved.body.draft.version, saved.body.draft.days], [null, 1, days])
    const stale = await admin.put('/api/calendars/2027', { source, days, expectedVersion: null })
    assert.deepEqual([stale.status, stale.body.code, stale.body.version], [409, 'calendar-changed', 1])

    const preview = await admin.post('/api/calendars/2027/preview')
    assert.deepEqual(preview.body, {
      moved: 1,
      unchanged: 0,
      samples: [
        {
          number: '110108-2025-0001',
          kindName: '法定时限',
          oldDueDay: '2027-01-04',
          newDueDay: '2027-01-05',
        },
      ],
    })
    assert.equal((await admin.post('/api/calendars/2027/publish', { expectedVersion: 9 })).status, 409)
    const job = await admin.post('/api/calendars/2027/publish', { expectedVersion: 1 })
    assert.deepEqual([job.status, job.body.status, job.body.total, job.body.done], [202, 'running', 1, 0])
    await runCalendarJobs(app.deps)
    const progress = await admin.get(`/api/calendars/jobs/${job.body.id}`)
    assert.deepEqual([progress.body.status, progress.body.done, progress.body.moved], ['done', 1, 1])
    const { body } = await admin.get('/api/calendars/2027')
    assert.deepEqual([body.draft, body.published.source], [null, source])
    assert.equal((await admin.post('/api/calendars/2027/publish', { expectedVersion: 1 })).status, 409)
    assert.equal((await admin.post('/api/calendars/2027/preview')).status, 404)
    const audit = await db('audit').where({ action: 'calendar.publish' }).orderBy('id').pluck('outcome')
    assert.deepEqual(audit, ['refused', 'ok', 'refused'])
  })

  it('is edited and published by administrators only', async () => {
    const clerk = await app.signIn('clerk')
    assert.equal((await clerk.get('/api/calendars')).status, 200)
    for (const answer of [
      await clerk.put('/api/calendars/2028', { source, days: [], expectedVersion: null }),
      await clerk.post('/api/calendars/2028/preview'),
      await clerk.post('/api/calendars/2028/publish', { expectedVersion: 1 }),
      await clerk.get('/api/calendars/jobs/1'),
    ]) {
      assert.equal(answer.status, 403)
    }
    assert.equal((await app.client().get('/api/calendars')).status, 401)
  })

  const day = (day: string, kind = 'holiday') => [{ day, kind, name: '元旦' }]
  for (const [why, year, wrong] of [
    ['a make-up day on a weekday', 2028, day('2028-01-03', 'make-up')],
    ['a day that does not exist', 2028, day('2028-02-30')],
    ['a day of another year', 2028, day('2029-01-01')],
    ['a day of the year before that no notice would name', 2028, day('2027-11-01')],
    ['the same day twice', 2028, [...day('2028-01-01'), ...day('2028-01-01')]],
    ['no day at all', 2028, []],
    ['a year out of range', 1999, day('1999-01-01')],
  ] as const) {
    it(`refuses ${why}, and writes nothing`, async () => {
      const { status, body } = await admin.put(`/api/calendars/${year}`, {
        source,
        days: wrong,
        expectedVersion: null,
      })
      assert.equal(status, 400, JSON.stringify(body))
      assert.match(JSON.stringify(body.errors), /[一-龥]/)
      assert.equal((await app.deps.db('work_calendar').where({ year })).length, 0)
    })
  }

  it('takes the last days of December from the notice of the next year', async () => {
    const december = [{ day: '2027-12-31', kind: 'holiday', name: '元旦' }]
    const saved = await admin.put('/api/calendars/2028', { source, days: december, expectedVersion: null })
    assert.equal(saved.status, 200)
  })
})
