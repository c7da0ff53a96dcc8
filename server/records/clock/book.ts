/**
 * The legal clocks of one instance, and the acts on them: pure. A book is opened with the rows a step loaded, takes the
 * step's acts one after the other and gives the rows to write; nothing is read or written here. An act adds its cause,
 * the due date is computed anew and the revision rises: what is read later is one of these states, never half of one.
 *
 * Every act carries an id of its caller; the same id with the same content again has no second effect and gives the clock
 * as it now is, with other content it is refused (`clock-act-differs`). A step holds the calendar and its open clocks
 * locked from before they are loaded until its commit.
 */
import { totalOf } from '../../../workflows/clock/calculator.ts'
import type { Calendar, ClockFacts, Instant, Pause } from '../../../workflows/clock/domain.ts'
import { pauseFrom, pausePolicy, pauseThrough } from '../../../workflows/clock/pause.ts'
import { defaultRungs } from '../../../workflows/clock/rungs.ts'
import type { ClockArm } from '../../../workflows/process/domain.ts'
import { conflict, notFound } from '../../errors.ts'
import type { ClockChange, ExtendAct, KeptChange, NewClock, PauseAct, ResumeAct, StopAct } from './acts.ts'
import { ClockJournal } from './journal.ts'
import type { BookRows } from './journal.ts'
import { armOf, computeDue, isMoved } from './rows.ts'
import type { StoredClock, ToldRung } from './rows.ts'

/** `<instance>/<kind>[/<ref>]#<n>` */
export function clockIdOf(instance: string, kind: string, n: number, ref = ''): string {
  return `${instance}/${kind}${ref === '' ? '' : `/${ref}`}#${n}`
}

export interface OpenedBook {
  instance: string
  clocks: StoredClock[]
  changes: KeptChange[]
  told: ToldRung[]
  calendar: Calendar
}

export class ClockBook {
  readonly instance: string
  readonly calendar: Calendar
  private readonly kept = new Map<string, StoredClock>()
  private readonly journal: ClockJournal

  constructor({ instance, clocks, changes, told, calendar }: OpenedBook) {
    this.instance = instance
    this.calendar = calendar
    this.journal = new ClockJournal({ changes, told }, calendar)
    for (const clock of clocks) this.kept.set(clock.id, clock)
  }

  /** In the order of their start. */
  all(): StoredClock[] {
    return [...this.kept.values()]
  }

  get(clockId: string): StoredClock {
    const clock = this.kept.get(clockId)
    if (!clock) throw notFound('时限')
    return clock
  }

  /** The newest round of a kind, stopped or not. */
  newest(kind: string, ref = ''): StoredClock | undefined {
    const rounds = this.all().filter((clock) => clock.kind === kind && clock.ref === ref)
    return rounds.sort((a, b) => a.n - b.n).at(-1)
  }

  /** The newest round of a kind while it has not been stopped. */
  open(kind: string, ref = ''): StoredClock | undefined {
    const clock = this.newest(kind, ref)
    return clock?.state === 'stopped' ? undefined : clock
  }

  /** Starts a clock; once per instance, kind, reference and act. */
  start(clock: NewClock, at: Instant): StoredClock {
    const { kind, ref = '', startedBy, mode, n: given, rungs = defaultRungs(clock.budget), ...rest } = clock
    const n = given ?? this.roundOf(kind, ref, startedBy)
    const id = clockIdOf(this.instance, kind, n, ref)
    const change: ClockChange = { cause: 'start', id: startedBy, detail: { mode, rungs, ...rest } }
    const known = this.kept.get(id)
    if (known) return this.repeated(known, change)
    const facts: ClockFacts = { kind, ...rest, pauses: [], extensions: [] }
    const due = computeDue(facts, rungs, this.calendar)
    const started: StoredClock = {
      ...{ id, instance: this.instance, kind, ref, n, mode, facts, rungs, startedBy, ...due },
      ...{ state: 'running', stopReason: null, calendarVersion: this.calendar.version, revision: 1 },
    }
    this.kept.set(id, started)
    this.journal.keep({ id, revision: 0, dueDay: null }, change, due.dueDay, at)
    return started
  }

  private roundOf(kind: string, ref: string, startedBy: string): number {
    const rounds = this.all().filter((clock) => clock.kind === kind && clock.ref === ref)
    const mine = rounds.find((round) => round.startedBy === startedBy)
    return mine?.n ?? 1 + Math.max(0, ...rounds.map((round) => round.n))
  }

  /** Opens a pause. Several may be open at once: they are a union. */
  pause(clockId: string, act: PauseAct, at: Instant): StoredClock {
    const { id, noticedOn, cause, basis, policy = pausePolicy } = act
    const pause: Pause = {
      id,
      from: pauseFrom(noticedOn, policy),
      cause,
      ...(basis !== undefined && { basis }),
    }
    const { id: _id, ...detail } = pause
    return this.change(clockId, { cause: 'pause', id, detail }, at, ({ facts }) => {
      this.journal.keepPause(clockId, pause, at)
      return { facts: { ...facts, pauses: [...facts.pauses, pause] } }
    })
  }

  /** Ends one open pause; counting goes on the next day, unless another pause is open. */
  resume(clockId: string, act: ResumeAct, at: Instant): StoredClock {
    const { pauseId, id, receivedOn, policy = pausePolicy } = act
    const through = pauseThrough(receivedOn, policy)
    const change: ClockChange = { cause: 'resume', id, detail: { pauseId, through } }
    return this.change(clockId, change, at, (clock) => {
      const pause = { ...openPause(clock, pauseId), through }
      this.journal.keepPause(clockId, pause, at)
      const pauses = clock.facts.pauses.map((one) => (one.id === pauseId ? pause : one))
      return { facts: { ...clock.facts, pauses } }
    })
  }

  /** Adds days to the budget, during a pause too. A term that is over can no longer be extended. */
  extend(clockId: string, act: ExtendAct, at: Instant): StoredClock {
    const { id, days, on, basis } = act
    const change: ClockChange = { cause: 'extend', id, detail: { days, on, basis } }
    return this.change(clockId, change, at, ({ facts, dueDay }) => {
      if (dueDay !== null && on > dueDay)
        throw conflict('clock-over', '时限已届满，不能再延长', { extra: { dueDay } })
      this.journal.keepExtension(clockId, act, at)
      return { facts: { ...facts, extensions: [...facts.extensions, { days, on, basis }] } }
    })
  }

  /** Stops a clock for good: its act was done, or the instance ended. */
  stop(clockId: string, { id, on, reason }: StopAct, at: Instant): StoredClock {
    return this.change(clockId, { cause: 'stop', id, detail: { on, reason } }, at, ({ facts }) => ({
      facts: { ...facts, stoppedOn: on },
      stopReason: reason,
    }))
  }

  /** Stops whatever still runs of these kinds, or of all. Gives the clocks that this act stopped. */
  stopAll(act: StopAct & { kinds?: readonly string[] }, at: Instant): StoredClock[] {
    const { kinds, ...stop } = act
    const stoppedBefore = this.changes.filter(({ cause, id }) => cause === 'stop' && id === act.id)
    const mine = this.all().filter(
      ({ id, kind, state }) =>
        (kinds === undefined || kinds.includes(kind)) &&
        (state !== 'stopped' || stoppedBefore.some(({ clockId }) => clockId === id)),
    )
    return mine.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id }) => this.stop(id, stop, at))
  }

  /** Computes a clock again with the calendar of now; the revision rises only when its dates or its flag change. */
  recompute(clockId: string, at: Instant): StoredClock {
    const clock = this.get(clockId)
    if (clock.state === 'stopped') return clock
    const due = computeDue(clock.facts, clock.rungs, this.calendar)
    if (!isMoved(clock, due) && due.provisional === clock.provisional) return clock
    const id = `${this.calendar.version}/${clock.revision + 1}`
    return this.settle(clock, { cause: 'timer', id, detail: {} }, at)
  }

  /** Marks a rung as told. True once per level and instant, however often it is asked. */
  tell(rung: ToldRung, at: Instant): boolean {
    return this.journal.tell(rung, at)
  }

  /** What an instance arms its timers by, without the rungs already told. */
  arm(clock: StoredClock): ClockArm {
    return armOf(clock, this.journal.told)
  }

  /** Every act on these clocks, those of this step last. */
  get changes(): readonly KeptChange[] {
    return this.journal.changes
  }

  /** Whether any clock is another one than it was loaded. */
  get isMoved(): boolean {
    return this.journal.isMoved
  }

  /** What is to be written. */
  take(): BookRows {
    return this.journal.take((id) => this.get(id))
  }

  /** One act on one clock; a stopped clock takes no act any more. */
  private change(
    clockId: string,
    change: ClockChange,
    at: Instant,
    work: (clock: StoredClock) => Partial<StoredClock>,
  ): StoredClock {
    const clock = this.get(clockId)
    if (this.journal.has(clockId, change)) return this.repeated(clock, change)
    if (clock.state === 'stopped') {
      const extra = { stoppedOn: clock.facts.stoppedOn, reason: clock.stopReason }
      throw conflict('clock-stopped', '该时限已经停止计算', { extra })
    }
    return this.settle({ ...clock, ...work(clock) }, change, at)
  }

  private settle(clock: StoredClock, change: ClockChange, at: Instant): StoredClock {
    const { facts, rungs, revision } = clock
    const due = computeDue(facts, rungs, this.calendar)
    const state = facts.stoppedOn !== undefined ? 'stopped' : due.dueDay === null ? 'paused' : 'running'
    const settled: StoredClock = {
      ...{ ...clock, ...due, state, total: totalOf(facts) },
      ...{ calendarVersion: this.calendar.version, revision: revision + 1 },
    }
    this.kept.set(clock.id, settled)
    this.journal.keep(clock, change, due.dueDay, at)
    return settled
  }

  /** The same act again: the clock as it is. */
  private repeated(clock: StoredClock, change: ClockChange): StoredClock {
    this.journal.assertSame(clock.id, change)
    return clock
  }
}

function openPause(clock: StoredClock, pauseId: string): Pause {
  const pause = clock.facts.pauses.find((one) => one.id === pauseId)
  if (!pause) throw notFound('暂停')
  if (pause.through !== undefined)
    throw conflict('clock-pause-over', '该暂停已经结束', { extra: { through: pause.through } })
  return pause
}
