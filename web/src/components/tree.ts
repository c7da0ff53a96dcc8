/** A line of a tree as it stands on the page. */
export interface TreeLine<Row> {
  row: Row
  key: string
  /** 1 for roots. */
  level: number
  /** Number of children; 0 for a leaf. */
  children: number
  open: boolean
  /** Place among its siblings, from 1, and how many they are: what a screen reader says. */
  place: number
  of: number
}

/** The lines that are in sight: roots, and the children of what is open. */
export function treeLines<Row>(
  roots: readonly Row[],
  childrenOf: (row: Row) => readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  open: ReadonlySet<string>,
  level = 1,
): TreeLine<Row>[] {
  return roots.flatMap((row, n) => {
    const key = keyOf(row)
    const inner = childrenOf(row) ?? []
    const shown = inner.length > 0 && open.has(key)
    const line = { row, key, level, children: inner.length, open: shown, place: n + 1, of: roots.length }
    return shown ? [line, ...treeLines(inner, childrenOf, keyOf, open, level + 1)] : [line]
  })
}

/** Keys of everything that has children, for "expand all" and for what is open at first (`depth` levels). */
export function branchKeys<Row>(
  roots: readonly Row[],
  childrenOf: (row: Row) => readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  depth = Infinity,
): string[] {
  if (depth < 1) return []
  return roots.flatMap((row) => {
    const inner = childrenOf(row) ?? []
    return inner.length ? [keyOf(row), ...branchKeys(inner, childrenOf, keyOf, depth - 1)] : []
  })
}
