/**
 * Which test files run beside others, and which alone at the end because they kill, measure or fill the machine. Those beside others
 * need nothing (pure), an office on the direct engine whose time the test holds (direct), or PostgreSQL and Temporal (stack).
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { importsOf } from '../lint/graph.js'
import { ROOT } from '../stack/paths.ts'

export type Lane = 'pure' | 'direct' | 'stack' | 'alone'

const alone =
  /^test\/(fault|e2e)\/|^test\/stack\/(faults|backup)\.test\.ts$|^test\/identity\/outage\.test\.ts$/
/** Whoever reaches this file needs PostgreSQL and Temporal. */
const stackFile = 'test/support/stack.ts'
const directOffice = 'test/support/direct/office.ts'
const temporalOffice = 'test/support/office.ts'

export function testFiles(): string[] {
  return readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .sort()
}

export function laneOf(file: string): Lane {
  if (alone.test(file)) return 'alone'
  if (reaches(file, directOffice) && !reaches(file, temporalOffice)) return 'direct'
  return reaches(file, stackFile) ? 'stack' : 'pure'
}

function reaches(from: string, target: string): boolean {
  const seen = new Set<string>()
  const walk = (file: string): boolean => {
    if (file === target) return true
    if (seen.has(file)) return false
    seen.add(file)
    return importsOf(file).files.some(walk)
  }
  return walk(from)
}
