/** Drafts of drawings: begun, saved, checked, published. */
import { randomUUID } from 'node:crypto'
import type { Db, Trx } from '../../db.ts'
import { conflict, notFound, ProblemError } from '../../errors.ts'
import {
  countDrafts,
  deleteDraft,
  findDraft,
  findDraftForUpdate,
  insertDraft,
  mostDrafts,
  updateDraft,
} from '../../records/process/draft.ts'
import type { DraftFile } from '../../records/process/draft.ts'
import { readProcess } from './compile-read.ts'
import type { Draft } from './compile-draft.ts'
import { findDefinitionFile } from '../../records/process/definition.ts'
import { blankBpmn } from './draft-blank.ts'
import { findLatestDefinition } from '../../records/process/projection.ts'
import { publishDefinition } from './publish.ts'
import type { Published } from './publish.ts'
import type { DraftStart } from './draft-schema.ts'
import { checkDefinition } from './service.ts'

interface By {
  by: string
  at: string
}

/** @throws 422 `not-a-drawing` when no process can be read from it: such a text is no draft of anything */
async function headOf(bpmn: string): Promise<{ key: string; name: string }> {
  const draft: Draft = { elements: {}, flows: {}, problems: [], warnings: [], calls: [] }
  const process = await readProcess(draft, bpmn, '')
  if (!process?.id || process.id.length > 60) {
    const problems = draft.problems.map((one) => ({ ...one, element: one.element || null }))
    throw new ProblemError(422, 'not-a-drawing', '文件中读不出流程', { extra: { problems } })
  }
  return { key: process.id, name: (process.name || process.id).slice(0, 120) }
}

/** Blank, from a published version, or from a file. @throws 404, 409 `too-many-drafts`, 422 */
export async function beginDraft(trx: Trx, start: DraftStart, how: By): Promise<DraftFile> {
  if ((await countDrafts(trx)) >= mostDrafts)
    throw conflict('too-many-drafts', `草稿最多 ${mostDrafts} 份，请先删除不用的`)
  const { bpmn, basedOn } = await firstText(trx, start)
  const head = await insertDraft(trx, {
    ...(await headOf(bpmn)),
    ...how,
    id: randomUUID(),
    bpmn,
    basedOn,
  })
  return { ...head, bpmn }
}

async function firstText(trx: Trx, start: DraftStart): Promise<{ bpmn: string; basedOn: number | null }> {
  if (start.from === 'file') return { bpmn: start.bpmn, basedOn: null }
  if (start.from === 'blank') {
    // A second process of this key would be the next version of the first.
    if (await findLatestDefinition(trx, start.key))
      throw conflict('key-taken', `已有编号为“${start.key}”的流程，请从它的现行版本修改`)
    return { bpmn: blankBpmn(start.key, start.name), basedOn: null }
  }
  const file = await findDefinitionFile(trx, start.key, start.version)
  if (!file) throw notFound('流程定义')
  return { bpmn: file.bpmn, basedOn: file.version }
}

/** A draft with what publishing would say of it now. @throws 404 */
export async function viewDraft(db: Db, id: string) {
  const draft = await findDraft(db, id)
  if (!draft) throw notFound('草稿')
  const latest = await findLatestDefinition(db, draft.key)
  return { ...draft, current: latest?.version ?? null, ...(await checkDefinition(db, draft.bpmn)) }
}

/**
 * Saves what was drawn on the revision that was read. Two people in one draft do not overwrite each other.
 * @throws 404, 409 `draft-changed` with who saved and when, 422 `not-a-drawing`
 */
export async function saveDraft(
  trx: Trx,
  { id, revision, bpmn }: { id: string; revision: number; bpmn: string },
  how: By,
): Promise<{ key: string; revision: number }> {
  const head = await headOf(bpmn)
  const saved = await updateDraft(trx, { id, revision, bpmn, ...head, ...how })
  if (saved === undefined) throw changed(await findDraft(trx, id))
  return { key: head.key, revision: saved }
}

/** @throws 404 */
export async function dropDraft(trx: Trx, id: string): Promise<void> {
  if (!(await deleteDraft(trx, id))) throw notFound('草稿')
}

/**
 * Publishes a draft as the next version and is done with it: the next change begins from what was published.
 * @param how.revision the draft as it was seen, `how.current` the version it was compared with
 * @throws 404, 409 `draft-changed`, `definition-changed`, 422 `definition-refused`
 */
export async function publishDraft(
  trx: Trx,
  id: string,
  how: By & { revision: number; current: number | null; note: string },
): Promise<Published> {
  const draft = await findDraftForUpdate(trx, id)
  if (!draft || draft.revision !== how.revision) throw changed(draft)
  const published = await publishDefinition(trx, draft.bpmn, how)
  await deleteDraft(trx, id)
  return published
}

function changed(draft: DraftFile | undefined): ProblemError {
  if (!draft) return notFound('草稿')
  const winner = { name: draft.changedBy, at: draft.changedAt }
  return conflict('draft-changed', '草稿已由他人修改', { extra: { winner, revision: draft.revision } })
}
