/** What a step did to the clocks of one instance: the acts kept before and now, the rungs told, and the rows to write. */
import { isDeepStrictEqual } from 'node:util'
import { instantMs } from '../../../workflows/clock/day.ts'
import type { Calendar, Day, Instant, Pause } from '../../../workflows/clock/domain.ts'
import { conflict } from '../../errors.ts'
import type { ClockChange, ExtendAct, KeptChange } from './acts.ts'
import { rowOfClock } from './rows.ts'
import type { ClockRow, StoredClock, ToldRung } from './rows.ts'

/** Rows of a step, by table. Clocks and pauses are written whole, whether they are new or changed. */
export interface BookRows {
  clocks: ClockRow[]
  pauses: Record<string, unknown>[]
  extensions: Record<string, unknown>[]
  changes: Record<string, unknown>[]
  rungs: Record<string, unknown>[]
}

export class ClockJournal {
  readonly changes: KeptChange[]
  readonly told: ToldRung[]
  private readonly moved = new Map<string, Instant>()
  private readonly paused = new Map<string, { clockId: string; pause: Pause; at: Instant }>()
  private readonly rows: Omit<BookRows, 'clocks' | 'pauses'> = { extensions: [], changes: [], rungs: [] }

  constructor(
    { changes, told }: { changes: readonly KeptChange[]; told: readonly ToldRung[] },
    private readonly calendar: Calendar,
  ) {
    this.changes = [...changes]
    this.told = [...told]
  }

  /** Whether any clock is another one than it was loaded. */
  get isMoved(): boolean {
    return this.moved.size > 0
  }

  /** The clock became another one by this act. */
  keep(
    before: Pick<StoredClock, 'id' | 'revision' | 'dueDay'>,
    change: ClockChange,
    dueDay: Day | null,
    at: Instant,
  ): void {
    this.rows.changes.push(changeRow(before, change, dueDay, this.calendar, at))
    this.changes.push({ ...change, clockId: before.id, dueDayBefore: before.dueDay, at })
    this.moved.set(before.id, at)
  }

  /** A pause as it now is; begun and ended in one step it is one row. */
  keepPause(clockId: string, pause: Pause, at: Instant): void {
    this.paused.set(`${clockId} ${pause.id}`, { clockId, pause, at })
  }

  keepExtension(clockId: string, { id, days, on, basis }: ExtendAct, at: Instant): void {
    this.rows.extensions.push({ clock_id: clockId, id, days, on_day: on, basis, at })
  }

  /** True once per level and instant, however often it is asked. */
  tell(rung: ToldRung, at: Instant): boolean {
    const same = (one: ToldRung) =>
      one.clockId === rung.clockId && one.level === rung.level && instantMs(one.at) === instantMs(rung.at)
    if (this.told.some(same)) return false
    this.told.push(rung)
    this.rows.rungs.push({ clock_id: rung.clockId, level: rung.level, rung_at: rung.at, at })
    return true
  }

  has(clockId: string, change: ClockChange): boolean {
    return this.find(clockId, change) !== undefined
  }

  /** @throws 409 `clock-act-differs` unless the same act was kept before: another of the same id is a mistake */
  assertSame(clockId: string, change: ClockChange): void {
    const known = this.find(clockId, change)
    const same = (detail: unknown): unknown => JSON.parse(JSON.stringify(detail))
    if (!known || !isDeepStrictEqual(same(known.detail), same(change.detail))) {
      const extra = { clockId, cause: change.cause, id: change.id }
      throw conflict('clock-act-differs', '同一操作编号的内容与先前不一致', { extra })
    }
  }

  private find(clockId: string, { cause, id }: ClockChange): KeptChange | undefined {
    return this.changes.find((one) => one.clockId === clockId && one.cause === cause && one.id === id)
  }

  /** What is to be written. */
  take(clockOf: (id: string) => StoredClock): BookRows {
    return {
      ...this.rows,
      clocks: [...this.moved].map(([id, at]) => rowOfClock(clockOf(id), at)),
      pauses: [...this.paused.values()].map(({ clockId, pause, at }) => ({
        ...{ clock_id: clockId, id: pause.id, from_day: pause.from, through_day: pause.through ?? null },
        ...{ cause: pause.cause, basis: pause.basis ?? null, at },
      })),
    }
  }
}

/** The row that keeps what moved a clock from where to where. */
export function changeRow(
  before: Pick<StoredClock, 'id' | 'revision' | 'dueDay'>,
  change: ClockChange,
  dueDay: Day | null,
  calendar: Calendar,
  at: Instant,
) {
  return {
    clock_id: before.id,
    revision: before.revision + 1,
    cause: change.cause,
    cause_id: change.id,
    detail: change.detail,
    due_day_before: before.dueDay,
    due_day: dueDay,
    calendar_version: calendar.version,
    at,
  }
}
