import type { Values } from './filter'

/** The query of an address as the router has it: a name may stand several times or without a value. */
export type Query = Record<string, string | null | undefined | (string | null)[]>

/** The values that stand in the address; `defaults` for those that do not. */
export function readAddress(names: readonly string[], query: Query, defaults: Values = {}): Values {
  return Object.fromEntries(
    names.map((name) => {
      const given = query[name]
      const value = Array.isArray(given) ? given[0] : given
      return [name, value ?? defaults[name] ?? '']
    }),
  )
}

/** The query with some values changed. Empty and usual ones are left out: an address shows only what was chosen. */
export function changeAddress(query: Query, change: Values, defaults: Values = {}): Record<string, string> {
  const merged = { ...query, ...change }
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, given]) => {
      const value = Array.isArray(given) ? given[0] : given
      return value && value !== defaults[name] ? [[name, value] as const] : []
    }),
  )
}

/** Same values, whatever the order: the list is read again only when they differ. */
export const sameValues = (a: Values, b: Values): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => (a[name] ?? '') === (b[name] ?? ''))
