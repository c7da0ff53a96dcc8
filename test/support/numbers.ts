/**
 * Databases of tests share a namespace of Temporal, where the number of a case or a ticket is an instance's id: those of
 * one database are numbered after some that nobody sees.
 */
import { randomInt } from 'node:crypto'
import type { AppDeps } from '../../server/deps.ts'
import { ticketNumber } from '../../workflows/change-ticket/domain.ts'
import { dayOf } from '../../workflows/clock/day.ts'

/** For a furnished office that has its staff. */
export async function leaveNumbersToOthers({ db, now }: Pick<AppDeps, 'db' | 'now'>): Promise<void> {
  const at = now().toISOString()
  const day = dayOf(at)
  const centres = await db('centre').pluck<string[]>('code')
  const last = randomInt(1, 90_000)
  await db('case_number_sequence').insert(centres.map((centre) => ({ centre, day, last })))
  await db('change_ticket').insert(ticketBefore(at, day, await db('app_user').first('id', 'name')))
}

/** A ticket that was closed earlier today, in no district and of no bureau. */
function ticketBefore(at: string, day: string, opener: { id: number; name: string }) {
  const n = randomInt(1, 900_000)
  return {
    ...{ number: ticketNumber(day, n), day, n, kind: 'item-change', status: 'closed' },
    ...{ item_code: '', item_name: '', title: '', content: '', district: '', bureau: '', bureau_name: '' },
    ...{ opened_by: opener.id, opened_by_name: opener.name, opened_at: at, changed_at: at, ended_at: at },
  }
}
