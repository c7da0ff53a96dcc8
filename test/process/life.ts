/** One case and one ticket from beginning to end, each request with the statements it costs, its steps included. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { ticketDesk } from '../change-ticket/desk.ts'
import { completeIntake } from '../intake/fixture.ts'
import type { Office } from '../support/desk.ts'
import type { Answer, HttpClient } from '../support/http.ts'
import { statementsOf } from '../support/statements.ts'
import type { Statement } from '../support/statements.ts'

export interface Counted {
  name: string
  statements: Statement[]
}

const because = { reason: '申请人书面要求结束' }

/** Receive, read, claim, accept, read, end, read. */
export async function caseLife(office: Office): Promise<Counted[]> {
  const { clerk, centreHead } = office
  return counting(office, async (count) => {
    const taken = await count('receive', () => post(clerk, '/api/cases', completeIntake()))
    const { caseNo } = taken.body
    const id = `case:${caseNo}`
    const page = async (name: string) => {
      await count(name, () => clerk.get(`/api/cases/${caseNo}`))
      return count(`${name}, its place`, () => clerk.get(`/api/instances/${id}`))
    }
    const { body } = await page('page')
    const task = `/api/tasks/${id}/${encodeURIComponent(body.tasks[0].key)}`
    await count('claim', () => clerk.post(`${task}/claim`, {}))
    await count('list', () => clerk.get('/api/tasks?box=mine'))
    await count('accept', () => post(clerk, `/api/instances/${id}/acts`, { outcome: 'accept' }))
    await page('page of an accepted case')
    const end = { message: 'propose-end', ...because, data: { status: 'withdrawn', proof: '申请书' } }
    await count('propose the end', () => post(clerk, `/api/instances/${id}/acts`, end))
    await count('end', () => post(centreHead, `/api/instances/${id}/acts`, { outcome: 'approve-end' }))
    await page('page of an ended case')
  })
}

/** Opened, reviewed, confirmed, verified and closed; its page read once. */
export async function ticketLife(office: Office): Promise<Counted[]> {
  const { operator, bureauHead, body } = await ticketDesk(office)
  return counting(office, async (count) => {
    const opened = await count('open', () => post(operator, '/api/change-tickets', body))
    const { number, instance } = opened.body
    const act = (who: HttpClient, outcome: string) =>
      count(outcome, () => post(who, `/api/instances/${instance}/acts`, { outcome, ...because }))
    await count('page', () => operator.get(`/api/change-tickets/${number}`))
    await count('page, its place', () => operator.get(`/api/instances/${instance}`))
    await act(operator, 'pass')
    await act(bureauHead, 'confirm')
    await act(operator, 'close')
  })
}

/** Hints to open pages are collected and told by one statement for many acts, whenever that is. */
const isHint = ({ by, text }: Statement) => by === 'banjian-step' && text.startsWith('select pg_notify')

type Count = (name: string, send: () => Promise<Answer>) => Promise<Answer>

/** What follows the steps waits meanwhile: the drain has a budget of its own. */
async function counting(office: Office, live: (count: Count) => Promise<void>): Promise<Counted[]> {
  const counted: Counted[] = []
  const database = new URL(office.app.deps.config.databaseUrl).pathname.slice(1)
  const isOurs = (one: Statement) => one.database === database && !isHint(one)
  await office.stopDrain()
  await live(async (name, send) => {
    let answer!: Answer
    const statements = await statementsOf(async () => (answer = await send()))
    assert.ok(answer.status < 300, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
    counted.push({ name, statements: statements.filter(isOurs) })
    return answer
  })
  await office.startDrain()
  return counted
}

const post = (who: HttpClient, path: string, body: object): Promise<Answer> =>
  who.post(path, body, { headers: { 'idempotency-key': randomUUID() } })
