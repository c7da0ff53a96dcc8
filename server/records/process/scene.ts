/** Reads everything acts of one instance are judged by, in one statement (scene-load.sql.ts). */
import { placeOfActor } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { toClock } from '../clock/rows.ts'
import type { ClockWithCauses, StoredClock } from '../clock/rows.ts'
import { prepared, reviveInstants } from '../prepared.ts'
import { toAct } from './act.ts'
import type { ActRow, PendingAct } from './act.ts'
import type { OpenIncident } from './incident.ts'
import { toInstance } from './instance.ts'
import type { InstanceRow } from './instance.ts'
import { actDone } from './act-done.sql.ts'
import { sceneLoad } from './scene-load.sql.ts'
import type { OpenTask, Voices } from './task.ts'

/** The noun's part of the statement: one select by $2, the number, that gives its facts as one JSON. */
export interface SceneSql {
  noun: string
  facts: string
}

export interface SceneQuery {
  instance: string
  number: string
  /** The act that is to be kept: whether it was kept before. */
  actId?: string | undefined
  /** Whoever asks, for what is drawn for their place. */
  actor?: Actor | undefined
}

export interface LoadedScene {
  instance: InstanceRow
  /** null: the noun has no such record. */
  facts: unknown
  known: ActRow | undefined
  pending: PendingAct[]
  tasks: (OpenTask & Voices)[]
  asked: boolean
  clocks: StoredClock[]
  incidents: OpenIncident[]
  calendarId: number | null
}

type Raw = Omit<LoadedScene, 'instance' | 'known' | 'clocks'> & {
  instance: Record<string, unknown> | null
  known: Record<string, unknown> | null
  clocks: ClockWithCauses[]
}

/** Undefined when there is no such instance. */
export async function findScene(
  db: Db,
  { noun, facts }: SceneSql,
  { instance, number, actId = '', actor }: SceneQuery,
): Promise<LoadedScene | undefined> {
  const asks = actor ? [actor.side, placeOfActor(actor), actor.roles, String(actor.id)] : ['', '', [], '']
  const statement = { name: `scene-load/${noun}`, text: (loads[noun] ??= sceneLoad(facts)) }
  const [row] = await prepared<{ scene: string }>(db, statement, [instance, number, actId, ...asks])
  const raw = JSON.parse(row!.scene, reviveInstants) as Raw
  if (!raw.instance) return undefined
  return {
    ...raw,
    instance: toInstance(raw.instance),
    known: raw.known ? toAct(raw.known) : undefined,
    clocks: raw.clocks.map(toClock),
  }
}

/** Marks the act done and gives where its instance stands; undefined when there is no such instance. */
export async function finishAct(
  db: Db,
  { noun, facts }: SceneSql,
  { instance, number, actId, at }: { instance: string; number: string; actId: string; at: string },
): Promise<{ revision: number; facts: unknown } | undefined> {
  const statement = { name: `act-done/${noun}`, text: (dones[noun] ??= actDone(facts)) }
  const [row] = await prepared<{ standing: string }>(db, statement, [instance, number, actId, at])
  return row && (JSON.parse(row.standing, reviveInstants) as { revision: number; facts: unknown })
}

const loads: Record<string, string> = {}
const dones: Record<string, string> = {}
