/** When clocks turn yellow and red: by kind, and for single items. */
import type { ClockKind, Instant, Rung } from '../../../workflows/clock/domain.ts'
import { inOrder } from '../../../workflows/clock/rungs.ts'
import type { Db, Trx } from '../../db.ts'

export interface ReminderKey {
  kind: ClockKind
  /** null: all items that have no setting of their own. */
  itemCode: string | null
}

export interface ReminderSetting extends ReminderKey {
  itemName: string | null
  rungs: Rung[]
  version: number
  changedAt: string
  changedBy: string
}

const rowOf = ({ kind, itemCode }: ReminderKey) => ({ kind, item_code: itemCode ?? '' })

export async function listReminders(db: Db, key?: ReminderKey): Promise<ReminderSetting[]> {
  const query = db('reminder_setting as s').orderBy(['s.kind', 's.item_code'])
  if (key) query.where(rowOf(key))
  const rows = await query.select('s.*', {
    item_name: db('item as i')
      .whereRaw('i.code = s.item_code')
      .orderBy('i.version', 'desc')
      .limit(1)
      .select('i.name'),
  })
  return rows.map((row) => ({
    kind: row.kind,
    itemCode: row.item_code || null,
    itemName: row.item_name,
    rungs: row.rungs,
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }))
}

/** False when somebody changed it meanwhile. `expected`: the version that was seen; null: there was none. */
export async function saveReminder(
  trx: Trx,
  setting: ReminderKey & { rungs: Rung[]; expected: number | null; by: string },
  at: Instant,
): Promise<boolean> {
  const { rungs, expected, by } = setting
  const change = { rungs: JSON.stringify(inOrder(rungs)), changed_at: at, changed_by: by }
  const written =
    expected === null
      ? await trx('reminder_setting')
          .insert({ ...rowOf(setting), ...change })
          .onConflict()
          .ignore()
          .returning('kind')
      : await trx('reminder_setting')
          .where({ ...rowOf(setting), version: expected })
          .update({ ...change, version: trx.raw("nextval('reminder_version')") })
          .returning('kind')
  return written.length > 0
}

export async function deleteReminder(trx: Trx, key: ReminderKey): Promise<boolean> {
  return (await trx('reminder_setting').where(rowOf(key)).delete()) > 0
}
