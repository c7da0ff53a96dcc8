/** A branch at work whose worker and drain are killed at moments no act chose. */
import assert from 'node:assert/strict'
import { poll } from '../support/stack.ts'
import type { Branch } from './branch.ts'

const atOnce = 8

/** The same moments each run: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Each kill waits for its share of acts to be committed; answers how many there were.
 * @param from, to acts committed before the work begins and when it is done
 */
export async function killAtRandom(
  branch: Branch,
  { kills, from, to }: { kills: number; from: number; to: number },
): Promise<number> {
  const random = seeded(20261122)
  const moments = Array.from({ length: kills }, () => from + random() * (to - from) * 0.9)
  let killed = 0
  for (const moment of moments.sort((a, b) => a - b)) {
    const committed = async () =>
      Number((await branch.deps.db('act').count({ n: '*' }).first())!['n']) >= moment
    assert.ok(await poll(committed, 300_000, 20))
    await Promise.all([branch.worker.kill9(), branch.drain.kill9()])
    killed += 1
    await Promise.all([branch.startWorker(), branch.startDrain()])
  }
  return killed
}

/** So many works, some at once. */
export async function inTurns(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
