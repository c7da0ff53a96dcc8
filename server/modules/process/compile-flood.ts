/** Token floods: drawings that multiply tokens. At run time a bound stops them; here the author is told before. */
import type { NetElement } from '../../../workflows/process/model.ts'
import { label, warn, type Draft } from './compile-draft.ts'

const splits = (el: NetElement) => el.type === 'parallel' && el.out.length > 1

/** Doublings in a row that are plausible; 2^10 tokens are not. */
const MOST_DOUBLINGS = 10

export function checkFloods(draft: Draft): void {
  for (const split of Object.values(draft.elements).filter(splits)) {
    if (comesBack(draft, split))
      warn(
        draft,
        split.id,
        'token-flood',
        `并行网关${label(split)}的分支会回到它自己：每次都多出任务，可能没有尽头`,
      )
  }
  const deep = longestRow(draft)
  if (deep && deep.n > MOST_DOUBLINGS)
    warn(draft, deep.id, 'token-flood', `${deep.n} 个并行分叉相连而没有汇聚，会同时打开极多任务`)
}

const nextOf = (draft: Draft, el: NetElement) =>
  el.out.flatMap((id) => draft.elements[draft.flows[id]?.to ?? ''] ?? [])

/** A branch leads back to the split without passing a join. */
function comesBack(draft: Draft, split: NetElement): boolean {
  const seen = new Set<string>()
  const open = nextOf(draft, split)
  for (let el = open.pop(); el; el = open.pop()) {
    if (el.id === split.id) return true
    if (seen.has(el.id) || isJoin(el)) continue
    seen.add(el.id)
    open.push(...nextOf(draft, el))
  }
  return false
}

const isJoin = (el: NetElement) => (el.type === 'parallel' || el.type === 'inclusive') && el.in.length > 1

/** Most splits on one way without a join between them. */
function longestRow(draft: Draft): { id: string; n: number } | undefined {
  const best = new Map<string, number>()
  const visiting = new Set<string>()
  const rowFrom = (el: NetElement): number => {
    const known = best.get(el.id)
    if (known !== undefined) return known
    if (visiting.has(el.id) || isJoin(el)) return 0
    visiting.add(el.id)
    const n = Math.max(0, ...nextOf(draft, el).map(rowFrom)) + (splits(el) ? 1 : 0)
    visiting.delete(el.id)
    best.set(el.id, n)
    return n
  }
  const rows = Object.values(draft.elements)
    .filter(splits)
    .map((el) => ({ id: el.id, n: rowFrom(el) }))
  return rows.sort((a, b) => b.n - a.n)[0]
}
