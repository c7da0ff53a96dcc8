import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import type { ExportedList } from './export-list.ts'

/** A sheet holds 1,048,576 rows, its head among them; a longer list goes on on the next one. */
const rowsOfSheet = 1_000_000

/** The first sheet says what this is; the rows follow on sheets of their own. */
export async function sendXlsx<Row>(list: ExportedList<Row>, to: Writable): Promise<void> {
  const done = finished(to)
  // Waited for below: until then a reader who leaves must not count as an unhandled rejection.
  done.catch(() => undefined)
  // Shared strings would keep every text of the file in memory until its end.
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: to,
    useStyles: true,
    useSharedStrings: false,
  })
  try {
    addNotes(book, list)
    await addRows(book, list, to)
    if (!to.destroyed) await book.commit()
  } catch (error) {
    // Half a file must not look like a whole one: the connection breaks.
    to.destroy()
    throw error
  }
  await done
}

function addNotes<Row>(book: ExcelJS.stream.xlsx.WorkbookWriter, { name, notes }: ExportedList<Row>): void {
  const sheet = book.addWorksheet('说明')
  sheet.columns = [{ width: 16 }, { width: 60 }]
  const head = sheet.addRow([`${name}导出`])
  head.font = { bold: true }
  head.commit()
  for (const note of notes) sheet.addRow(note).commit()
  sheet.commit()
}

async function addRows<Row>(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  list: ExportedList<Row>,
  to: Writable,
): Promise<void> {
  let count = 0
  let sheet = nextSheet(book, list, 1)
  for await (const rows of list.pages) {
    if (to.destroyed) break
    for (const row of rows) {
      if (count > 0 && count % rowsOfSheet === 0) {
        sheet.commit()
        sheet = nextSheet(book, list, count / rowsOfSheet + 1)
      }
      // A text is a cell of type text whatever it begins with; only `{ formula }` would be run.
      sheet.addRow(list.columns.map(({ cell }) => cell(row))).commit()
      count += 1
    }
    // The writer keeps what the zip has not taken: it must have its turn before the next page is read.
    await breathe()
    if (to.writableNeedDrain && !to.destroyed) await drained(to)
  }
  sheet.addRow([]).commit()
  sheet.addRow([`共 ${count} 条`]).commit()
  sheet.commit()
}

/** Until the reader has taken what was written, or is gone. */
function drained(to: Writable): Promise<unknown> {
  return new Promise((resolve) => to.once('drain', resolve).once('close', resolve))
}

function nextSheet<Row>(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  { name, columns }: ExportedList<Row>,
  number: number,
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(number === 1 ? name : `${name} ${number}`, {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  sheet.columns = columns.map(({ width }) => ({ width: width ?? 16 }))
  const head = sheet.addRow(columns.map(({ title }) => title))
  head.font = { bold: true }
  head.commit()
  return sheet
}
