/** A case's clocks by kind: the newest round of a kind is the one that runs. */
import {
  clockIdOf,
  extendClock as extend,
  getClocks,
  loadCalendar,
  pauseClock as pause,
  resumeClock as resume,
  startClock as start,
  stopClocks as stop,
} from '../../server/records/clock/clock.ts'
import type { ClockDue, StoredClock } from '../../server/records/clock/clock.ts'
import { findRungs } from '../../server/records/clock/reminder.ts'
import type { CaseRow } from '../../server/records/case/case.ts'
import { unitDayAfter } from '../../workflows/clock/calendar.ts'
import type { ClockKind, ClockMode, Day, DayUnit, ClockFacts } from '../../workflows/clock/domain.ts'
import type { ClockArm } from '../../workflows/process/domain.ts'
import type { Db } from '../../server/db.ts'

export function toArm(due: ClockDue): ClockArm {
  const { kind, n, dueAt, rungs, revision } = due
  return { kind, n, dueAt, rungs, revision }
}

export interface StartClock {
  /** Id of the step that starts it; the same id again starts nothing. */
  id: string
  kind: ClockKind
  mode: ClockMode
  unit: DayUnit
  budget: number
  startDay: Day
  unitSource?: ClockFacts['unitSource']
  basis?: string
  at: string
}

/**
 * All clocks here can be kept online, so a term ends at 24:00 (民法典 第二百零三条). Its reminders are those set on the
 * day it starts; a later setting does not change it.
 */
export async function startClock(
  trx: Db,
  { caseNo, itemCode }: Pick<CaseRow, 'caseNo' | 'itemCode'>,
  clock: StartClock,
): Promise<ClockArm> {
  const { id, at, ...facts } = clock
  const rungs = await findRungs(trx, clock.kind, itemCode)
  return toArm(await start(trx, { caseNo, startedBy: id, closes: 'online', rungs, ...facts }, at))
}

/** The newest clock of a kind that has not been stopped. */
export async function findClock(trx: Db, caseNo: string, kind: ClockKind): Promise<StoredClock | undefined> {
  const clocks = (await getClocks(trx, caseNo)).filter((clock) => clock.kind === kind)
  const newest = clocks.sort((a, b) => a.n - b.n).at(-1)
  return newest?.state === 'stopped' ? undefined : newest
}

export async function pauseClock(
  trx: Db,
  clock: StoredClock,
  act: { id: string; noticedOn: Day; cause: string; basis?: string },
  at: string,
): Promise<ClockArm> {
  return toArm(await pause(trx, { clockId: clockIdOf(clock.caseNo, clock.kind, clock.n), ...act }, at))
}

export async function resumeClock(
  trx: Db,
  clock: StoredClock,
  act: { pauseId: string; receivedOn: Day },
  at: string,
): Promise<ClockArm> {
  const clockId = clockIdOf(clock.caseNo, clock.kind, clock.n)
  return toArm(await resume(trx, { clockId, id: `${act.pauseId}/end`, ...act }, at))
}

export async function extendClock(
  trx: Db,
  clock: StoredClock,
  act: { id: string; days: number; on: Day; basis: string },
  at: string,
): Promise<ClockArm> {
  return toArm(await extend(trx, { clockId: clockIdOf(clock.caseNo, clock.kind, clock.n), ...act }, at))
}

export async function stopClocks(
  trx: Db,
  caseNo: string,
  kinds: readonly ClockKind[] | 'all',
  act: { id: string; on: Day; reason: string },
  at: string,
): Promise<ClockArm[]> {
  const stopped = await stop(trx, { caseNo, ...act, ...(kinds !== 'all' && { kinds }) }, at)
  return stopped.map(toArm)
}

export async function workingDaysAfter(trx: Db, day: Day, n: number): Promise<Day> {
  return unitDayAfter(await loadCalendar(trx), 'working-day', day, n)
}
