import type { CalendarDay } from './api'

export const holidayNames = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']

/** What a click does to a day. */
export type Brush = 'holiday' | 'make-up' | 'plain'
export const brushes: { id: Brush; name: string }[] = [
  { id: 'holiday', name: '放假（休）' },
  { id: 'make-up', name: '调休上班（班）' },
  { id: 'plain', name: '恢复平日' },
]

export interface MonthDay {
  day: string
  date: number
  weekend: boolean
}
/** A month as six weeks at most, Monday first; null before the first and after the last day. */
export function monthWeeks(year: number, month: number): (MonthDay | null)[][] {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const lead = (first.getUTCDay() + 6) % 7
  const cells: (MonthDay | null)[] = Array.from({ length: lead }, () => null)
  for (let date = 1; date <= length; date++) {
    const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
    cells.push({ day, date, weekend: (lead + date - 1) % 7 >= 5 })
  }
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The days with one changed. Only a weekend day can become a working day. */
export function paint(days: CalendarDay[], cell: MonthDay, brush: Brush, name: string): CalendarDay[] {
  const rest = days.filter((one) => one.day !== cell.day)
  if (brush === 'plain' || (brush === 'make-up' && !cell.weekend)) return rest
  const same = days.find((one) => one.day === cell.day && one.kind === brush && one.name === name)
  if (same) return rest
  return [...rest, { day: cell.day, kind: brush, name }].sort((a, b) => a.day.localeCompare(b.day))
}

export function sameDays(a: CalendarDay[], b: CalendarDay[]): boolean {
  const text = (days: CalendarDay[]) =>
    days
      .map(({ day, kind, name }) => `${day}${kind}${name}`)
      .sort()
      .join()
  return text(a) === text(b)
}
