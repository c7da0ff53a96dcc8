/** People and acts around change tickets, on any office. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Answer, HttpClient } from '../support/http.ts'
import type { Office } from '../support/desk.ts'

/** What is asked for with a ticket. */
export const ticketBody = (bureau: string) => ({
  itemCode: 'LWPQ-01',
  bureau,
  title: '承诺时限由十日缩短为五日',
  content: '按新公布的清单，劳务派遣经营许可的承诺时限缩短。',
})

/** The staff of the platform's side in the office's district, and the office's bureau. */
export async function ticketDesk(office: Office) {
  const { app, bureauHead, clerk } = office
  const { districtCode, bureauCode } = bureauHead.actor
  const operator = await app.signIn({ roles: ['operator'], name: '韩冰', districtCode })
  const second = await app.signIn({ roles: ['operator'], name: '马骁', districtCode })
  const manager = await app.signIn({ roles: ['manager'], name: '程晓岚', districtCode })
  const { db } = app.deps
  const body = ticketBody(bureauCode!)

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
