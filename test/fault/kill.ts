/** A branch at work whose worker and drain are killed at moments no act chose. */
import assert from 'node:assert/strict'
import { seeded } from '../support/random.ts'
import { poll } from '../support/stack.ts'
import type { Branch } from './branch.ts'

const atOnce = 8

/**
 * Each kill waits for its share of acts to be committed, the same on each run; answers how many there were.
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

/** Nothing is left over of work that came to its end. */
export async function nothingIsLeft({ deps: { db } }: Branch): Promise<void> {
  assert.equal((await db('act').whereNot({ status: 'done' })).length, 0)
  assert.equal((await db('task').where({ status: 'open' })).length, 0)
  assert.equal((await db('process_instance').whereNot({ standing: '{}' })).length, 0)
  assert.equal((await db('clock').whereNot({ state: 'stopped' })).length, 0)
  assert.equal((await db('incident')).length, 0)
}

/** An act that is carried out; answers the status it led to. */
export async function done(branch: Branch, ...sent: Parameters<Branch['act']>): Promise<string> {
  const answer = await branch.act(...sent)
  assert.equal(answer.status, 200, `${sent[2]}: ${JSON.stringify(answer.body)}`)
  return answer.body.status
}

/** So many works, some at once. */
export async function inTurns(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
