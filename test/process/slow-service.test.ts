import assert from 'node:assert/strict'
import { ticketDesk } from '../change-ticket/desk.ts'
import type { TicketDesk } from '../change-ticket/desk.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { Elsewhere, followAsking, nounsAsking } from './elsewhere.ts'

const waitMs = 30_000

describe('A service of another system, on Temporal', function () {
  this.timeout(120_000)
  const elsewhere = new Elsewhere()
  let office: Office
  let desk: TicketDesk
  before(async () => {
    office = await startOffice(undefined, { nouns: nounsAsking(elsewhere) })
    desk = await ticketDesk(office)
    await followAsking(office)
  })
  after(() => office?.close())
  beforeEach(() => Object.assign(elsewhere, { calls: [], stubborn: false }))

  const db = () => office.app.deps.db
  const until = async (holds: () => boolean | Promise<boolean>, what: string) =>
    assert.ok(await poll(holds, waitMs, 50), what)
  const isAsked = (times = 1) =>
    until(() => elsewhere.calls.length === times, `asked ${elsewhere.calls.length} times`)
  const tasks = (id: string) => db()('task').where({ instance: id, status: 'open' }).pluck('element')
  const comesTo = (id: string, element: string) =>
    until(async () => (await tasks(id)).join() === element, `never came to ${element}`)
  const late = (id: string) => db()('trail').where({ instance: id, act: 'answer-late' })
  const drop = async (id: string) => {
    const headers = { 'idempotency-key': `drop-${id}` }
    const answer = await desk.operator.post(`/api/instances/${id}/acts`, { message: 'drop' }, { headers })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const close = async (id: string) => {
    assert.equal((await desk.act(desk.operator, id, 'ok')).status, 200)
    const handle = office.app.deps.temporal.workflow.getHandle(id)
    await until(
      async () => (await handle.describe()).status.name === 'COMPLETED',
      'the workflow does not end',
    )
  }

  it('holds no act up, and its answer carries the process on', async () => {
    const id = await desk.open()
    await isAsked()
    assert.deepEqual(await tasks(id), [])
    elsewhere.calls[0]!.say({ good: true })
    await comesTo(id, 'agreed')
    await close(id)
  })

  it('is stopped when nobody waits for it any more, and does not keep its instance from the end', async () => {
    const id = await desk.open()
    await isAsked()
    await drop(id)
    await comesTo(id, 'alone')
    await until(() => elsewhere.calls[0]!.stopped, 'the call was not stopped')
    assert.deepEqual(await late(id), [])
    await close(id)
  })

  it('that answers all the same is not heard: that it did is on the timeline', async () => {
    elsewhere.stubborn = true
    const id = await desk.open()
    await isAsked()
    await drop(id)
    await comesTo(id, 'alone')
    await until(() => elsewhere.calls[0]!.stopped, 'the call was not stopped')
    elsewhere.calls[0]!.say({ good: true })
    await until(async () => (await late(id)).length === 1, 'nothing is on the timeline')
    assert.deepEqual(await tasks(id), ['alone'])
    await close(id)
  })

  it('that answers when the instance has ended leaves a record and changes nothing', async () => {
    elsewhere.stubborn = true
    const id = await desk.open()
    await isAsked()
    await drop(id)
    await close(id)
    elsewhere.calls[0]!.say({ good: true })
    await until(async () => (await late(id)).length === 1, 'nothing is on the timeline')
    assert.deepEqual(await tasks(id), [])
  })

  it('that throws a BPMN error comes to its boundary', async () => {
    const id = await desk.open()
    await isAsked()
    elsewhere.calls[0]!.fail('bpmn:refused')
    await comesTo(id, 'declined')
    assert.deepEqual(await db()('incident').where({ instance: id }), [])
    await close(id)
  })

  it('that failed for good is retried from the incidents page, and exactly one answer counts', async () => {
    const id = await desk.open()
    await isAsked()
    elsewhere.calls[0]!.fail('elsewhere-broken')
    const incident = () => db()('incident').where({ instance: id, status: 'open' }).first()
    await until(async () => (await incident()) !== undefined, 'no incident')
    const [row] = (await desk.operator.get('/api/incidents')).body.rows
    assert.deepEqual([row.instance, row.code], [id, 'elsewhere-broken'])
    const url = `/api/incidents/${encodeURIComponent(id)}/${encodeURIComponent(row.key)}/retry`
    assert.equal((await desk.operator.post(url)).status, 200)
    await isAsked(2)
    assert.equal(elsewhere.calls[1]!.key, elsewhere.calls[0]!.key)
    elsewhere.calls[1]!.say({ good: false })
    elsewhere.calls[0]!.say({ good: true })
    await comesTo(id, 'unclear')
    assert.equal(await incident(), undefined)
    assert.equal((await db()('step_result').where({ instance: id })).length, 1)
    await close(id)
  })

  it('is asked again by another worker when the one that asked is lost, and its answer counts once', async () => {
    const id = await desk.open()
    await isAsked()
    const [lost] = elsewhere.calls
    await office.stopWorker()
    await office.startWorker()
    await isAsked(2)
    lost!.say({ good: false })
    elsewhere.calls[1]!.say({ good: true })
    await comesTo(id, 'agreed')
    assert.equal((await db()('step_result').where({ instance: id })).length, 1)
    await close(id)
  })
})

describe('A service of another system, on the direct engine', function () {
  this.timeout(60_000)
  const elsewhere = new Elsewhere()
  let office: Office
  before(async () => {
    office = await startDirectOffice({ nouns: nounsAsking(elsewhere) })
    await followAsking(office)
  })
  after(() => office?.close())

  it('that answers when the instance has ended leaves a record and changes nothing', async () => {
    elsewhere.stubborn = true
    const { db } = office.app.deps
    const desk = await ticketDesk(office)
    const id = await desk.open()
    const headers = { 'idempotency-key': `drop-${id}` }
    const drop = await desk.operator.post(`/api/instances/${id}/acts`, { message: 'drop' }, { headers })
    assert.equal(drop.status, 200, JSON.stringify(drop.body))
    assert.equal((await desk.act(desk.operator, id, 'ok')).status, 200)
    const before = await db('process_instance').where({ id }).first()
    assert.equal(before.status, 'ended')
    elsewhere.calls[0]!.say({ good: true })
    const late = () => db('trail').where({ instance: id, act: 'answer-late' })
    assert.ok(await poll(async () => (await late()).length === 1, waitMs, 50), 'nothing is on the timeline')
    assert.deepEqual(await db('process_instance').where({ id }).first(), before)
  })
})
