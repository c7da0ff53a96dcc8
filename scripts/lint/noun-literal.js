import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fromRoot, ROOT } from './graph.js'

const modules = path.join(ROOT, 'server/modules')
/** The nouns: capabilities with a noun file. */
const NOUNS = readdirSync(modules).filter((name) => existsSync(path.join(modules, name, 'noun.ts')))
const BEGINS = new RegExp(`(^|['"])(${NOUNS.join('|')}):`)
/** What is put together in front of a number, or looked for by pattern: `case:${no}`, `'case:'`, `like 'case:%'`. */
const WHOLE = new RegExp(`(^|['"])(${NOUNS.join('|')}):(%.*)?$`)

/** ESLint rule: an instance's id is made by `instanceId` and read by `parseInstanceId`, and nobody else knows a noun's. */
export const nounLiteral = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      literal:
        'Write instanceId(noun, number) or the noun’s own function: no noun literal outside the registry',
    },
  },
  create(context) {
    if (!/^(server|activities|worker|workflows|web)\//.test(fromRoot(context.filename))) return {}
    const report = (node) => context.report({ node, messageId: 'literal' })
    return {
      Literal(node) {
        if (typeof node.value === 'string' && WHOLE.test(node.value)) report(node)
      },
      TemplateElement(node) {
        if (BEGINS.test(node.value.raw)) report(node)
      },
    }
  },
}
