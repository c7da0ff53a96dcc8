import { readChoice, type ColumnChoice } from './columns'

/** How a person looks at one list; kept for them in this browser. */
export interface ListView {
  columns: ColumnChoice
  dense: boolean
  size: number
}
/** Rows of a page. */
export const sizes = [25, 50, 100] as const
export const usualView: ListView = { columns: {}, dense: false, size: 50 }

const keyOf = (person: string, list: string) => `banjian.list.${person}.${list}`

/** @param storage given in tests; a private window has none */
export function readView(storage: Pick<Storage, 'getItem'>, person: string, list: string): ListView {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(person, list)) ?? '{}') as Partial<ListView> | null
    const size = sizes.find((one) => one === kept?.size) ?? usualView.size
    return { columns: readChoice(kept?.columns), dense: kept?.dense === true, size }
  } catch {
    return usualView // written by another version of the page, or storage refused
  }
}

export function keepView(
  storage: Pick<Storage, 'setItem'>,
  person: string,
  list: string,
  view: ListView,
): void {
  try {
    storage.setItem(keyOf(person, list), JSON.stringify(view))
  } catch {
    return // private window: the choice holds until the page is left
  }
}
