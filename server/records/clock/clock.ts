/**
 * Acts on legal clocks, each within the transaction of the step it belongs to. A clock's row is locked, the cause
 * is added, the due date computed anew and the revision raised: what is read later is one of these states, never
 * half of one. Every act carries an id of its caller; the same id with the same content again has no second effect and gives
 * the clock as it now is, with other content it is refused (`clock-act-differs`).
 */
import { defaultRungs } from '../../../workflows/clock/calculator.ts'
import { instantMs } from '../../../workflows/clock/day.ts'
import { clockKinds } from '../../../workflows/clock/domain.ts'
import type {
  Calendar,
  ClockFacts,
  ClockMode,
  Day,
  Instant,
  Pause,
  Rung,
} from '../../../workflows/clock/domain.ts'
import { pauseFrom, pausePolicy, pauseThrough } from '../../../workflows/clock/pause.ts'
import type { PausePolicy } from '../../../workflows/clock/pause.ts'
import type { Db } from '../../db.ts'
import { conflict, notFound } from '../../errors.ts'
import { holdCalendar } from './calendar.ts'
import { changeClock, getClock, lockClock, repeated, settle, writeChange } from './change.ts'
import type { Change } from './change.ts'
import { computeDue, dueColumns, isMoved, toClocks, toDue } from './rows.ts'
import type { ClockDue, StoredClock } from './rows.ts'

export { loadCalendar } from './calendar.ts'
export { getClock } from './change.ts'
export type { ClockDue, StoredClock } from './rows.ts'

export type NewClock = Omit<ClockFacts, 'pauses' | 'extensions' | 'stoppedOn'> & {
  caseNo: string
  /** Round, when the caller counts them; else the one this act started before, or the next. */
  n?: number
  /** The act that starts it. */
  startedBy: string
  mode: ClockMode
  /** Default: `defaultRungs` of the budget. */
  rungs?: Rung[] | undefined
}

/** `<case>/<kind>#<n>` */
export function clockIdOf(caseNo: string, kind: ClockFacts['kind'], n: number): string {
  return `${caseNo}/${kind}#${n}`
}

/** Starts a clock; once per case, kind and act. */
export async function startClock(trx: Db, clock: NewClock, at: Instant): Promise<ClockDue> {
  const { caseNo, kind, startedBy, mode, n: given, rungs = defaultRungs(clock.budget), ...rest } = clock
  const calendar = await holdCalendar(trx)
  const n = given ?? (await roundOf(trx, caseNo, kind, startedBy))
  const id = clockIdOf(caseNo, kind, n)
  const due = computeDue({ kind, ...rest, pauses: [], extensions: [] }, rungs, calendar)
  const inserted = await trx('clock')
    .insert({
      ...{ id, case_no: caseNo, kind, n, mode, started_by: startedBy, rungs: JSON.stringify(rungs) },
      ...{ unit: rest.unit, budget: rest.budget, start_day: rest.startDay, closes: rest.closes },
      ...{
        closing_time: rest.closingTime ?? null,
        unit_source: rest.unitSource ?? null,
        basis: rest.basis ?? null,
      },
      ...{
        state: 'running',
        calendar_version: calendar.version,
        ...dueColumns(due),
        revision: 1,
        changed_at: at,
      },
    })
    .onConflict(['case_no', 'kind', 'n'])
    .ignore()
    .returning('id')
  const change: Change = { cause: 'start', id: startedBy, detail: { mode, rungs, ...rest } }
  if (inserted.length === 0) return repeated(trx, await lockClock(trx, id), change)
  await writeChange(trx, { id, revision: 0, dueDay: null }, change, due.dueDay, calendar, at)
  return toDue(trx, await getClock(trx, id))
}

async function roundOf(trx: Db, caseNo: string, kind: string, startedBy: string): Promise<number> {
  const rounds = await trx('clock').where({ case_no: caseNo, kind }).select('n', 'started_by')
  const mine = rounds.find((round) => round.started_by === startedBy)
  return mine?.n ?? 1 + Math.max(0, ...rounds.map((round) => round.n as number))
}

export interface PauseAct {
  clockId: string
  /** Id of the pause. */
  id: string
  /** Day of the notice; by the policy it still counts. */
  noticedOn: Day
  cause: string
  basis?: string
  policy?: PausePolicy
}

/** Opens a pause. Several may be open at once: they are a union. */
export function pauseClock(trx: Db, act: PauseAct, at: Instant): Promise<ClockDue> {
  const { clockId, id, noticedOn, cause, basis, policy = pausePolicy } = act
  const from = pauseFrom(noticedOn, policy)
  const change: Change = {
    cause: 'pause',
    id,
    detail: { from, cause, ...(basis !== undefined && { basis }) },
  }
  return changeClock(trx, clockId, change, at, async () => {
    await trx('clock_pause').insert({
      clock_id: clockId,
      id,
      from_day: from,
      cause,
      basis: basis ?? null,
      at,
    })
  })
}

export interface ResumeAct {
  clockId: string
  pauseId: string
  /** Id of the act that ends the pause. */
  id: string
  /** Day on which the last of what was waited for came in; by the policy it is still paused. */
  receivedOn: Day
  policy?: PausePolicy
}

/** Ends one open pause; counting goes on the next day, unless another pause is open. */
export function resumeClock(trx: Db, act: ResumeAct, at: Instant): Promise<ClockDue> {
  const { clockId, pauseId, id, receivedOn, policy = pausePolicy } = act
  const through = pauseThrough(receivedOn, policy)
  const change: Change = { cause: 'resume', id, detail: { pauseId, through } }
  return changeClock(trx, clockId, change, at, async (clock) => {
    openPause(clock, pauseId)
    await trx('clock_pause').where({ clock_id: clockId, id: pauseId }).update({ through_day: through })
  })
}

function openPause(clock: StoredClock, pauseId: string): Pause {
  const pause = clock.facts.pauses.find((one) => one.id === pauseId)
  if (!pause) throw notFound('暂停')
  if (pause.through !== undefined) {
    throw conflict('clock-pause-over', '该暂停已经结束', { extra: { through: pause.through } })
  }
  return pause
}

export interface ExtendAct {
  clockId: string
  /** Id of the act. */
  id: string
  days: number
  /** Day of the approval. */
  on: Day
  basis: string
}

/** Adds days to the budget, during a pause too. A term that is over can no longer be extended. */
export function extendClock(trx: Db, act: ExtendAct, at: Instant): Promise<ClockDue> {
  const { clockId, id, days, on, basis } = act
  return changeClock(
    trx,
    clockId,
    { cause: 'extend', id, detail: { days, on, basis } },
    at,
    async (clock) => {
      if (clock.dueDay !== null && on > clock.dueDay) {
        throw conflict('clock-over', '时限已届满，不能再延长', { extra: { dueDay: clock.dueDay } })
      }
      await trx('clock_extension').insert({ clock_id: clockId, id, days, on_day: on, basis, at })
    },
  )
}

export interface StopAct {
  clockId: string
  /** Id of the act that was waited for. */
  id: string
  /** Its day; counts as used. */
  on: Day
  reason: string
}

/** Stops a clock for good: its act was done, or the case ended. */
export function stopClock(trx: Db, act: StopAct, at: Instant): Promise<ClockDue> {
  const { clockId, id, on, reason } = act
  return changeClock(trx, clockId, { cause: 'stop', id, detail: { on, reason } }, at, async () => {
    await trx('clock')
      .where({ id: clockId })
      .update({ state: 'stopped', stopped_on: on, stop_reason: reason })
  })
}

/** Stops whatever still runs in a case, e.g. when it ends. Gives the clocks that this act stopped. */
export async function stopClocks(
  trx: Db,
  act: Omit<StopAct, 'clockId'> & { caseNo: string; kinds?: readonly ClockFacts['kind'][] },
  at: Instant,
): Promise<ClockDue[]> {
  const { caseNo, kinds = Object.keys(clockKinds), ...stop } = act
  const own = trx('clock').where({ case_no: caseNo }).select('id')
  const stoppedBefore = trx('clock_change')
    .whereIn('clock_id', own)
    .where({ cause: 'stop', cause_id: act.id })
    .select('clock_id')
  const open = await trx('clock')
    .where({ case_no: caseNo })
    .whereIn('kind', kinds)
    .where((either) => either.whereNot({ state: 'stopped' }).orWhereIn('id', stoppedBefore))
    .orderBy('id')
    .pluck<string[]>('id')
  const stopped: ClockDue[] = []
  for (const clockId of open) stopped.push(await stopClock(trx, { ...stop, clockId }, at))
  return stopped
}

/** Reads the facts again, with the calendar of now, and says whether the term is over: what a timer asks when it fires. */
export async function askClock(
  trx: Db,
  clockId: string,
  at: Instant,
): Promise<{ over: boolean; clock: ClockDue }> {
  const clock = await recompute(trx, clockId, at)
  return { over: clock.dueAt !== null && instantMs(at) >= instantMs(clock.dueAt), clock }
}

/** Computes a clock again; the revision rises only when its dates or its flag change. */
export async function recompute(trx: Db, clockId: string, at: Instant): Promise<ClockDue> {
  const calendar = await holdCalendar(trx)
  const clock = await lockClock(trx, clockId)
  if (clock.state === 'stopped') return toDue(trx, clock)
  const due = computeDue(clock.facts, clock.rungs, calendar)
  if (!isMoved(clock, due) && due.provisional === clock.provisional) return toDue(trx, clock)
  const id = `${calendar.version}/${clock.revision + 1}`
  return settle(trx, clock, { cause: 'timer', id, detail: {} }, calendar, at)
}

/** Marks a rung as told. True once per level and instant, however often it is asked. */
export async function tellRung(
  trx: Db,
  rung: { clockId: string; level: Rung['level']; rungAt: Instant },
  at: Instant,
): Promise<boolean> {
  const told = await trx('clock_rung')
    .insert({ clock_id: rung.clockId, level: rung.level, rung_at: rung.rungAt, at })
    .onConflict(['clock_id', 'level', 'rung_at'])
    .ignore()
    .returning('clock_id')
  return told.length > 0
}

/** All clocks of a case, in the order of their start. */
export async function getClocks(db: Db, caseNo: string): Promise<StoredClock[]> {
  return (await getClocksOf(db, [caseNo])).get(caseNo) ?? []
}

/** Clocks of many cases, for a page of a list: three queries. */
export async function getClocksOf(db: Db, caseNos: string[]): Promise<Map<string, StoredClock[]>> {
  const rows = await db('clock').whereIn('case_no', caseNos).orderBy(['start_day', 'kind', 'n'])
  const clocks = await toClocks(db, rows)
  return new Map(caseNos.map((caseNo) => [caseNo, clocks.filter((clock) => clock.caseNo === caseNo)]))
}

/** What to arm a workflow's timers by. */
export async function getDue(db: Db, clockId: string): Promise<ClockDue> {
  return toDue(db, await getClock(db, clockId))
}
