/** The life of a change ticket, taken through the real product: the bureau objects, a panel of three agrees, a term passes. */
import assert from 'node:assert/strict'
import { ticketDesk } from '../change-ticket/desk.ts'
import type { TicketDesk } from '../change-ticket/desk.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'

type Who = keyof TicketDesk & ('operator' | 'second' | 'manager' | 'bureauHead')

const because = { reason: '按清单核对' }
const toTheEnd: [who: Who, act: string, becomes: string][] = [
  ['operator', 'pass', 'confirming'],
  ['bureauHead', 'object', 'reviewing'],
  ['operator', 'panel', 'in-panel'],
  ['operator', 'panel-agree', 'in-panel'],
  ['second', 'panel-agree', 'in-panel'],
  ['manager', 'panel-agree', 'confirming'],
  ['bureauHead', 'confirm', 'verifying'],
  ['operator', 'return', 'confirming'],
  ['bureauHead', 'confirm', 'verifying'],
  ['operator', 'close', 'closed'],
]

/** Answers the instance when its ticket is closed. */
export async function liveTicket(office: Office): Promise<string> {
  const desk = await ticketDesk(office)
  const id = await desk.open()
  await passReviewTerm(office, id)
  for (const [who, act, becomes] of toTheEnd) {
    const { body } = await desk.act(desk[who], id, act, because)
    assert.equal(body.status, becomes, `${act}: ${JSON.stringify(body)}`)
  }
  return id
}

/** The first review takes longer than it should: a note, and the ticket goes on. */
async function passReviewTerm(office: Office, instance: string): Promise<void> {
  const { db } = office.app.deps
  const { due_at: due } = await db('clock').where({ instance, kind: 'first-review' }).first('due_at')
  await office.skipInstance(instance, Date.parse(due) + 3_600_000 - office.app.deps.now().getTime())
  const noted = async () => (await db('trail').where({ instance, act: 'overdue' }).first('act')) !== undefined
  assert.ok(await poll(noted, 60_000), 'nothing was noted')
}
