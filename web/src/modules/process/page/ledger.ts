/** The deadline ledger as a calendar: weeks of seven cells, and the sums under it. Pure. */
import { addDays, dayNumber, weekdayOf } from '../../../../../workflows/clock/day'
import type { Day, DayUnit, LedgerDay } from '../../../../../workflows/clock/domain'

export interface LedgerCell {
  day: Day
  /** Absent for days before the start and after the end, which only fill the week. */
  row?: LedgerDay
  /** `11月` on the first cell and on the first of a month. */
  month?: string
  date: number
  /** What stands in the cell beside the date. */
  text: string
  past: boolean
  today: boolean
}

export interface LedgerSums {
  counted: number
  weekend: number
  holiday: number
  makeUp: number
  paused: number
  extension: number
}

const kindNames: Record<LedgerDay['kind'], string> = {
  start: '起算事件日（不计入）',
  counted: '计入',
  weekend: '周末',
  holiday: '法定节假日',
  'make-up': '调休上班，计入',
  paused: '暂停',
  extension: '延期，计入',
  moved: '最后一日逢休息日，顺延',
}

/** Monday first, as calendars hang in offices here. */
export function ledgerWeeks(rows: readonly LedgerDay[], today: Day): LedgerCell[][] {
  const first = rows[0]
  const last = rows[rows.length - 1]
  if (!first || !last) return []
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const monday = addDays(first.day, -((weekdayOf(dayNumber(first.day)) + 6) % 7))
  const weeks: LedgerCell[][] = []
  for (let start = monday; start <= last.day; start = addDays(start, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, n) =>
        cellOf(addDays(start, n), byDay, today, start === monday && n === 0),
      ),
    )
  }
  return weeks
}

function cellOf(day: Day, byDay: Map<Day, LedgerDay>, today: Day, first: boolean): LedgerCell {
  const row = byDay.get(day)
  const [, month, date] = day.split('-').map(Number)
  const cell: LedgerCell = {
    day,
    date: date!,
    text: row ? cellText(row) : '',
    past: day < today,
    today: day === today,
  }
  if (row) cell.row = row
  if (first || date === 1) cell.month = `${month}月`
  return cell
}

function cellText(row: LedgerDay): string {
  if (row.count !== undefined) return `第${row.count}天`
  if (row.kind === 'start') return '起算'
  if (row.kind === 'weekend') return '周末'
  if (row.kind === 'paused') return '暂停'
  if (row.kind === 'moved') return '顺延'
  return row.cause ?? kindNames[row.kind]
}

function ledgerSums(rows: readonly LedgerDay[]): LedgerSums {
  const of = (kind: LedgerDay['kind']): number => rows.filter((row) => row.kind === kind).length
  return {
    counted: rows.filter((row) => row.count !== undefined).length,
    weekend: of('weekend'),
    holiday: of('holiday'),
    makeUp: of('make-up'),
    paused: of('paused'),
    extension: of('extension'),
  }
}

/** `计入 15 天，其中调休上班 1 天；不计入：周末 6 天、节假日 3 天、暂停 4 天`. */
export function sumLine(rows: readonly LedgerDay[], unit: DayUnit): string {
  const sums = ledgerSums(rows)
  const within = parts([
    ['调休上班', sums.makeUp],
    ['延期', sums.extension],
  ])
  const without = parts([
    ['周末', sums.weekend],
    ['节假日', sums.holiday],
    ['暂停', sums.paused],
  ])
  const counted = `计入 ${sums.counted} ${unit === 'working-day' ? '个工作日' : '天'}`
  return `${counted}${within ? `（其中${within}）` : ''}${without ? `；不计入：${without}` : ''}`
}

function parts(sums: [string, number][]): string {
  return sums
    .filter(([, days]) => days > 0)
    .map(([name, days]) => `${name} ${days} 天`)
    .join('、')
}

/** Each article once, in the order of the days it is cited for. */
export const ledgerBases = (rows: readonly LedgerDay[]): string[] => [
  ...new Set(rows.flatMap((row) => row.basis ?? [])),
]

/** The whole of a cell in words, for the tooltip and for readers who hear the page. */
export function cellTitle(cell: LedgerCell): string {
  const { row, day } = cell
  if (!row) return day
  const number = row.count === undefined ? '' : `，第 ${row.count} 天`
  const cause = row.cause ? `，${row.cause}` : ''
  const last = row.last ? '，最后一日' : ''
  return `${day}：${kindNames[row.kind]}${number}${cause}${last}${row.provisional ? '（暂定）' : ''}`
}
