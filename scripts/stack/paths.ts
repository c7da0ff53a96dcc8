import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Per-user cache, shared by all checkouts: the Temporal binaries live here (XDG_CACHE_HOME is honoured). */
export const CACHE_DIR = path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'banjian')

/** Short stable name of a path, for folders and markers that must not collide between checkouts. */
export function pathHash(value: string): string {
  return createHash('sha256').update(path.resolve(value)).digest('hex').slice(0, 12)
}
