import type { Db } from '../../server/db.ts'

export interface GivenTask {
  /** Of the instance `case:<number>`. */
  number: string
  side?: 'centre' | 'bureau' | 'platform'
  place?: string
  roles?: string
  name?: string
  title?: string
  claimedBy?: number
  claimedName?: string
  dueAt?: string
  yellowAt?: string
  district?: string
}

/** An instance with one open task, as a step of the engine leaves it, without a workflow. */
export async function addTask(db: Db, given: GivenTask): Promise<string> {
  const { number, side = 'centre', place = 'C01', roles = 'clerk', district = '110108' } = given
  const at = '2026-03-02T01:00:00Z'
  const instance = `case:${number}`
  const title = given.title ?? '劳务派遣经营许可'
  const centre = side === 'centre' ? place : 'C01'
  const bureau = side === 'bureau' ? place : 'B01'
  const placed = { district, centre, bureau, title, noun: 'case', number }
  await db('process_definition')
    .insert({
      id: 'drawn@1',
      key: 'drawn',
      version: 1,
      name: '受理',
      hash: '0'.repeat(64),
      bpmn: '',
      net: '{}',
      published_at: at,
      published_by: '系统',
    })
    .onConflict('id')
    .ignore()
  await db('process_instance')
    .insert({
      id: instance,
      definition_id: 'drawn@1',
      revision: 3,
      started_at: at,
      who_masked: '北京远**限公司',
      ...placed,
    })
    .onConflict('id')
    .ignore()
  await db('task').insert({
    instance,
    key: `check#${given.name ?? 1}`,
    element: 'check',
    name: given.name ?? '受理审查',
    roles,
    side,
    place,
    claimed_by: given.claimedBy === undefined ? null : String(given.claimedBy),
    claimed_name: given.claimedName ?? null,
    opened_at: at,
    revision: 3,
    due_at: given.dueAt ?? null,
    yellow_at: given.yellowAt ?? null,
    who_masked: '北京远**限公司',
    ...placed,
  })
  return instance
}

/** A case's row alone, for what is counted over cases: what must be there is filled with its column's like. */
export async function addCase(db: Db, given: { case_no: string } & Record<string, unknown>): Promise<void> {
  const required = await db('information_schema.columns')
    .where({ table_schema: 'public', table_name: 'case_record', is_nullable: 'NO' })
    .whereNull('column_default')
    .select<{ name: string; type: string }[]>({ name: 'column_name', type: 'data_type' })
  const like = ({ type }: { type: string }) => {
    if (type === 'integer') return 1
    return type === 'date' || type.startsWith('timestamp') ? '2026-03-02' : 'x'
  }
  const filled = Object.fromEntries(required.map((column) => [column.name, like(column)]))
  await db('case_record').insert({ ...filled, district: '110108', ...given })
}
