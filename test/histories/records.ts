/** What the product wrote about cases, without what differs between two runs of the same life: ids, numbers, hours. */
import type { Db } from '../../server/db.ts'

/** By table: how its rows name the case. */
const tables: Record<string, 'case_no' | 'instance' | 'id' | 'clock_id'> = {
  case_record: 'case_no',
  case_material: 'case_no',
  case_supplement: 'case_no',
  case_special: 'case_no',
  case_handover: 'case_no',
  case_result: 'case_no',
  trail: 'instance',
  clock: 'instance',
  clock_pause: 'clock_id',
  clock_extension: 'clock_id',
  clock_change: 'clock_id',
  clock_rung: 'clock_id',
  paper: 'instance',
  notification: 'instance',
  process_instance: 'id',
  act: 'instance',
  task: 'instance',
  element_trace: 'instance',
  follow_up: 'instance',
  process_timer: 'instance',
  step_result: 'instance',
  incident: 'instance',
}

/** Digests and sealed texts differ by their salt, numbers by who came first, attempts by how often it was tried. */
const uncompared =
  /_enc$|^sealed$|^last_error$|^lease_until$|_hash$|_sha256$|^digest$|^attempts$|^provider_id$|^file_size$|^time_offset$|_at$|^at$/

export async function recordsOf(db: Db, caseNo: string): Promise<Record<string, string[]>> {
  const records: Record<string, string[]> = {}
  for (const [table, column] of Object.entries(tables)) {
    const key = column === 'instance' || column === 'id' ? `case:${caseNo}` : caseNo
    const rows = await (column === 'clock_id'
      ? db(table).whereLike(column, `%${caseNo}%`)
      : db(table).where(column, key))
    records[table] = rows.map((row) => plain(table, row, caseNo)).sort()
  }
  return records
}

function plain(table: string, row: Record<string, unknown>, caseNo: string): string {
  const kept = Object.entries(row).filter(
    ([name, value]) =>
      !uncompared.test(name) &&
      !(table === 'paper' && ['n', 'data'].includes(name)) &&
      !(name === 'id' && /^\d+$/.test(String(value))),
  )
  return JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))))
    .replaceAll(caseNo, 'CASE')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'AT')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d/g, 'AT')
    .replaceAll(/\d+号/g, 'N号')
}
