/** Published definitions with how many instances run on them and where those stand. Numbers only, no case is read. */
import type { Net } from '../../../workflows/process/model.ts'
import type { Db } from '../../db.ts'

/** The newest published drawing of a process that another one calls. */
export async function findDrawing(
  db: Db,
  key: string,
): Promise<{ xml: string; version: number } | undefined> {
  return db('process_definition')
    .where({ key })
    .orderBy('version', 'desc')
    .first({ xml: 'bpmn', version: 'version' })
}

/** User tasks of the newest version of each definition. */
export async function listUserTasks(db: Db): Promise<{ id: string; name: string | null }[]> {
  const { rows } = await db.raw(`
    select distinct e.value ->> 'id' as id, e.value ->> 'name' as name
    from (select distinct on (key) net from process_definition order by key, version desc) d,
      jsonb_each(d.net -> 'elements') e
    where e.value ->> 'type' = 'user' order by name`)
  return rows
}

export interface NewDefinition {
  id: string
  version: number
  hash: string
  net: Net
  /** Called processes, as they were inlined. */
  calls: { element: string; key: string; version: number }[]
  bpmn: string
  note?: string | undefined
  by: string
  at: string
}

export async function insertDefinition(trx: Db, given: NewDefinition): Promise<void> {
  const { id, version, hash, net, calls, bpmn, note, by, at } = given
  await trx('process_definition').insert({
    ...{ id, version, hash, bpmn },
    key: net.key,
    name: net.name,
    net: JSON.stringify(net),
    calls: JSON.stringify(calls),
    note: note ?? null,
    published_at: at,
    published_by: by,
  })
}

/** Whether this drawing was published before, as any version: by its net, whatever its layout. */
export async function wasPublished(db: Db, key: string, hash: string): Promise<boolean> {
  return (await db('process_definition').where({ key, hash }).first('id')) !== undefined
}

export interface DefinitionHead {
  key: string
  name: string
  version: number
  hash: string
  publishedAt: string
  publishedBy: string
  open: number
  incidents: number
}

export interface DefinitionFile extends DefinitionHead {
  id: string
  note: string | null
  bpmn: string
}

const head = {
  key: 'd.key',
  name: 'd.name',
  version: 'd.version',
  hash: 'd.hash',
  publishedAt: 'd.published_at',
  publishedBy: 'd.published_by',
}

/** The newest version of each definition; the numbers are those of all its versions. */
export async function listDefinitions(db: Db): Promise<DefinitionHead[]> {
  const heads: Omit<DefinitionHead, 'open' | 'incidents'>[] = await db('process_definition as d')
    .whereNotExists(
      db('process_definition as later')
        .whereRaw('later.key = d.key and later.version > d.version')
        .select(db.raw('1')),
    )
    .orderBy('d.key')
    .select(head)
  const open = await countOpen(db, 'd.key')
  const incidents = await countIncidents(db, 'd.key')
  return heads.map((one) => ({
    ...one,
    open: open.get(one.key) ?? 0,
    incidents: incidents.get(one.key) ?? 0,
  }))
}

/** One version (the newest without `version`); its numbers are its own. */
export async function findDefinitionFile(
  db: Db,
  key: string,
  version?: number,
): Promise<DefinitionFile | undefined> {
  const row: Omit<DefinitionFile, 'open' | 'incidents'> | undefined = await db('process_definition as d')
    .where({ 'd.key': key, ...(version !== undefined && { 'd.version': version }) })
    .orderBy('d.version', 'desc')
    .first({ ...head, id: 'd.id', note: 'd.note', bpmn: 'd.bpmn' })
  if (!row) return undefined
  const open = (await countOpen(db, 'd.id', key)).get(row.id) ?? 0
  const incidents = (await countIncidents(db, 'd.id', key)).get(row.id) ?? 0
  return { ...row, open, incidents }
}

export interface VersionRow {
  version: number
  publishedAt: string
  publishedBy: string
  note: string | null
  open: number
}

/** Newest first. */
export async function listVersions(db: Db, key: string): Promise<VersionRow[]> {
  const rows = await db('process_definition as d')
    .where({ 'd.key': key })
    .orderBy('d.version', 'desc')
    .select({ ...head, id: 'd.id', note: 'd.note' })
  const open = await countOpen(db, 'd.id', key)
  return rows.map(({ id, version, publishedAt, publishedBy, note }) => ({
    version,
    publishedAt,
    publishedBy,
    note,
    open: open.get(id) ?? 0,
  }))
}

/** How many tokens stand at each element, and how many steps are stopped there. */
export async function countElements(
  db: Db,
  definitionId: string,
): Promise<Record<string, { active: number; incidents: number }>> {
  // Each open instance says where it stands; a step counts for nobody.
  const active: { element: string; n: number }[] = await db('process_instance as i')
    .joinRaw('cross join lateral jsonb_each_text(i.standing) s')
    .where({ 'i.definition_id': definitionId, 'i.status': 'open' })
    .groupBy('s.key')
    .select({ element: 's.key' }, db.raw('sum(s.value::int)::int as n'))
  const stopped: { element: string; n: number }[] = await db('incident as x')
    .join('process_instance as i', 'i.id', 'x.instance')
    .where({ 'i.definition_id': definitionId, 'x.status': 'open' })
    .groupBy('x.element')
    .select('x.element', db.raw('count(*)::int as n'))
  const counts: Record<string, { active: number; incidents: number }> = {}
  const at = (element: string) => (counts[element] ??= { active: 0, incidents: 0 })
  for (const { element, n } of active) at(element).active = n
  for (const { element, n } of stopped) at(element).incidents = n
  return counts
}

type Grouped = 'd.id' | 'd.key'

async function countOpen(db: Db, by: Grouped, key?: string): Promise<Map<string, number>> {
  const rows: { group: string; n: number }[] = await db('process_instance as i')
    .join('process_definition as d', 'd.id', 'i.definition_id')
    .where({ 'i.status': 'open', ...(key !== undefined && { 'd.key': key }) })
    .groupBy(by)
    .select({ group: by }, db.raw('count(*)::int as n'))
  return new Map(rows.map(({ group, n }) => [group, n]))
}

async function countIncidents(db: Db, by: Grouped, key?: string): Promise<Map<string, number>> {
  const rows: { group: string; n: number }[] = await db('incident as x')
    .join('process_instance as i', 'i.id', 'x.instance')
    .join('process_definition as d', 'd.id', 'i.definition_id')
    .where({ 'x.status': 'open', ...(key !== undefined && { 'd.key': key }) })
    .groupBy(by)
    .select({ group: by }, db.raw('count(*)::int as n'))
  return new Map(rows.map(({ group, n }) => [group, n]))
}
