import type { Column } from '../table'

/** What a person chose, by column: shown or not. A column that is not named is as the page has it, new ones too. */
export type ColumnChoice = Record<string, boolean>

/** A column everybody needs: the one that names the row, and its acts. */
export const isFixed = <Row>(column: Column<Row>): boolean =>
  column.card === 'title' || column.card === 'acts'

/** The columns as chosen. A wide column that was asked for shows on every screen. */
export function chosenColumns<Row>(columns: readonly Column<Row>[], choice: ColumnChoice): Column<Row>[] {
  return columns
    .filter((column) => isFixed(column) || choice[column.key] !== false)
    .map((column) => (column.wide && choice[column.key] ? { ...column, wide: false } : column))
}

export function isShown<Row>(column: Column<Row>, choice: ColumnChoice, wideScreen: boolean): boolean {
  return choice[column.key] ?? (!column.wide || wideScreen)
}

/** What was kept, as far as it can be read. */
export function readChoice(kept: unknown): ColumnChoice {
  if (typeof kept !== 'object' || kept === null) return {}
  return Object.fromEntries(Object.entries(kept).filter(([, shown]) => typeof shown === 'boolean'))
}
