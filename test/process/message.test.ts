import assert from 'node:assert/strict'
import { drainLane } from '../../activities/follow-up/drain.ts'
import type { DrainDeps } from '../../activities/follow-up/drain.ts'
import { publishDefinition } from '../../server/modules/process/publish.ts'
import { takeFollowUps } from '../../server/records/follow-up/follow-up.ts'
import { addMapping } from '../../server/records/process/mapping.ts'
import { createDrain } from '../../worker/outbox.ts'
import { ticketDesk } from '../change-ticket/desk.ts'
import type { TicketDesk } from '../change-ticket/desk.ts'
import { completeIntake } from '../intake/fixture.ts'
import type { Office } from '../support/desk.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import { startOffice } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { draw } from './drawing.ts'

/** A case that waits twice for word of a ticket, looks at it, and answers the last one. */
const listening = `start s
  user file ok
  catch word message=item-changed
  xor which
  user look ok
  user astray ok
  catch again message=item-changed
  throw thank message=thanks noun=change-ticket correlation=sender
  end e
  end e2
  s > file > word > which
  which > look : starts with(sender, "change-ticket:")
  which >> astray
  look > again > thank > e
  astray > e2`

/** A ticket that tells a case and waits for its answer. */
const waiting = 'start s\nuser say ok role=operator side=platform\ncatch answer message=thanks\nend e'
const telling = `${waiting}
  throw tell message=item-changed noun=case correlation=NUMBER carries=itemCode
  s > say > tell > answer > e`

async function openTalk(office: Office) {
  const { deps } = office.app
  const desk = await ticketDesk(office)
  const publish = (key: string, drawing: string, number = '') =>
    deps.db.transaction((trx) =>
      publishDefinition(trx, draw(drawing, key).replace('NUMBER', `&quot;${number}&quot;`), {
        by: '测试',
        at: deps.now().toISOString(),
      }),
    )
  const map = (noun: string, kind: string, definitionKey: string) => {
    const at = deps.now().toISOString()
    const row = { noun, kind, definitionKey, effectiveFrom: at, changedBy: '测试', changedAt: at }
    return deps.db.transaction((trx) => addMapping(trx, row))
  }
  const { db } = deps
  return {
    ...{ db, desk, publish, map },
    async begin() {
      await publish('telling', `${waiting}\ns > say > answer > e`)
      await map('change-ticket', '', 'telling')
      await publish('listening', listening)
      await map('case', 'entrusted-acceptance', 'listening')
    },
    /** A ticket whose drawing tells this number. */
    async ticketFor(number: string): Promise<string> {
      await publish('telling', telling, number)
      return desk.open()
    },
    act: async (who: keyof TicketDesk & ('operator' | 'clerk'), instance: string, outcome = 'ok') => {
      const answer = await desk.act(desk[who], instance, outcome)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    },
    tasks: (instance: string) => db('task').where({ instance, status: 'open' }).pluck('element'),
    messages: (instance: string) => db('follow_up').where({ instance, lane: 'message' }).orderBy('id'),
    incident: (instance: string) => db('incident').where({ instance, status: 'open' }).first(),
    heard: (instance: string) => db('act').where({ instance, actor_id: 'system' }).orderBy('seq'),
    isOpen: async (instance: string) =>
      (await db('process_instance').where({ id: instance }).first('status')).status === 'open',
  }
}
type Talk = Awaited<ReturnType<typeof openTalk>>

describe('A message between instances', function () {
  this.timeout(60_000)
  let office: Office
  let talk: Talk
  before(async () => {
    office = await startDirectOffice()
    talk = await openTalk(office)
  })
  after(() => office?.close())

  it('that nobody could receive is not published, and is when a process that waits for it is mapped', async () => {
    const administrator = await office.app.signIn('administrator')
    const body = { bpmn: draw(telling, 'telling').replace('NUMBER', 'itemCode'), note: '试发布' }
    const refused = await administrator.post('/api/processes', body)
    assert.deepEqual(
      [refused.status, refused.body.problems.map((one: any) => `${one.code}@${one.element}`)],
      [422, ['message-unreceivable@tell']],
    )
    await talk.begin()
    assert.equal((await administrator.post('/api/processes', body)).status, 201)
  })

  it('waits until the other waits for it, brings its codes, and is answered to where it came from', async () => {
    const { caseNo } = await office.take(completeIntake())
    const id = `case:${caseNo}`
    const ticket = await talk.ticketFor(caseNo)
    await talk.act('operator', ticket)
    const [early] = await talk.messages(ticket)
    assert.deepEqual(early.what, {
      ...{ to: id, name: 'item-changed' },
      vars: { itemCode: 'LWPQ-01', sender: ticket },
    })
    assert.equal(early.done_at, null)
    await talk.act('clerk', id)
    assert.deepEqual(await talk.tasks(id), ['look'], 'at once, though it had been put off')
    await talk.act('clerk', id)
    const second = await talk.ticketFor(caseNo)
    await talk.act('operator', second)
    assert.equal(await talk.isOpen(id), false, 'the second word and the answer end the case')
    assert.deepEqual([await talk.isOpen(second), await talk.isOpen(ticket)], [false, true])
    assert.deepEqual(
      (await talk.heard(id)).map(({ vars, status }) => [vars.sender, status]),
      [
        [ticket, 'done'],
        [second, 'done'],
      ],
    )
  })

  it('stands on the other’s timeline with who sent it', async () => {
    const { caseNo } = await office.take(completeIntake())
    await talk.act('clerk', `case:${caseNo}`)
    const ticket = await talk.ticketFor(caseNo)
    await talk.act('operator', ticket)
    const { body } = await office.clerk.get(`/api/instances/case:${caseNo}/timeline`)
    const row = body.rows.find((one: any) => one.actName === '收到消息')
    assert.ok(row, JSON.stringify(body.rows))
    const shown = JSON.stringify(row)
    assert.ok(shown.includes(`变更工单 ${ticket.split(':')[1]}`), shown)
  })

  it('to one that has ended, or that was never there, is an incident of the sender that can be retried', async () => {
    const operator = talk.desk.operator
    const { caseNo } = await office.take(completeIntake())
    const gone = await talk.ticketFor(caseNo)
    await office.app.deps
      .db('process_instance')
      .where({ id: `case:${caseNo}` })
      .update({ status: 'ended' })
    await talk.act('operator', gone)
    const { key, code } = await talk.incident(gone)
    assert.equal(code, 'message-target-ended')
    const shown = (await operator.get('/api/incidents')).body.rows
    assert.ok(shown.some((one: any) => one.instance === gone && one.elementName === null))
    // Mended: the case was closed by mistake.
    await office.app.deps
      .db('process_instance')
      .where({ id: `case:${caseNo}` })
      .update({ status: 'open' })
    const retried = await operator.post(
      `/api/incidents/${encodeURIComponent(gone)}/${encodeURIComponent(key)}/retry`,
    )
    assert.equal(retried.status, 200)
    await talk.act('clerk', `case:${caseNo}`)
    assert.deepEqual(await talk.tasks(`case:${caseNo}`), ['look'])
    assert.equal(await talk.incident(gone), undefined)

    const astray = await talk.ticketFor('0000')
    await talk.act('operator', astray)
    assert.equal((await talk.incident(astray)).code, 'message-unknown-instance')
  })
})

describe('A message between instances on Temporal', function () {
  this.timeout(120_000)
  let office: Office
  let talk: Talk
  before(async () => {
    office = await startOffice()
    talk = await openTalk(office)
    await talk.begin()
    await office.stopDrain()
  })
  after(() => office?.close())

  /** A drain that comes when the lease of the one before is over. */
  const nextDrain = (): DrainDeps => {
    const now = () => new Date(Date.now() + 3_600_000)
    return { ...createDrain({ ...office.app.deps, log: { warn: () => undefined } }), now }
  }

  async function told(): Promise<{ id: string; ticket: string }> {
    const { caseNo } = await office.take(completeIntake())
    await talk.act('clerk', `case:${caseNo}`)
    const ticket = await talk.ticketFor(caseNo)
    await talk.act('operator', ticket)
    return { id: `case:${caseNo}`, ticket }
  }

  /** It is taken up once: the case looks at it once, and waits for the next. */
  async function countsOnce({ id, ticket }: { id: string; ticket: string }): Promise<void> {
    assert.ok((await talk.messages(ticket))[0].done_at)
    assert.deepEqual(await talk.tasks(id), ['look'])
    await talk.act('clerk', id)
    assert.equal(await drainLane(nextDrain(), 'message'), 0)
    assert.deepEqual(await talk.tasks(id), [])
    assert.equal((await talk.heard(id)).filter(({ status }) => status === 'done').length, 1)
    assert.equal(await talk.isOpen(id), true)
  }

  it('counts once when the drain dies after it was delivered and before it is marked', async () => {
    const both = await told()
    const [row] = await takeFollowUps(office.app.deps.db, 'message', 1, new Date().toISOString())
    await nextDrain().work.message(row!)
    assert.deepEqual(await talk.tasks(both.id), ['look'])
    assert.equal((await talk.messages(both.ticket))[0].done_at, null)
    assert.equal(await drainLane(nextDrain(), 'message'), 1)
    await countsOnce(both)
  })

  it('counts once when the drain dies after it was kept, with no worker there, and another sends it again', async () => {
    const both = await told()
    await office.stopWorker()
    assert.equal(await drainLane(nextDrain(), 'message'), 1)
    assert.deepEqual(
      (await talk.heard(both.id)).map(({ status }) => status),
      ['pending'],
    )
    await office.startWorker()
    const done = async () => {
      await drainLane(nextDrain(), 'message')
      return (await talk.messages(both.ticket))[0].done_at !== null
    }
    assert.ok(await poll(done, 30_000, 100))
    await countsOnce(both)
  })
})
