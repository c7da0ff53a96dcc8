import { cycleThrough, fromRoot, resolveLocal } from './graph.js'

/** ESLint rule: no import cycles. With one, the order in which modules are evaluated depends on who asked first. */
export const noCycle = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'Import cycle: {{way}}' } },
  create(context) {
    const from = fromRoot(context.filename)
    const check = (node) => {
      const name = node.source?.value
      if (typeof name !== 'string' || !name.startsWith('.')) return
      if (node.importKind === 'type' || node.exportKind === 'type') return
      const way = cycleThrough(from, resolveLocal(from, name))
      if (way) context.report({ node: node.source, messageId: 'cycle', data: { way: way.join(' → ') } })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check }
  },
}
