/** The timers of one instance. Elements are paths: calls stand in front. */
import type { Db } from '../../db.ts'

export interface TimerRow {
  element: string
  clock: string | null
  mode: 'advise' | 'enforce' | null
  dueAt: string | null
  status: 'armed' | 'idle' | 'fired' | 'cancelled'
}

export async function listTimers(db: Db, instance: string): Promise<TimerRow[]> {
  return db('process_timer')
    .where({ instance })
    .orderBy('revision')
    .select('element', 'clock', 'mode', { dueAt: 'due_at' }, 'status')
}
