import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportedList } from './export-list.ts'

/** Rows only: a head of notes would be in the way of whoever reads the file with a program. */
export function sendCsv<Row>(list: ExportedList<Row>, to: Writable): Promise<void> {
  return pipeline(Readable.from(lines(list)), to)
}

/** The byte order mark tells spreadsheet programs that this is UTF-8. */
async function* lines<Row>({ columns, pages }: ExportedList<Row>): AsyncGenerator<string> {
  yield `\uFEFF${line(columns.map(({ title }) => title))}`
  for await (const rows of pages) {
    if (rows.length > 0) yield rows.map((row) => line(columns.map(({ cell }) => cell(row)))).join('')
  }
}

function line(cells: (string | number | null)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

/** A cell that a spreadsheet would run as a formula stays text (reliability S26); quotes as in RFC 4180. */
function toCell(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
