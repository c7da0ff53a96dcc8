/** One column of the table component; a cell's own drawing comes from the slot `cell-<key>`. */
export interface Column<Row> {
  key: string
  title: string
  width?: string
  align?: 'left' | 'right' | 'center'
  /** The header sorts; the page's `sort` then is this key. */
  sortable?: boolean
  /** Shown from 1680 px on: a wide screen gains columns. */
  wide?: boolean
  /** Place on a card (≤ 768 px): `title` leads, `side` stands right of it, `hide` is left out, `acts` stands last without a label, else a labelled line. */
  card?: 'title' | 'side' | 'hide' | 'acts' | 'line'
  text?: (row: Row) => string | number | null | undefined
}

export function cellText<Row>(column: Column<Row>, row: Row): string {
  const value = column.text ? column.text(row) : (row as Record<string, unknown>)[column.key]
  return value === null || value === undefined || value === '' ? '—' : String(value)
}
