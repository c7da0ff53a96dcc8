/** Dates and numbers as people in Beijing read them, whatever the time zone of the machine. */

const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function split(instant: string): Record<string, string> | null {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return null
  return Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]))
}

/** `2026-11-24` of an instant, in Asia/Shanghai. */
export function dayOf(instant: string): string {
  const p = split(instant)
  return p ? `${p.year}-${p.month}-${p.day}` : ''
}

/** `2026年11月24日` of a day or an instant; `—` for nothing. */
export function chineseDay(value: string | null | undefined): string {
  if (!value) return '—'
  const [year, month, day] = (value.length > 10 ? dayOf(value) : value).split('-').map(Number)
  return year && month && day ? `${year}年${month}月${day}日` : value
}

/** `11月24日`, with the year when it is not this one. */
export function shortDay(
  value: string | null | undefined,
  thisYear = dayOf(new Date().toISOString()).slice(0, 4),
): string {
  const text = chineseDay(value)
  return text.startsWith(`${thisYear}年`) ? text.slice(thisYear.length + 1) : text
}

/** `2026-11-24 09:05` in Asia/Shanghai. */
export function dateTime(instant: string | null | undefined): string {
  if (!instant) return '—'
  const p = split(instant)
  return p ? `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}` : instant
}

/** `11-24 09:05`; the year is shown only when it is not this one. */
export function shortTime(instant: string | null | undefined): string {
  const text = dateTime(instant)
  const thisYear = dayOf(new Date().toISOString()).slice(0, 4)
  return text.startsWith(`${thisYear}-`) ? text.slice(5) : text
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export const dayUnits = { 'working-day': '个工作日', 'calendar-day': '日' } as const
