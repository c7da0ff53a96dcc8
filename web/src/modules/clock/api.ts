import type { ClockKind, Rung } from '../../../../workflows/clock/domain'
import { http } from '../../api/http'

export interface CalendarDay {
  day: string
  kind: 'holiday' | 'make-up'
  name: string
}
export interface Edition {
  version: number
  source: string
  changedAt: string
  changedBy: string
  publishedAt: string | null
  publishedBy: string | null
  days: CalendarDay[]
}
export interface CalendarYear {
  year: number
  published: Edition | null
  draft: Edition | null
}
type Summary = Omit<Edition, 'days'> & { holidays: number; makeUpDays: number }
export interface YearSummary {
  year: number
  published: Summary | null
  draft: Summary | null
}
export interface Preview {
  moved: number
  unchanged: number
  samples: { caseNo: string; kind: ClockKind; oldDueDay: string | null; newDueDay: string | null }[]
}
export interface Job {
  id: number
  year: number
  status: 'running' | 'done'
  total: number
  done: number
  moved: number
}
export interface Reminder {
  kind: ClockKind
  /** null: all items. */
  itemCode: string | null
  itemName: string | null
  rungs: Rung[]
  version: number
  changedAt: string
  changedBy: string
}

export const listYears = () => http.get<{ items: YearSummary[] }>('/calendars')
export const getYear = (year: number) => http.get<CalendarYear>(`/calendars/${year}`)
export const saveDraft = (
  year: number,
  source: string,
  days: CalendarDay[],
  expectedVersion: number | null,
) => http.put<CalendarYear>(`/calendars/${year}`, { source, days, expectedVersion })
export const preview = (year: number) =>
  http.post<Preview>(`/calendars/${year}/preview`, {}, { timeout: 120_000 })
export const publish = (year: number, expectedVersion: number) =>
  http.post<Job>(`/calendars/${year}/publish`, { expectedVersion }, { timeout: 120_000 })
export const getJob = (id: number) => http.get<Job>(`/calendars/jobs/${id}`)

const reminderPath = (kind: ClockKind, item: string | null) =>
  `/reminder-settings/${kind}/${encodeURIComponent(item ?? 'all')}`
export const listReminders = () => http.get<{ items: Reminder[] }>('/reminder-settings')
export const saveReminder = (
  kind: ClockKind,
  item: string | null,
  rungs: Rung[],
  expectedVersion: number | null,
) => http.put<Reminder>(reminderPath(kind, item), { rungs, expectedVersion })
export const resetReminder = (kind: ClockKind, item: string | null) => http.delete(reminderPath(kind, item))
