/** The parts of the home page by role. At most ten statements, each over an index and cut off at a number. */
import { unitDayAfter } from '../../../workflows/clock/calendar.ts'
import { addDays, dayNumber, dayOf, startOfDay, weekdayOf } from '../../../workflows/clock/day.ts'
import type { Calendar, Day, Instant } from '../../../workflows/clock/domain.ts'
import { hasRole } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { loadCalendar } from '../../records/clock/calendar.ts'
import { countCases } from '../../records/home/cases.ts'
import { countArea, countEngine, countSystem } from '../../records/home/area.ts'
import { countActs, countByHolder, listDue, listNews, listWaiting } from '../../records/home/tasks.ts'
import type { HomeTask } from '../../records/home/tasks.ts'
import { countWaiting } from '../../records/home/waiting.ts'
import type { Until } from '../../records/home/waiting.ts'
import type { HomeView } from './schema.ts'

/** "Soon" reaches to the end of this many working days from today. */
const soonDays = 3
/** A step or a timer that has not moved for so long is worth a look. */
const staleMs = { act: 60_000, timer: 5 * 60_000 }
/** From November on next year's calendar is expected (国务院办公厅 announces it in autumn). */
const calendarExpectedFrom = '11-01'

export async function homeOf(db: Db, actor: Actor, at: Instant): Promise<HomeView> {
  const calendar = await loadCalendar(db)
  const soonDay = unitDayAfter(calendar, 'working-day', dayOf(at), soonDays)
  const until = { at, soonEnd: startOfDay(addDays(soonDay, 1)) }
  const works = hasRole(actor, 'clerk', 'reviewer', 'head', 'bureau-staff', 'operator', 'manager')
  const [work, unit, cases, area, engine, system] = await Promise.all([
    works ? workOf(db, actor, until, soonDay) : null,
    hasRole(actor, 'head') ? countByHolder(db, actor, until) : null,
    hasRole(actor, 'operator', 'manager') ? countCases(db, actor, at) : null,
    hasRole(actor, 'manager') ? countArea(db, actor, until) : null,
    hasRole(actor, 'operator', 'administrator') ? engineOf(db, actor, at) : null,
    hasRole(actor, 'administrator') ? systemOf(db, calendar, at) : null,
  ])
  return { work, unit, cases, area, engine, system }
}

async function workOf(
  db: Db,
  actor: Actor,
  until: Until,
  soonDay: Day,
): Promise<NonNullable<HomeView['work']>> {
  const today = dayOf(until.at)
  const monday = addDays(today, -((weekdayOf(dayNumber(today)) + 6) % 7))
  const [waiting, waits, due, news, acts] = await Promise.all([
    countWaiting(db, actor, until),
    listWaiting(db, actor),
    listDue(db, actor, until),
    listNews(db, actor, until.at),
    countActs(db, actor, addDays(monday, -7), 14),
  ])
  const view = (task: HomeTask) => viewTask(task, until.at)
  const week = weekOf(acts, monday)
  return { ...waiting, soonDay, waits: waits.map(view), due: due.map(view), news, week }
}

function weekOf(acts: { day: Day; acts: number; instances: number }[], monday: Day) {
  const sum = (rows: typeof acts) => rows.reduce((total, row) => total + row.acts, 0)
  const days = Array.from({ length: 7 }, (_, n) => {
    const day = addDays(monday, n)
    return acts.find((row) => row.day === day) ?? { day, acts: 0, instances: 0 }
  })
  return { acts: sum(days), lastWeekActs: sum(acts.filter(({ day }) => day < monday)), days }
}

function viewTask({ dueAt, yellowAt, redAt, ...task }: HomeTask, at: Instant) {
  const reached = (instant: Instant | null) => instant !== null && instant <= at
  const overdue = reached(dueAt)
  const light: 'red' | 'yellow' | 'green' =
    overdue || reached(redAt) ? 'red' : reached(yellowAt) ? 'yellow' : 'green'
  // The first instant after the term: the last day is the one before it.
  const dueDay = dueAt === null ? null : dayOf(new Date(Date.parse(dueAt) - 1).toISOString())
  return { ...task, dueDay, overdue, light: dueAt === null ? null : light }
}

function engineOf(db: Db, actor: Actor, at: Instant) {
  const before = (ms: number) => new Date(Date.parse(at) - ms).toISOString()
  return countEngine(db, actor, { staleBefore: before(staleMs.act), lateBefore: before(staleMs.timer) })
}

async function systemOf(db: Db, calendar: Calendar, at: Instant) {
  const figures = await countSystem(db, at)
  return { ...figures, missingYear: missingYear(calendar, dayOf(at)) }
}

/** This year's calendar, or from November on next year's. */
function missingYear({ years }: Calendar, today: Day): number | null {
  const year = Number(today.slice(0, 4))
  if (!years.includes(year)) return year
  return today.slice(5) >= calendarExpectedFrom && !years.includes(year + 1) ? year + 1 : null
}
