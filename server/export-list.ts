/** One column of an exported list. */
export interface ExportColumn<Row> {
  title: string
  /** In characters; 16 when left out. */
  width?: number
  cell: (row: Row) => string | number | null
}

/** What a file says of itself: `[name, value]` lines of its first sheet. */
export type Note = [name: string, value: string]

export interface ExportedList<Row> {
  columns: ExportColumn<Row>[]
  pages: AsyncIterable<Row[]>
  /** Name of the sheet, and of the file with the day behind it. */
  name: string
  notes: Note[]
}

/** The filters that are set, as notes. */
export function notesOf(words: [string, string | false | undefined][]): Note[] {
  const set = words.filter((word): word is Note => Boolean(word[1]))
  return set.length ? set : [['筛选', '无']]
}
