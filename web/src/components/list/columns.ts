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

const keyOf = (person: string, list: string) => `banjian.columns.${person}.${list}`

/** @param storage given in tests; a private window has none */
export function readChoice(storage: Pick<Storage, 'getItem'>, person: string, list: string): ColumnChoice {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(person, list)) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    const known = Object.entries(kept).filter(([, shown]) => typeof shown === 'boolean')
    return Object.fromEntries(known) as ColumnChoice
  } catch {
    return {} // written by another version of the page, or storage refused
  }
}

export function keepChoice(
  storage: Pick<Storage, 'setItem'>,
  person: string,
  list: string,
  choice: ColumnChoice,
): void {
  try {
    storage.setItem(keyOf(person, list), JSON.stringify(choice))
  } catch {
    return // private window: the choice holds until the page is left
  }
}
