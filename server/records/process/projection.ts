/** Instances, definitions and incidents as the rest of the product reads them; a step writes by step-write.sql.ts. */
import type { Db } from '../../db.ts'
import { keptForever } from '../kept.ts'
import type { Net } from '../../../workflows/process/model.ts'

export interface DefinitionRow {
  id: string
  key: string
  version: number
  name: string
  hash: string
  net: Net
}

/** A published definition never changes. */
export const findDefinition = keptForever<DefinitionRow>((db, id) =>
  db('process_definition').where({ id }).first('id', 'key', 'version', 'name', 'hash', 'net'),
)

/** What a published definition runs. */
export async function getNet(db: Db, id: string): Promise<Net> {
  const definition = await findDefinition(db, id)
  if (!definition) throw new Error(`no definition ${id}`)
  return definition.net
}

/** The version new instances start on. */
export async function findLatestDefinition(db: Db, key: string): Promise<DefinitionRow | undefined> {
  return db('process_definition')
    .where({ key })
    .orderBy('version', 'desc')
    .first('id', 'key', 'version', 'name', 'hash', 'net')
}

export async function writeIncident(
  db: Db,
  incident: { instance: string; key: string; element: string; code: string; message: string; at: string },
): Promise<void> {
  const { instance, key, element, code, at } = incident
  const said = { code, message: incident.message.slice(0, 2000), at }
  await db('incident')
    .insert({ instance, key, element, ...said })
    .onConflict(['instance', 'key'])
    .merge({ ...said, status: 'open', resolved_at: null, resolved_by: null })
}

export async function resolveIncident(db: Db, instance: string, key: string, at: string): Promise<void> {
  await db('incident')
    .where({ instance, key, status: 'open' })
    .update({ status: 'resolved', resolved_at: at })
}
