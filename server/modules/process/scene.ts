/** Everything acts of one instance are judged by, read once: for the offer on a page and, under the lock, for an act. */
import { calendarOf } from '../../records/clock/calendar.ts'
import { maySee } from '../../records/identity/scope.ts'
import { timeOf } from '../../records/process/instance.ts'
import { getNet } from '../../records/process/projection.ts'
import { findScene } from '../../records/process/scene.ts'
import type { LoadedScene } from '../../records/process/scene.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Calendar } from '../../../workflows/clock/domain.ts'
import type { Net } from '../../../workflows/process/model.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'
import type { ActScene, Noun } from '../../noun.ts'
import { nounOfInstance } from '../../nouns.ts'

export interface Scene extends Pick<
  LoadedScene,
  'instance' | 'known' | 'tasks' | 'pending' | 'clocks' | 'incidents'
> {
  db: Db
  noun: Noun
  record: unknown
  context: unknown
  net: Net
  calendar: Calendar
  /** The instance's time. */
  at: string
}

export interface SceneAsked {
  instance: string
  /** Staff, who sees what is theirs; undefined: the instance was shown to be the asker's own. */
  actor?: Actor | undefined
  /** The act that is to be kept. */
  actId?: string
}

/** @throws 404 for one outside the asker's scope, as for one that is not there */
export async function loadScene(db: Db, asked: SceneAsked, now: Date): Promise<Scene> {
  const { noun, number } = nounOfInstance(asked.instance)
  const { key, name } = noun.words
  const loaded = await findScene(db, { noun: key, facts: noun.scene.sql }, { ...asked, number })
  if (!loaded?.facts || (asked.actor && !loaded.asked && !maySee(asked.actor, loaded.instance)))
    throw notFound(name)
  return {
    ...loaded,
    db,
    noun,
    record: noun.scene.record(loaded.facts),
    context: await noun.scene.context(db, loaded.facts),
    net: await getNet(db, loaded.instance.definitionId),
    calendar: await calendarOf(db, loaded.calendarId),
    at: timeOf(now, loaded.instance),
  }
}

/** What the noun's rules and hints see. */
export function ruleScene(scene: Scene, { id, roles }: { id: string; roles: readonly string[] }): ActScene {
  const { db, context, clocks, calendar, pending, at, tasks } = scene
  const openTasks = tasks.map(({ element }) => shortId(element))
  const who = { sender: id, roles, instance: scene.instance.id }
  return { db, context, clocks, calendar, pending, at, openTasks, ...who }
}
