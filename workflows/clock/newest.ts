/** The newest round of a kind of clock: the one that counts. Pure. */
export function newestOf<C extends { kind: string; n: number }>(
  clocks: readonly C[],
  kind: string,
): C | undefined {
  return clocks.filter((clock) => clock.kind === kind).reduce<C | undefined>(later, undefined)
}

function later<C extends { n: number }>(one: C | undefined, other: C): C {
  return one === undefined || other.n > one.n ? other : one
}
