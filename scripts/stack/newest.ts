import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './paths.ts'

/**
 * When the newest of these files and folders (paths from the root) was changed, in ms. Type declarations are left
 * out: nothing that runs is made of them.
 */
export function newestOf(entries: string[]): number {
  return Math.max(...entries.map((entry) => newest(path.join(ROOT, entry))), 0)
}

function newest(entry: string): number {
  const stat = statSync(entry)
  if (!stat.isDirectory()) return entry.endsWith('.d.ts') ? 0 : stat.mtimeMs
  const names = readdirSync(entry).filter((name) => name !== 'node_modules' && name !== 'dist')
  return Math.max(...names.map((name) => newest(path.join(entry, name))), 0)
}
