import { randomBytes } from 'node:crypto'
import { createDb } from '../../server/db.ts'
import type { Db } from '../../server/db.ts'
import type { NewClock } from '../../server/records/clock/acts.ts'
import { startClock } from './acts.ts'
import type { Seen } from './acts.ts'
import { seedCalendars } from '../../server/modules/clock/seed.ts'
import { createDatabase, dropDatabase } from '../support/stack.ts'

export interface ClockDb {
  db: Db
  close(): Promise<void>
}

/** A database of one's own with the calendars of 2025 and 2026 published. */
export async function openClockDb(): Promise<ClockDb> {
  const name = `clock_${randomBytes(5).toString('hex')}`
  const db = createDb(await createDatabase(name))
  await db.transaction((trx) => seedCalendars(trx, '2025-11-05T01:00:00.000Z'))
  return {
    db,
    async close() {
      await db.destroy()
      await dropDatabase(name)
    },
  }
}

/** A statutory clock of 20 working days from Sunday 23 November 2025; due on 19 December. */
export type TestClock = NewClock & { instance: string }

export function newClock(given: Partial<TestClock> = {}): TestClock {
  return {
    instance: 'case:110108-2025-0001',
    kind: 'statutory',
    unit: 'working-day',
    budget: 20,
    startDay: '2025-11-23',
    closes: 'online',
    mode: 'enforce',
    startedBy: 'act-1',
    basis: '行政许可法 第四十二条',
    ...given,
  }
}

export function start(db: Db, given: Partial<TestClock> = {}): Promise<Seen> {
  return db.transaction((trx) => startClock(trx, newClock(given), '2025-11-23T02:00:00.000Z'))
}
