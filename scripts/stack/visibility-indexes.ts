import { withClient } from './postgres.ts'

/**
 * Kept although their column is a search attribute: the server adds `TemporalNamespaceDivision is null` to every list, and operators
 * look for stuck workflows in Temporal's UI by TemporalReportedProblems.
 */
const KEPT = ['temporalnamespacedivision', 'temporalreportedproblems']

/**
 * Drops the indexes on search attributes that nothing here sets. Temporal's visibility table carries 74 indexes (25 KB for each case);
 * 57 are on pre-made attribute columns (Keyword03, TemporalDatetime01 …, all generated from one JSON column): the lists and the search of
 * this system are in its own tables. Idempotent; to be repeated after each update of Temporal's schema, which may bring some back.
 * @param visibilityUrl connection string of the database temporal_visibility
 * @returns the names dropped
 */
export async function dropUnusedVisibilityIndexes(visibilityUrl: string): Promise<string[]> {
  return withClient(visibilityUrl, async (client) => {
    const found = await client.query<{ name: string }>(
      `select c.relname as name
         from pg_index i
         join pg_class c on c.oid = i.indexrelid
        where i.indrelid = to_regclass('executions_visibility') and not i.indisunique
          and exists (
            select 1 from pg_attribute a
             where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
               and a.attgenerated = 's' and a.attname <> all ($1))
        order by c.relname`,
      [KEPT],
    )
    const names = found.rows.map((row) => row.name)
    // One statement: an interrupted run leaves either all or none of them.
    if (names.length)
      await client.query(`drop index if exists ${names.map((n) => client.escapeIdentifier(n)).join(', ')}`)
    return names
  })
}
