/** Everything acts of one instance are judged by, read once: for the offer on a page and, under the lock, for an act. */
import { getClocks, loadCalendar } from '../../records/clock/clock.ts'
import type { StoredClock } from '../../records/clock/clock.ts'
import { listPending } from '../../records/process/act.ts'
import type { PendingAct } from '../../records/process/act.ts'
import { getNet } from '../../records/process/definition.ts'
import { timeOf } from '../../records/process/instance.ts'
import type { InstanceRow } from '../../records/process/instance.ts'
import { listOpenTasks } from '../../records/process/task.ts'
import type { OpenTask } from '../../records/process/task.ts'
import type { Calendar } from '../../../workflows/clock/domain.ts'
import type { Net } from '../../../workflows/process/model.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import type { ActScene, Noun } from '../../noun.ts'
import { nounOf } from '../../nouns.ts'

export interface Scene {
  db: Db
  noun: Noun
  instance: InstanceRow
  record: unknown
  context: unknown
  net: Net
  tasks: OpenTask[]
  pending: PendingAct[]
  clocks: StoredClock[]
  calendar: Calendar
  /** The instance's time. */
  at: string
}

export async function loadScene(db: Db, instance: InstanceRow, now: Date): Promise<Scene> {
  const noun = nounOf(instance.noun)
  const record = await noun.find(db, instance.number)
  if (record === undefined) throw notFound(noun.words.name)
  return {
    db,
    noun,
    instance,
    record,
    context: await noun.context(db, record),
    net: await getNet(db, instance.definitionId),
    tasks: await listOpenTasks(db, instance.id),
    pending: await listPending(db, instance.id),
    clocks: await getClocks(db, instance.id),
    calendar: await loadCalendar(db),
    at: timeOf(now, instance),
  }
}

/** What the noun's rules and hints see. */
export function ruleScene(scene: Scene, { id, roles }: { id: string; roles: readonly string[] }): ActScene {
  const { db, context, clocks, calendar, pending, at, tasks } = scene
  const openTasks = tasks.map(({ element }) => shortId(element))
  const who = { sender: id, roles, instance: scene.instance.id }
  return { db, context, clocks, calendar, pending, at, openTasks, ...who }
}
