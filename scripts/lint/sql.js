import { fromRoot } from './graph.js'

/** SQL lives in the records room. Beside it: the connection, its health, NOTIFY, and what prepares or tests a database. */
const HOMES = [/^server\/records\//, /^server\/(db|health|notify)\.ts$/, /^(migrations|scripts|test)\//]
const HANDLES = ['db', 'trx', 'knex']

const nameOf = (node) => (node.type === 'Identifier' ? node.name : node.property?.name)

/** `trx('table')`, `deps.db('table')`, `trx.raw('…')`: a table or statement named outside its room. */
export const sqlInRecords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { sql: 'SQL lives in server/records/** (import table in docs/design): write a function there' },
  },
  create(context) {
    const file = fromRoot(context.filename)
    if (!/^(server|activities|worker)\//.test(file)) return {}
    if (HOMES.some((home) => home.test(file))) return {}
    return {
      CallExpression(node) {
        const { callee } = node
        const isRaw = callee.type === 'MemberExpression' && callee.property?.name === 'raw'
        const handle = isRaw ? nameOf(callee.object) : nameOf(callee)
        const first = node.arguments[0]
        const isText = first?.type === 'Literal' || first?.type === 'TemplateLiteral'
        if (isText && HANDLES.includes(handle)) context.report({ node, messageId: 'sql' })
      },
    }
  },
}
