/** The drawing an instance runs on: its own, and those of the processes it calls as they were when it was published. */
import type { Db } from '../../db.ts'

/** Keys of `calls` are the paths of the call activities (`call`, `call/inner-call`). */
export interface Drawing {
  root: string
  calls: Record<string, { key: string; version: number; name: string; bpmn: string }>
}

interface Pinned {
  element: string
  key: string
  version: number
}

/** @param definitionId `<key>@<version>`; undefined if it was never published */
export async function findDrawing(db: Db, definitionId: string): Promise<Drawing | undefined> {
  const row = await db('process_definition')
    .where({ id: definitionId })
    .first<{ bpmn: string; calls: Pinned[] } | undefined>('bpmn', 'calls')
  if (!row) return undefined
  const called: { id: string; key: string; version: number; name: string; bpmn: string }[] = await db(
    'process_definition',
  )
    .whereIn('id', [...new Set(row.calls.map(({ key, version }) => `${key}@${version}`))])
    .select('id', 'key', 'version', 'name', 'bpmn')
  const byId = new Map(called.map(({ id, ...file }) => [id, file]))
  const calls: Drawing['calls'] = {}
  for (const { element, key, version } of row.calls) {
    const file = byId.get(`${key}@${version}`)
    if (file) calls[element] = file
  }
  return { root: row.bpmn, calls }
}
