import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What `put` may check while it writes. Names and types belong in the database, not here. */
export interface PutMeta {
  /** Hex digest the caller expects; another one is refused with `file-digest-mismatch`. */
  sha256?: string
  /** Upper limit in bytes; beyond it `file-too-large`. */
  maxBytes?: number
}

export interface StoredFile {
  /** Hex, 64 characters; also the name under which it is found again. */
  sha256: string
  /** Bytes. */
  size: number
  /** Relative to the store's folder, e.g. `ab/cd/abcd…`. */
  path: string
}

export interface FileStore {
  put(data: Buffer | Readable, meta?: PutMeta): Promise<StoredFile>
  /** Readable stream of the content; rejects with `file-not-found`. `start` and `end` (inclusive) for ranges. */
  open(sha256: string, range?: { start?: number; end?: number }): Promise<Readable>
  /** Whole content; for small files. */
  get(sha256: string): Promise<Buffer>
  exists(sha256: string): Promise<boolean>
  stat(sha256: string): Promise<StoredFile | undefined>
}

export class FileStoreError extends Error {
  constructor(
    readonly code: 'file-not-found' | 'file-digest-mismatch' | 'file-too-large' | 'file-bad-digest',
    message: string,
  ) {
    super(message)
  }
}

/**
 * Content-addressed file store on a local folder: a file is named by its SHA-256, so equal content is stored once
 * and a name can never point at other bytes. A file is written beside, synced, then renamed, and the folder is
 * synced too: after a power cut a name either is not there or has all its bytes.
 */
export function createFileStore(dir: string): FileStore {
  const incoming = path.join(dir, 'incoming')

  const find = async (sha256: string): Promise<StoredFile | undefined> => {
    const relative = relativePath(sha256)
    const found = await stat(path.join(dir, relative)).catch(ignoreMissing)
    return found && { sha256, size: found.size, path: relative }
  }

  const need = async (sha256: string): Promise<string> => {
    const found = await find(sha256)
    if (!found) throw new FileStoreError('file-not-found', `no stored file ${sha256}`)
    return path.join(dir, found.path)
  }

  return {
    async put(data, meta = {}) {
      await mkdir(incoming, { recursive: true })
      const temporary = path.join(incoming, randomUUID())
      try {
        const { sha256, size } = await writeSynced(temporary, data, meta.maxBytes)
        if (meta.sha256 && meta.sha256 !== sha256)
          throw new FileStoreError('file-digest-mismatch', `expected ${meta.sha256}, got ${sha256}`)
        const relative = relativePath(sha256)
        await publish(temporary, path.join(dir, relative))
        return { sha256, size, path: relative }
      } finally {
        await rm(temporary, { force: true })
      }
    },
    async open(sha256, range) {
      return createReadStream(await need(sha256), range)
    },
    async get(sha256) {
      const handle = await open(await need(sha256), 'r')
      try {
        return await handle.readFile()
      } finally {
        await handle.close()
      }
    },
    async exists(sha256) {
      return (await find(sha256)) !== undefined
    },
    stat: find,
  }
}

function relativePath(sha256: string): string {
  // Also the guard against a path in a digest's clothes.
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new FileStoreError('file-bad-digest', 'not a SHA-256 in hex')
  return path.join(sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

async function writeSynced(
  target: string,
  data: Buffer | Readable,
  maxBytes = Infinity,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      if (size > maxBytes) done(new FileStoreError('file-too-large', `more than ${maxBytes} bytes`))
      else done(null, chunk)
    },
  })
  const source = Buffer.isBuffer(data) ? [data] : data
  await pipeline(source, meter, createWriteStream(target, { flush: true, mode: 0o640 }))
  return { sha256: hash.digest('hex'), size }
}

/** Renaming over an equal file is harmless: the same digest is the same bytes. */
async function publish(temporary: string, target: string): Promise<void> {
  const folder = path.dirname(target)
  await mkdir(folder, { recursive: true })
  await rename(temporary, target)
  // The names of new folders have to survive a power cut as well.
  for (const parent of [folder, path.dirname(folder), path.dirname(path.dirname(folder))])
    await syncFolder(parent)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
