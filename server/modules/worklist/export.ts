/** The list of cases as a file. CSV, because it can be written while it is read: memory stays flat at any length. */
import { timeText } from '../../../workflows/clock/day.ts'
import type { CaseView } from './service.ts'

const columns: [title: string, cell: (row: CaseView) => string | null][] = [
  ['办件编号', (row) => row.caseNo],
  ['事项', (row) => row.itemName],
  ['申请人', (row) => row.applicantMasked],
  ['状态', (row) => row.statusName],
  ['环节', (row) => row.stepName],
  ['收件时间', (row) => timeText(row.applyAt)],
  ['办结时间', (row) => row.endedAt && timeText(row.endedAt)],
  [
    '时限',
    (row) => row.clock && `${row.clock.kindName}${row.clock.text}${row.clock.provisional ? '（暂定）' : ''}`,
  ],
  ['最后一日', (row) => row.dueDay],
  ['政务服务中心', (row) => row.centreName],
  ['审批部门', (row) => row.bureauName],
  ['经办人', (row) => row.handlerName],
]

/** The byte order mark tells spreadsheet programs that this is UTF-8. */
export async function* toCsv(pages: AsyncIterable<CaseView[]>): AsyncGenerator<string> {
  yield `\uFEFF${line(columns.map(([title]) => title))}`
  for await (const rows of pages) {
    if (rows.length > 0) yield rows.map((row) => line(columns.map(([, cell]) => cell(row) ?? ''))).join('')
  }
}

function line(cells: string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

/** A cell that a spreadsheet would run as a formula stays text (reliability S26); quotes as in RFC 4180. */
export function toCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
