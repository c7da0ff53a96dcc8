/** Files handed in for a material of a case; each new one is a version, the older ones stay. */
import type { Db } from '../../db.ts'
import type { FileRow } from '../file/file.ts'

export interface HandedFile {
  materialId: string
  version: number
  fileId: string
  name: string
  size: number
  byKind: 'staff' | 'citizen'
  at: string
}

const columns = {
  materialId: 'material_id',
  version: 'version',
  fileId: 'file_id',
  name: 'name',
  size: 'size',
  byKind: 'by_kind',
  at: 'at',
}

/** Files of these materials handed in since an instant, oldest first. */
export async function listFilesSince(db: Db, materialIds: string[], since: string): Promise<HandedFile[]> {
  return db('case_material_file')
    .whereIn('material_id', materialIds)
    .andWhere('at', '>=', since)
    .orderBy(['material_id', 'version'])
    .select(columns)
}

/** Where a file is used already. */
export async function findUse(db: Db, fileId: string): Promise<HandedFile | undefined> {
  return db('case_material_file').where({ file_id: fileId }).first(columns)
}

/** Under the instance's lock: two hand-ins of one case come one after the other. */
export async function addMaterialFile(
  trx: Db,
  materialId: string,
  file: FileRow,
  by: { name: string; kind: HandedFile['byKind']; at: string },
): Promise<number> {
  const last = await trx('case_material_file')
    .where({ material_id: materialId })
    .max<{ version: number | null }[]>('version as version')
    .first()
  const version = (last?.version ?? 0) + 1
  await trx('case_material_file').insert({
    material_id: materialId,
    version,
    file_id: file.id,
    name: file.name.slice(0, 255),
    sha256: file.sha256,
    size: file.size,
    by_name: by.name,
    by_kind: by.kind,
    at: by.at,
  })
  return version
}

/** Takes back a file that was not handed in yet; nobody can open it any more. */
export async function removeMaterialFile(trx: Db, materialId: string, fileId: string): Promise<void> {
  await trx('case_material_file').where({ material_id: materialId, file_id: fileId }).delete()
  await trx('file').where({ id: fileId }).update({ status: 'withdrawn' })
}

/** The material was handed in on paper. */
export async function notePaper(trx: Db, materialId: string): Promise<void> {
  await trx('case_material').where({ id: materialId }).update({ medium: 'paper', taken_how: 'counter' })
}

/** A file of a material with its kind of content. */
export interface MaterialFileRow extends Omit<HandedFile, 'byKind'> {
  byName: string
  mediaType: string
  /** The ended case it was taken over from. */
  fromCase: string | null
}
