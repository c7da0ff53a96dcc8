/** Open tasks of an instance, as acts and pages need them. */
import type { TaskSide } from '../../../workflows/process/model.ts'
import type { Json } from '../../../workflows/process/model.ts'
import type { Db } from '../../db.ts'

export interface OpenTask {
  instance: string
  key: string
  element: string
  name: string
  /** Space separated; the first is the main one. */
  roles: string
  side: TaskSide
  /** Centre, bureau or, on the platform's side, district. */
  place: string
  /** The one person it is for. */
  candidate: string | null
  /** Of a multi-instance: what this one is about. */
  item: Json
  form: string | null
  clock: string | null
  claimedBy: string | null
  claimedName: string | null
  openedAt: string
}

/** Who may not take it, because they have spoken: by id; empty where one person may speak for several. */
export interface Voices {
  spoken: string[]
}

export async function listOpenTasks(db: Db, instance: string): Promise<OpenTask[]> {
  return db('task').where({ instance, status: 'open' }).orderBy(['opened_at', 'key']).select({
    instance: 'instance',
    key: 'key',
    element: 'element',
    name: 'name',
    roles: 'roles',
    side: 'side',
    place: 'place',
    candidate: 'candidate',
    item: 'item',
    form: 'form',
    clock: 'clock',
    claimedBy: 'claimed_by',
    claimedName: 'claimed_name',
    openedAt: 'opened_at',
  })
}
