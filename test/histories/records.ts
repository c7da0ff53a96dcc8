/** What the product wrote about an instance and its record, without what differs between two runs of the same life: ids, numbers, hours. */
import type { Db } from '../../server/db.ts'

/** By noun and table: how the record's rows name its number. */
const nounTables: Record<string, Record<string, 'case_no' | 'number'>> = {
  case: {
    case_record: 'case_no',
    case_material: 'case_no',
    case_supplement: 'case_no',
    case_special: 'case_no',
    case_handover: 'case_no',
    case_result: 'case_no',
  },
  'change-ticket': { change_ticket: 'number' },
}

/** By table: how its rows name the instance. */
const tables: Record<string, 'instance' | 'id' | 'clock_id'> = {
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

export async function recordsOf(db: Db, instance: string): Promise<Record<string, string[]>> {
  const [noun, number] = instance.split(':') as [string, string]
  const records: Record<string, string[]> = {}
  const read = async (table: string, rows: Promise<Record<string, unknown>[]>) => {
    records[table] = (await rows).map((row) => plain(table, row, number)).sort()
  }
  for (const [table, column] of Object.entries(nounTables[noun]!))
    await read(table, db(table).where(column, number))
  for (const [table, column] of Object.entries(tables))
    await read(
      table,
      column === 'clock_id'
        ? db(table).whereLike(column, `${instance}/%`)
        : db(table).where(column, instance),
    )
  return records
}

function plain(table: string, row: Record<string, unknown>, number: string): string {
  const kept = Object.entries(row).filter(
    ([name, value]) =>
      !uncompared.test(name) &&
      !(table === 'paper' && ['n', 'data'].includes(name)) &&
      !(table === 'change_ticket' && name === 'n') &&
      !(name === 'id' && /^\d+$/.test(String(value))),
  )
  return JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))))
    .replaceAll(number, 'NUMBER')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'AT')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d/g, 'AT')
    .replaceAll(/\d+号/g, 'N号')
}
