import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** `import … from 'x'`, `import 'x'`, `export … from 'x'`; group 1 marks those of types only, gone when the program runs. */
const IMPORT = /^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+\s+from\s+)?['"]([^'"]+)['"]/gm

/** The path from the root, with slashes, of an absolute file name. */
export function fromRoot(file) {
  return path.relative(ROOT, file).split(path.sep).join('/')
}

/** The file a relative import means; as it was written when there is none. */
export function resolveLocal(from, name) {
  const target = path.posix.join(path.posix.dirname(from), name.replace(/\?.*$/, ''))
  const candidates = [target, `${target}.ts`, `${target}.vue`, `${target}/index.ts`]
  return candidates.find((file) => /\.\w+$/.test(file) && existsSync(path.join(ROOT, file))) ?? target
}

const known = new Map()

/**
 * What a file imports, read once per run. Text and a pattern instead of a parser: on this code base 0.1 s where
 * import-x/no-cycle, which parses every file again with types, took 8 s.
 */
export function importsOf(file) {
  const found = known.get(file)
  if (found) return found
  const text = existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : ''
  const imports = [...text.matchAll(IMPORT)].map(([, type, name]) => ({ type: type !== undefined, name }))
  const names = imports.filter(({ type }) => !type).map(({ name }) => name)
  const isLocal = (name) => name.startsWith('.')
  const answer = {
    packages: names.filter((name) => !isLocal(name)),
    files: names.filter(isLocal).map((name) => resolveLocal(file, name)),
    /** With those of types: two files that need each other's types are one thing in two places. */
    withTypes: imports.filter(({ name }) => isLocal(name)).map(({ name }) => resolveLocal(file, name)),
  }
  known.set(file, answer)
  return answer
}

/** A way from `start` over `next` back to `start`, as a list of files; undefined when there is none. */
export function cycleThrough(start, next) {
  const seen = new Set()
  const walk = (file, way) => {
    if (file === start) return way
    if (seen.has(file)) return undefined
    seen.add(file)
    for (const target of importsOf(file).withTypes) {
      const found = walk(target, [...way, target])
      if (found) return found
    }
    return undefined
  }
  return walk(next, [start, next])
}
