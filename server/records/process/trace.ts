/** What moved in an instance's net, step by step. */
import type { Db } from '../../db.ts'

export interface Trace {
  element: string
  what: 'entered' | 'completed' | 'cancelled'
  /** The sequence flow a token took to enter. */
  flow?: string
  at: string
  actor: string | null
}

/** In the order in which it moved. */
export async function listTraces(db: Db, instance: string): Promise<Trace[]> {
  const steps: { at: string; actor: string | null; moves: [string, Trace['what'], string?][] }[] = await db(
    'element_trace as t',
  )
    .leftJoin('act as a', 'a.id', 't.act_id')
    .where('t.instance', instance)
    .orderBy('t.revision')
    .select('t.at', 't.moves', { actor: 'a.actor_name' })
  return steps.flatMap(({ at, actor, moves }) =>
    moves.map(([element, what, flow]) => ({ element, what, at, actor, ...(flow && { flow }) })),
  )
}

/** How often each element is active, was done, was cut off. */
export function countTraces(
  traces: readonly Trace[],
): Record<string, { active: number; done: number; cancelled: number }> {
  const counts: Record<string, { active: number; done: number; cancelled: number }> = {}
  for (const { element, what } of traces) {
    const count = (counts[element] ??= { active: 0, done: 0, cancelled: 0 })
    if (what === 'entered') count.active += 1
    else {
      count.active -= 1
      count[what === 'completed' ? 'done' : 'cancelled'] += 1
    }
  }
  return counts
}
