import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { changeTicketNoun } from '../../activities/change-ticket/noun.ts'
import type { SlowService } from '../../activities/process/follow.ts'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { insertDefinition } from '../../server/records/process/definition.ts'
import { addMapping } from '../../server/records/process/mapping.ts'
import type { Vars } from '../../workflows/process/model.ts'
import { ticketDesk } from '../change-ticket/desk.ts'
import type { TicketDesk } from '../change-ticket/desk.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { draw } from './drawing.ts'

const act =
  '<bpmn:extensionElements><banjian:act name="不再等候" role="operator" side="platform"/></bpmn:extensionElements>'
const asking = draw(
  `start s
  service ask askElsewhere remote
  boundary dropped on=ask message=drop xml=ACT
  boundary refused on=ask error=refused
  user agreed ok role=operator side=platform
  user alone ok role=operator side=platform
  user declined ok role=operator side=platform
  xor said
  user unclear ok role=operator side=platform
  end e
  s > ask > said
  said > agreed : good = true
  said >> unclear
  dropped > alone > e
  refused > declined > e
  agreed > e
  unclear > e`,
  'asking',
)
  .replace('ACT', act)
  .replace('banjian:local="false"', 'banjian:local="false" banjian:answers="good"')

/** A system that answers when it likes, or not at all. */
class Elsewhere {
  calls: Asked[] = []
  /** Does not care that nobody waits for it any more. */
  stubborn = false

  readonly ask: SlowService = ({ instance, key }, signal) =>
    new Promise<Vars>((say, lose) => {
      const asked: Asked = {
        ...{ instance, key, stopped: false, say },
        fail: (code) => lose(ApplicationFailure.nonRetryable('他方系统报告失败', code)),
      }
      signal.addEventListener('abort', () => {
        asked.stopped = true
        if (!this.stubborn) lose(signal.reason as Error)
      })
      this.calls.push(asked)
    })
}

interface Asked {
  instance: string
  key: string
  stopped: boolean
  say(answer: Vars): void
  fail(code: string): void
}

const waitMs = 30_000

describe('A service of another system, on Temporal', function () {
  this.timeout(120_000)
  const elsewhere = new Elsewhere()
  let office: Office
  let desk: TicketDesk
  before(async () => {
    const nouns = { 'change-ticket': { ...changeTicketNoun, slow: { askElsewhere: elsewhere.ask } } }
    office = await startOffice(undefined, { nouns })
    desk = await ticketDesk(office)
    const services = new Map([['askElsewhere', { slow: true, answers: ['good'] }]])
    const { net, hash, calls } = await compileBpmn(asking, { services })
    const at = office.app.deps.now().toISOString()
    await db().transaction(async (trx) => {
      await insertDefinition(trx, {
        ...{ id: 'asking@1', version: 1, bpmn: asking, by: '测试', at },
        net,
        hash,
        calls,
      })
      const row = { noun: 'change-ticket', kind: '', definitionKey: 'asking', effectiveFrom: at }
      await addMapping(trx, { ...row, changedBy: '测试', changedAt: at })
    })
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
