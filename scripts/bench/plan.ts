/** What PostgreSQL did for a query: rows its scans read, and its time. */
import type { Db } from '../../server/db.ts'

interface Node {
  'Node Type': string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

export async function planOf(db: Db, query: (db: Db) => Promise<unknown>) {
  const asked: { sql: string; bindings: unknown[] }[] = []
  const listen = (one: { sql: string; bindings: unknown[] }) => asked.push(one)
  db.on('query', listen)
  await query(db)
  db.off('query', listen)
  const { sql, bindings } = asked[0]!
  const numbered = sql.replace(/\\\?/g, '?')
  const client = await db.client.acquireConnection()
  try {
    const { rows } = await client.query(`explain (analyze, format json) ${numbered}`, bindings)
    const [{ Plan, 'Execution Time': execution, 'Planning Time': planning }] = rows[0]['QUERY PLAN']
    if (process.env.BENCH_PLANS)
      console.log(
        (await client.query(`explain (analyze, buffers) ${numbered}`, bindings)).rows
          .map((row: any) => row['QUERY PLAN'])
          .join('\n'),
      )
    return { read: rowsRead(Plan), execution: execution.toFixed(1), planning: planning.toFixed(1) }
  } finally {
    await db.client.releaseConnection(client)
  }
}

function rowsRead(node: Node): number {
  const below = (node.Plans ?? []).reduce((sum, one) => sum + rowsRead(one), 0)
  if (!/Scan$/.test(node['Node Type']) || /CTE|WorkTable|Subquery|Function/.test(node['Node Type']))
    return below
  const each =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)
  return below + Math.round(each * (node['Actual Loops'] ?? 1))
}
