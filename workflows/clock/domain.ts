/**
 * Words and shapes of legal clocks. A clock is a budget of days with a ledger, never only a target date.
 * Days are `YYYY-MM-DD` in Asia/Shanghai; instants are ISO 8601 with offset or Z.
 */

export type Day = string
export type Instant = string

export const clockKinds = {
  acceptance: '受理时限',
  supplement: '补正时限',
  statutory: '法定时限',
  promised: '承诺时限',
  delivery: '送达时限',
} as const
export type ClockKind = keyof typeof clockKinds

/** advise: lights and reminders only. enforce: the law gives the end of the term an effect. */
export type ClockMode = 'advise' | 'enforce'
export type DayUnit = 'working-day' | 'calendar-day'

/** The published working calendar. A day not named here is a plain weekday or weekend day. */
export interface Calendar {
  version: number
  /** Years published by the State Council and entered here, e.g. [2025, 2026]. */
  years: number[]
  /** Only the days that differ from the plain week: statutory holidays (off) and make-up working days (on). */
  days: Record<Day, { kind: 'holiday' | 'make-up'; name: string }>
}

/** Whole days that do not count. `through` is inclusive; without it the pause is still open. */
export interface Pause {
  id: string
  from: Day
  through?: Day
  /** What is told to people, e.g. 补正材料, 检测, 听证. */
  cause: string
  /** Article that allows it, e.g. 行政许可法 第四十五条. */
  basis?: string
}

export interface Extension {
  days: number
  on: Day
  basis: string
}

/** The facts a clock is computed from. Everything else is derived. */
export interface ClockFacts {
  /** Of the noun's own kinds (`clockNames` of workflows/nouns.ts). */
  kind: string
  unit: DayUnit
  /** Budget in days of `unit`, before extensions. */
  budget: number
  /** Day of the event that starts the term; it does not count itself (民法典 第二百零一条). */
  startDay: Day
  pauses: Pause[]
  extensions: Extension[]
  /** Where the last act may be done: online the term ends at 24:00, at a counter at closing time (民法典 第二百零三条). */
  closes: 'online' | 'counter'
  /** Closing time of the counter, HH:mm, when closes = 'counter'. */
  closingTime?: string
  /** Day on which the clock was stopped because its act was done; the clock no longer runs after it. */
  stoppedOn?: Day
  /** Where the length comes from: the law's text, a service guide, or assumed (the earlier reading). */
  unitSource?: 'text' | 'guide' | 'assumed'
  basis?: string
}

export type ClockState = 'running' | 'paused' | 'stopped' | 'overdue'

/** green 正常, yellow 临期, red 超期, paused 暂停; `provisional` is drawn on top as 暂定. */
export type Light = 'green' | 'yellow' | 'red' | 'paused'
export const lightNames: Record<Light, string> = {
  green: '正常',
  yellow: '临期',
  red: '超期',
  paused: '暂停',
}

export interface ClockReading {
  state: ClockState
  light: Light
  /** Days of `unit` counted so far, through today inclusive of whole past days only. */
  used: number
  /** Days not counted because paused. */
  paused: number
  /** Budget + extensions − used; negative when overdue. */
  remaining: number
  total: number
  /** Last day of the term. null while a pause is open. */
  dueDay: Day | null
  /** The instant at which the term is over (exclusive): 24:00 of dueDay = next day 00:00+08:00, or closing time. */
  dueAt: Instant | null
  /** The term runs past the last published calendar year. */
  provisional: boolean
}

export interface LedgerDay {
  day: Day
  /** counted: a day of the term; start: the day of the event; moved: last day on a holiday, moved on. */
  kind: 'start' | 'counted' | 'weekend' | 'holiday' | 'make-up' | 'paused' | 'extension' | 'moved'
  /** Running number of the counted day, 1-based. */
  count?: number
  /** Chinese cause: 国庆节, 周末, 补正材料… */
  cause?: string
  basis?: string
  provisional?: boolean
  last?: boolean
}

/** A reminder rung: fires at the start of the first day on which `remaining` days or fewer are left. */
export interface Rung {
  level: 'yellow' | 'red'
  remaining: number
}
