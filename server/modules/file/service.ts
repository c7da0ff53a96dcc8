import { createReadStream } from 'node:fs'
import { cleanName, fileKinds, MAX_FILE_BYTES } from '../../../workflows/file/domain.ts'
import { caseInstance } from '../../../workflows/case/domain.ts'
import type { Viewer } from '../../../workflows/identity/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { writeAudit } from '../../records/audit/audit.ts'
import type { AuditEntry } from '../../records/audit/audit.ts'
import { checkContent } from './inspect.ts'
import { findFile, insertFile } from '../../records/file/file.ts'
import type { FileRow } from '../../records/file/file.ts'

/** Who uploads, as it is kept beside a partial upload: `staff:7` or `citizen:<case number>`. */
export function ownerKey(viewer: Viewer): string {
  return viewer.kind === 'staff' ? `staff:${viewer.actor.id}` : `citizen:${viewer.citizen.caseNo}`
}

export interface Upload {
  id: string
  /** Where the complete bytes lie. */
  path: string
  name: string
  at: string
}

/**
 * Takes a complete upload into the store: content checked, bytes under their digest, then row and audit in one
 * transaction. Doing it twice with one id gives one file.
 */
export async function storeUpload(
  deps: AppDeps,
  viewer: Viewer,
  upload: Upload,
  sender: Pick<AuditEntry, 'userId' | 'username' | 'address' | 'requestId'>,
): Promise<void> {
  const kind = await checkContent(upload.path, upload.name)
  const { sha256, size } = await deps.files.put(createReadStream(upload.path), { maxBytes: MAX_FILE_BYTES })
  const staff = viewer.kind === 'staff'
  const row = {
    id: upload.id,
    sha256,
    size,
    name: cleanName(upload.name),
    mediaType: fileKinds[kind].mediaType,
    ownerKind: staff ? 'staff' : 'citizen',
    uploadedBy: staff ? viewer.actor.id : null,
    instance: staff ? null : caseInstance(viewer.citizen.caseNo),
    at: upload.at,
  } as const
  await deps.db.transaction(async (trx) => {
    if (!(await insertFile(trx, row))) return
    await writeAudit(trx, {
      ...sender,
      at: upload.at,
      action: 'file.upload',
      objectType: 'file',
      objectId: upload.id,
      outcome: 'ok',
      detail: { sha256, size, kind },
    })
  })
}

/** The file, if this viewer may read it: the uploader, or by the instance it belongs to. 404 otherwise. */
export async function getFile(deps: AppDeps, viewer: Viewer, id: string): Promise<FileRow> {
  const file = await findFile(deps.db, id)
  if (!file || file.status !== 'stored') throw notFound('文件')
  if (isUploader(viewer, file) || (await deps.scope.canSeeFile(deps, viewer, file))) return file
  throw notFound('文件')
}

export function isUploader(viewer: Viewer, file: FileRow): boolean {
  if (viewer.kind === 'staff') return file.ownerKind === 'staff' && file.uploadedBy === viewer.actor.id
  return file.ownerKind === 'citizen' && file.instance === caseInstance(viewer.citizen.caseNo)
}
