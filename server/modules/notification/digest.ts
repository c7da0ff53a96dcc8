/**
 * The morning's digest: what waits for you, what may run over. From 9:00 of working days, once per day and person,
 * whatever the number of servers; a server that was down in the morning catches up until the office closes.
 */
import { isWorkingDay, unitDayAfter } from '../../../workflows/clock/calendar.ts'
import { addDays, chineseDay, dayOf, instantAt, startOfDay } from '../../../workflows/clock/day.ts'
import type { Calendar, Day } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { loadCalendar } from '../../records/clock/calendar.ts'
import { countWaiting } from '../../records/home/waiting.ts'
import { holdDigest, nextPeople, saveDigest } from '../../records/notification/digest.ts'
import { tellStaff } from '../../records/notification/inbox.ts'
import { repeat } from '../process/relay.ts'

const lookEveryMs = 60_000
/** Minutes after midnight. */
const hours = { from: 9 * 60, to: 18 * 60 }
/** People of one transaction. */
const batch = 50

export function startDigest(deps: AppDeps): () => Promise<void> {
  return repeat(() => sendDigests(deps), lookEveryMs, deps.log)
}

/** One round; answers how many were told. */
export async function sendDigests({ db, now }: Pick<AppDeps, 'db' | 'now'>): Promise<number> {
  const at = now().toISOString()
  const day = dayOf(at)
  if (at < instantAt(day, hours.from) || at >= instantAt(day, hours.to)) return 0
  const calendar = await loadCalendar(db)
  if (!isWorkingDay(calendar, day)) return 0
  let told = 0
  for (;;) {
    const round = await db.transaction((trx) => sendBatch(trx, { day, at, calendar }))
    told += round.told
    if (!round.more) return told
  }
}

interface Morning {
  day: Day
  at: string
  calendar: Calendar
}

async function sendBatch(trx: Db, morning: Morning): Promise<{ told: number; more: boolean }> {
  const lastUser = await holdDigest(trx, morning.day)
  if (lastUser === undefined) return { told: 0, more: false }
  const people = await nextPeople(trx, lastUser, batch)
  let told = 0
  for (const person of people) told += await tellPerson(trx, person, morning)
  const more = people.length === batch
  await saveDigest(trx, morning.day, people.at(-1)?.id ?? lastUser, more ? null : morning.at)
  return { told, more }
}

/** Nothing waits: no message. */
async function tellPerson(trx: Db, person: Actor, { day, at, calendar }: Morning): Promise<number> {
  const until = unitDayAfter(calendar, 'working-day', day, 1)
  const soonEnd = startOfDay(addDays(until, 1))
  const waiting = await countWaiting(trx, person, { at, soonEnd })
  const { mine, group, overdue, soon } = waiting
  if (mine + group === 0) return 0
  const told = await tellStaff(trx, {
    template: 'digest',
    vars: { ...waiting, risk: overdue + soon, until: chineseDay(until) },
    level: overdue > 0 ? 'red' : soon > 0 ? 'yellow' : 'info',
    users: [person.id],
    link: '/home',
    key: `digest/${day}`,
    at,
  })
  return told.length
}
