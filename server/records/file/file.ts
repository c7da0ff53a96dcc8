import type { Db } from '../../db.ts'

export type FileOwner = 'staff' | 'citizen' | 'system'

export interface FileRow {
  id: string
  sha256: string
  /** Bytes. */
  size: number
  /** Name as it was uploaded, cleaned. */
  name: string
  mediaType: string
  ownerKind: FileOwner
  uploadedBy: number | null
  /** What it was handed in for; null as long as it is nobody's. */
  instance: string | null
  status: 'stored' | 'withdrawn'
  at: string
}

const columns = {
  id: 'id',
  sha256: 'sha256',
  size: 'size',
  name: 'name',
  mediaType: 'media_type',
  ownerKind: 'owner_kind',
  uploadedBy: 'uploaded_by',
  instance: 'instance',
  status: 'status',
  at: 'at',
}

/**
 * Adds the row of a stored file; false when the id is there already: a repeated finish is one file.
 * Papers the system issues use it too, with `ownerKind: 'system'`.
 */
export async function insertFile(db: Db, file: Omit<FileRow, 'status'>): Promise<boolean> {
  const inserted = await db('file')
    .insert({
      id: file.id,
      sha256: file.sha256,
      size: file.size,
      name: file.name,
      media_type: file.mediaType,
      owner_kind: file.ownerKind,
      uploaded_by: file.uploadedBy,
      instance: file.instance,
      status: 'stored',
      at: file.at,
    })
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export async function findFile(db: Db, id: string): Promise<FileRow | undefined> {
  return db('file').select(columns).where({ id }).first()
}

export async function findFiles(db: Db, ids: string[]): Promise<FileRow[]> {
  return db('file').select(columns).whereIn('id', ids)
}

/**
 * Ties uploaded files to the instance they were handed in for. Only files that belong to none yet are taken, and only
 * the uploader's own; the number of rows tells whether all were.
 */
export async function claimFiles(
  db: Db,
  ids: string[],
  instance: string,
  uploadedBy: number,
): Promise<number> {
  return db('file')
    .whereIn('id', ids)
    .where({ uploaded_by: uploadedBy, status: 'stored' })
    .where((own) => own.whereNull('instance').orWhere('instance', instance))
    .update({ instance })
}

/** Files that came with acts and notes of an instance, oldest first. */
export async function listFilesOf(db: Db, instance: string): Promise<FileRow[]> {
  return db('file').where({ instance, status: 'stored' }).orderBy(['at', 'id']).select(columns)
}

export interface ActFile {
  actId: string
  id: string
  name: string
}

/** The files each act of an instance was done with, in the order they were given. */
export async function listFilesOfActs(db: Db, instance: string): Promise<ActFile[]> {
  const { rows } = await db.raw<{ rows: ActFile[] }>(
    `select a.id as "actId", f.id, f.name
     from act a
     cross join lateral jsonb_array_elements_text(a.payload -> 'files') with ordinality as given(id, n)
     join file f on f.id::text = given.id and f.status = 'stored'
     where a.instance = ? and jsonb_exists(a.payload, 'files') and a.status = 'done'
     order by a.id, given.n`,
    [instance],
  )
  return rows
}
