import type { Db } from '../../server/db.ts'

/** Path of a task's act; a key has a `#` in it. */
export const taskPath = (caseNo: string, key: string, act: string): string =>
  `/api/tasks/${encodeURIComponent(`case:${caseNo}`)}/${encodeURIComponent(key)}/${act}`

/** Key of the case's one open task. */
export async function openTask(db: Db, caseNo: string): Promise<string> {
  const task = await db('task')
    .where({ instance: `case:${caseNo}`, status: 'open' })
    .first('key')
  return task.key
}

/**
 * A case like another one with a number of its own, for lists longer than anybody takes at a counter: its record, its
 * instance and its open tasks, without clocks. No workflow runs for it.
 */
export async function copyCase(
  db: Db,
  from: string,
  to: string,
  change: { case?: object; instance?: object; task?: object; search?: { keys: string[] } } = {},
): Promise<void> {
  const copy = async (table: string, where: object, values: object) => {
    const columns = await db('information_schema.columns')
      .where({ table_schema: 'public', table_name: table, is_generated: 'NEVER' })
      .pluck('column_name')
    const list = columns.map((column) => `"${column}"`).join(', ')
    const matching = Object.keys(where).map((column) => `r.${column} = ?`)
    await db.raw(
      `insert into ?? (${list}) select ${list} from (
         select (jsonb_populate_record(r, ?::jsonb)).* from ?? r where ${matching.join(' and ')}) copied`,
      [table, JSON.stringify(values), table, ...Object.values(where)],
    )
  }
  await copy('case_record', { case_no: from }, { case_no: to, ...change.case })
  await copy('search_entry', { number: from }, { number: to, instance: `case:${to}`, ...change.search })
  const instance = { id: `case:${to}`, number: to }
  await copy('process_instance', { id: `case:${from}` }, { ...instance, ...change.instance })
  await copy(
    'task',
    { instance: `case:${from}`, status: 'open' },
    { instance: `case:${to}`, number: to, ...change.task },
  )
}
