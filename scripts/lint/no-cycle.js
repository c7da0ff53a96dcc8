import { cycleThrough, fromRoot, resolveLocal } from './graph.js'

/**
 * ESLint rule: no import cycles, types counted. With one, the order in which modules are evaluated depends on who asked
 * first; with one of types, neither file can be read without the other.
 */
export const noCycle = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'Import cycle: {{way}}' } },
  create(context) {
    const from = fromRoot(context.filename)
    const check = (node) => {
      const name = node.source?.value
      if (typeof name !== 'string' || !name.startsWith('.')) return
      const way = cycleThrough(from, resolveLocal(from, name))
      if (way) context.report({ node: node.source, messageId: 'cycle', data: { way: way.join(' → ') } })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check }
  },
}
