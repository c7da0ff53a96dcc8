/** People and acts around change tickets, on any office. */
import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { ticketNumber } from '../../workflows/change-ticket/domain.ts'
import type { Answer, HttpClient } from '../support/http.ts'
import type { Office } from '../support/desk.ts'

/** The staff of the platform's side in the office's district, and the office's bureau. */
export async function ticketDesk(office: Office) {
  const { app, bureauHead, clerk } = office
  const { districtCode, bureauCode } = bureauHead.actor
  const operator = await app.signIn({ roles: ['operator'], name: '韩冰', districtCode })
  const second = await app.signIn({ roles: ['operator'], name: '马骁', districtCode })
  const manager = await app.signIn({ roles: ['manager'], name: '程晓岚', districtCode })
  const { db } = app.deps
  const body = {
    itemCode: 'LWPQ-01',
    bureau: bureauCode!,
    title: '承诺时限由十日缩短为五日',
    content: '按新公布的清单，劳务派遣经营许可的承诺时限缩短。',
  }

  const send = (who: HttpClient, key: string = randomUUID(), change = {}) =>
    who.post('/api/change-tickets', { ...body, ...change }, { headers: { 'idempotency-key': key } })

  return {
    ...{ operator, second, manager, clerk, bureauHead, body, send },
    async open(): Promise<string> {
      const answer = await send(operator)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return String(answer.body.instance)
    },
    act(who: HttpClient, instance: string, outcome: string, more: object = {}): Promise<Answer> {
      const headers = { 'idempotency-key': randomUUID() }
      return who.post(`/api/instances/${instance}/acts`, { outcome, ...more }, { headers })
    },
    status: async (instance: string): Promise<string> =>
      (
        await db('change_ticket')
          .where({ number: instance.split(':')[1] })
          .first('status')
      ).status,
    tasks: (instance: string, element?: string) =>
      db('task')
        .where({ instance, status: 'open', ...(element && { element }) })
        .orderBy('key'),
    clocks: (instance: string) =>
      db('clock')
        .where({ instance })
        .orderBy(['kind', 'ref', 'n'])
        .select('kind', 'ref', 'n', 'state', 'budget'),
  }
}
export type TicketDesk = Awaited<ReturnType<typeof ticketDesk>>

/** Databases of tests share a namespace of Temporal, where a ticket's number is an instance's id. */
export async function leaveNumbersToOthers({ app, today }: Office, { operator, body }: TicketDesk) {
  const n = randomInt(1, 900_000)
  const at = app.deps.now().toISOString()
  await app.deps.db('change_ticket').insert({
    ...{ number: ticketNumber(today(), n), day: today(), n, kind: 'item-change', status: 'closed' },
    ...{ item_code: body.itemCode, item_name: body.itemCode, title: body.title, content: body.content },
    ...{ district: operator.actor.districtCode, bureau: body.bureau, bureau_name: body.bureau },
    ...{ opened_by: operator.actor.id, opened_by_name: operator.actor.name },
    ...{ opened_at: at, changed_at: at, ended_at: at },
  })
}
