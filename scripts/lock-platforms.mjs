// node scripts/lock-platforms.mjs [--check]
// package-lock.json must name the binary packages of every platform (rollup, swc, esbuild …), or `npm ci` refuses it. npm writes only those
// that its registry mirror holds and that fit the node_modules at hand, so after each `npm install` the others are added here: their
// versions are pinned exactly by the package that wants them. With --check nothing is written; a gap ends with exit code 1.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const FILE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json')
const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
]
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'mips64el']

/** The lock entry of a platform package, read off its name: `rollup-linux-x64-musl` → linux, x64, musl. */
function entryOf(name, version, dev) {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  if (!os || !cpu) return undefined
  const musl = words.some((word) => word.startsWith('musl'))
  const libc = os === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {}
  return { version, cpu: [cpu], ...(dev ? { dev: true } : {}), ...libc, optional: true, os: [os] }
}

function missingEntries(packages) {
  const missing = {}
  for (const [, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      if (packages[`node_modules/${name}`] || !/^\d+\.\d+\.\d+/.test(version)) continue
      const entry = entryOf(name, version, owner.dev)
      if (entry) missing[`node_modules/${name}`] = entry
    }
  }
  return missing
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
const missing = missingEntries(lock.packages)
const count = Object.keys(missing).length
if (process.argv.includes('--check')) {
  if (count)
    console.error(
      `package-lock.json 缺少 ${count} 个其他平台的包,请运行 node scripts/lock-platforms.mjs 并提交。`,
    )
  process.exitCode = count ? 1 : 0
} else if (count) {
  const byName = ([a], [b]) => a.localeCompare(b, 'en')
  lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(byName))
  writeFileSync(FILE, JSON.stringify(lock, null, 2) + '\n')
  console.log(`已补充 ${count} 个平台包`)
}
