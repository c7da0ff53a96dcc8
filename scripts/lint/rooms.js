import { builtinModules } from 'node:module'
import { fromRoot, importsOf, resolveLocal } from './graph.js'

/** Packages that run in the workflow sandbox: deterministic, no I/O. */
const PURE_PACKAGES = ['feelin', 'lezer-feel', 'tyme4ts']
const BUILTINS = new Set(builtinModules)

/** The records room, what it stands on and throws, and the store that keeps the bytes of files. */
const SERVER_FOR_ACTIVITIES =
  /^server\/(records\/[^/]+\/[a-z-]+(\.sql)?|modules\/file\/store|db|errors|personal|notify)\.ts$/
const SERVER_FOR_WORKER =
  /^server\/([a-z-]+|modules\/file\/store|modules\/process\/engine|records\/process\/[a-z-]+)\.ts$/

/**
 * The import table of docs/design: from which room a file may take what. `local` judges files (path from the root), `packages` judges
 * package names; both are asked with `typeOnly`. A room that is not listed is free (test, scripts).
 */
const ROOMS = [
  {
    name: 'workflows/*/domain.ts',
    holds: (file) => /^workflows\/[^/]+\/domain\.ts$/.test(file),
    local: (file) => file.startsWith('workflows/') && isPure(file),
    packages: () => false,
    may: 'other domain.ts and pure files beside them, no package',
  },
  {
    name: 'workflows/',
    holds: (file) => file.startsWith('workflows/'),
    local: (file, typeOnly) => file.startsWith('workflows/') || (typeOnly && file.startsWith('activities/')),
    packages: (name) =>
      name === '@temporalio/workflow' || name === '@temporalio/common' || PURE_PACKAGES.includes(name),
    may: 'workflows/, types of activities/, @temporalio/workflow and pure libraries',
  },
  {
    name: 'activities/',
    holds: (file) => file.startsWith('activities/'),
    local: (file) =>
      file.startsWith('activities/') ||
      file.startsWith('data/') ||
      isShared(file) ||
      SERVER_FOR_ACTIVITIES.test(file),
    packages: (name) => !name.startsWith('@temporalio/') || /^@temporalio\/(activity|common)$/.test(name),
    may: 'shared workflows files (domain, messages, pure), server/records, @temporalio/activity',
  },
  {
    name: 'server/',
    holds: (file) => file.startsWith('server/'),
    local: (file) => file.startsWith('server/') || file.startsWith('data/') || isShared(file),
    packages: (name) => !name.startsWith('@temporalio/') || /^@temporalio\/(client|common|proto)$/.test(name),
    may: 'shared workflows files (domain, messages, pure), @temporalio/client',
  },
  {
    name: 'web/',
    holds: (file) => file.startsWith('web/'),
    local: (file) => file.startsWith('web/') || (isShared(file) && !file.endsWith('/messages.ts')),
    packages: (name) => !name.startsWith('@temporalio/') && !BUILTINS.has(name.replace(/^node:/, '')),
    may: 'domain and pure clock files of workflows/',
    except: 'web/vite.config.ts',
  },
  {
    name: 'worker/',
    holds: (file) => file.startsWith('worker/'),
    local: (file) => /^(worker|activities)\//.test(file) || SERVER_FOR_WORKER.test(file) || isShared(file),
    packages: (name) => name !== '@temporalio/workflow',
    may: 'activities/, server/db, configuration and the doors of a step; workflows by path',
  },
  {
    name: 'migrations/',
    holds: (file) => file.startsWith('migrations/'),
    local: (file) => file.startsWith('data/'),
    packages: () => true,
    may: 'no code of ours: a migration must not change with it',
  },
]

/** By file: whether it, and everything it imports by relative path, keeps to pure libraries. */
const pure = new Map()

function isPure(file) {
  const known = pure.get(file)
  if (known !== undefined) return known
  // Taken as pure while it is looked at: a cycle is another rule's business.
  pure.set(file, true)
  const { packages, files } = importsOf(file)
  const answer =
    packages.every((name) => PURE_PACKAGES.includes(name)) &&
    files.every((target) => target.startsWith('workflows/') && (!target.endsWith('.ts') || isPure(target)))
  pure.set(file, answer)
  return answer
}

/** Files of workflows/ that other rooms may use: message definitions, data, and whatever is pure. */
function isShared(file) {
  if (!file.startsWith('workflows/')) return false
  return /\/messages\.ts$/.test(file) || !file.endsWith('.ts') || isPure(file)
}

function judge(room, from, name, typeOnly) {
  if (name.startsWith('.')) return room.local(resolveLocal(from, name), typeOnly)
  const parts = name.split('/')
  return room.packages(name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0], typeOnly)
}

/** ESLint rule: the import table. */
export const rooms = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { wrong: '{{room}} may import {{may}} (import table in docs/design): not {{name}}' },
  },
  create(context) {
    const from = fromRoot(context.filename)
    const room = ROOMS.find((candidate) => candidate.holds(from))
    if (!room || room.except === from) return {}
    const check = (node) => {
      if (!node.source || typeof node.source.value !== 'string') return
      const name = node.source.value
      const kind = node.importKind ?? node.exportKind
      const typeOnly =
        kind === 'type' ||
        (node.specifiers?.length > 0 && node.specifiers.every((s) => s.importKind === 'type'))
      if (judge(room, from, name, typeOnly)) return
      context.report({
        node: node.source,
        messageId: 'wrong',
        data: { room: room.name, may: room.may, name },
      })
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    }
  },
}
