/** One thing to choose: what is sent, and what is read. */
export interface Choice<V extends string = string> {
  value: V
  label: string
}
/** Known at once, or read when first shown. */
export type Choices = readonly Choice[] | (() => Promise<readonly Choice[]>)
/** Finds choices by a word; the empty word gives the first ones. */
export type Finder = (q: string) => Promise<readonly Choice[]>

/** A domain's table of names (`{ clerk: '窗口' }` or `{ red: { name: '超期' } }`) as choices. */
export function choicesOf<K extends string>(
  table: Readonly<Record<K, string | { readonly name: string }>>,
): Choice<K>[] {
  return (Object.entries(table) as [K, string | { name: string }][]).map(([value, one]) => ({
    value,
    label: typeof one === 'string' ? one : one.name,
  }))
}

export const readChoices = async (choices: Choices): Promise<readonly Choice[]> =>
  typeof choices === 'function' ? choices() : choices
