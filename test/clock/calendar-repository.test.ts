import assert from 'node:assert/strict'
import { findEdition, publishEdition, writeDraft } from '../../server/records/clock/calendar.ts'
import { loadCalendar } from '../../server/records/clock/clock.ts'
import { startClock } from './acts.ts'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { isWorkingDay } from '../../workflows/clock/calendar.ts'
import { addDays } from '../../workflows/clock/day.ts'
import { calendar } from './notices.ts'
import { newClock, openClockDb } from './support.ts'
import type { ClockDb } from './support.ts'

const AT = '2025-12-01T02:00:00.000Z'

describe('the working calendar in the database', () => {
  let home: ClockDb
  before(async () => {
    home = await openClockDb()
  })
  after(() => home.close())

  it('comes with 2025 and 2026 as the notices have them, and their source', async () => {
    const seeded = await loadCalendar(home.db)
    assert.deepEqual(seeded.years, [2025, 2026])
    for (let day = '2025-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      assert.equal(isWorkingDay(seeded, day), isWorkingDay(calendar, day), day)
    }
    assert.deepEqual(seeded.days['2025-10-06'], { kind: 'holiday', name: '中秋节' })
    assert.match((await findEdition(home.db, 2025, 'published'))?.source ?? '', /国办发明电〔2024〕12号/)
  })

  it('is seeded once', async () => {
    assert.deepEqual(await home.db.transaction((trx) => seedCalendars(trx, AT)), [])
  })

  it('does not remember a publication that was rolled back', async () => {
    const publish = (name: string, fail: boolean) =>
      home.db.transaction(async (trx) => {
        const days = [{ day: '2027-01-01', kind: 'holiday' as const, name }]
        await publishEdition(
          trx,
          await writeDraft(trx, { year: 2027, source: '通知', days, by: '甲' }, AT),
          '甲',
          AT,
        )
        const seen = (await loadCalendar(trx)).days['2027-01-01']?.name
        if (fail) throw new Error(`saw ${seen}`)
      })
    await assert.rejects(publish('误录', true), /saw 误录/)
    assert.equal((await loadCalendar(home.db)).days['2027-01-01'], undefined)
    await publish('元旦', false)
    assert.equal((await loadCalendar(home.db)).days['2027-01-01']?.name, '元旦')
  })

  it('is read anew after a publication, by a connection that had it before', async () => {
    const before = await loadCalendar(home.db)
    assert.equal(await loadCalendar(home.db), before)
    await home.db.transaction(async (trx) => {
      const days = [{ day: '2027-01-01', kind: 'holiday' as const, name: '元旦' }]
      const draft = await writeDraft(trx, { year: 2027, source: '通知', days, by: '甲' }, AT)
      await publishEdition(trx, draft, '甲', AT)
      assert.deepEqual((await loadCalendar(trx)).years, [2025, 2026, 2027])
    })
    const after = await loadCalendar(home.db)
    assert.deepEqual([after.version, after.days['2027-01-01']?.name], [before.version + 1, '元旦'])
    const started = await home.db.transaction((trx) =>
      startClock(trx, newClock({ startDay: '2026-12-04' }), AT),
    )
    assert.deepEqual([started.dueDay, started.provisional], ['2027-01-04', false])
  })
})
