import type { ClockKind, Rung } from '../../../../workflows/clock/domain'
import { http } from '../../api/http'
import type { Answer, RowOf } from '../../api/types'

export type CalendarYear = Answer<'/api/calendars/{year}'>
export type Edition = NonNullable<CalendarYear['draft']>
export type CalendarDay = Edition['days'][number]
export type YearSummary = RowOf<'/api/calendars'>
export type Preview = Answer<'/api/calendars/{year}/preview', 'post'>
export type Job = Answer<'/api/calendars/jobs/{id}'>
/** `itemCode` null: all items. */
export type Reminder = RowOf<'/api/reminder-settings'>

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
