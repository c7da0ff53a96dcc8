import assert from 'node:assert/strict'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import type { Net, NetState } from '../../workflows/process/model.ts'
import * as net from '../../workflows/process/net.ts'
import { draw } from './drawing.ts'
import { dawn } from './play.ts'

const compiled = async (drawing: string): Promise<Net> => (await compileBpmn(draw(drawing))).net
const refused = (code: string) => (error: unknown) => error instanceof net.NetError && error.code === code

const review = `start s
  user check ok,back
  boundary late on=check timer=P5D
  boundary hint on=check timer=P3D non
  end x0
  xor x
  catch paid message=paid
  end x1
  end e
  s > check > x
  x > check : outcome = "back"
  x >> paid
  paid > e
  late > x1
  hint > x0`

describe('Acts on a running process', () => {
  let drawn: Net
  let begun: NetState
  before(async () => {
    drawn = await compiled(review)
    begun = net.start(drawn, {}, dawn).state
  })

  it('names each task by its element and a number of the instance', () => {
    assert.deepEqual(net.openTasks(begun), [{ key: 'check#1', element: 'check' }])
    const again = net.complete(drawn, begun, 'check#1', { outcome: 'back' }, dawn).state
    assert.deepEqual(net.openTasks(again), [{ key: 'check#4', element: 'check' }])
  })

  it('refuses a second act on a task that is done, and tells it from a task that never was', () => {
    const { state } = net.complete(drawn, begun, 'check#1', { outcome: 'back' }, dawn)
    assert.throws(
      () => net.complete(drawn, state, 'check#1', { outcome: 'ok' }, dawn),
      refused('token-closed'),
    )
    assert.throws(
      () => net.complete(drawn, state, 'check#77', { outcome: 'ok' }, dawn),
      refused('token-unknown'),
    )
    assert.throws(
      () => net.complete(drawn, state, 'nothing', { outcome: 'ok' }, dawn),
      refused('token-unknown'),
    )
  })

  it('refuses an outcome the task does not offer, and no outcome at all', () => {
    assert.throws(
      () => net.complete(drawn, begun, 'check#1', { outcome: 'maybe' }, dawn),
      refused('outcome-unknown'),
    )
    assert.throws(() => net.complete(drawn, begun, 'check#1', {}, dawn), refused('outcome-unknown'))
  })

  it('refuses a timer that has fired or was taken away', () => {
    const { state } = net.complete(drawn, begun, 'check#1', { outcome: 'ok' }, dawn)
    assert.throws(() => net.fire(drawn, state, 'late#3', dawn), refused('token-closed'))
    assert.throws(() => net.fire(drawn, begun, 'late#99', dawn), refused('token-unknown'))
  })

  it('does not let an act complete what only a message may', () => {
    const { state } = net.complete(drawn, begun, 'check#1', { outcome: 'ok' }, dawn)
    const wait = net.openWaits(state)[0]
    assert.equal(wait?.element, 'paid')
    assert.throws(() => net.complete(drawn, state, wait?.key ?? '', {}, dawn), refused('token-closed'))
  })

  it('knows beforehand whether a message will find someone', () => {
    assert.equal(net.canTrigger(drawn, begun, 'message', 'paid'), false)
    const { state } = net.complete(drawn, begun, 'check#1', { outcome: 'ok' }, dawn)
    assert.equal(net.canTrigger(drawn, state, 'message', 'paid'), true)
    assert.equal(net.canTrigger(drawn, state, 'signal', 'paid'), false)
  })

  it('leaves the state as it was when nobody waits for a message', () => {
    const result = net.trigger(drawn, begun, { kind: 'message', name: 'paid', vars: { x: 1 } }, dawn)
    assert.equal(result.delivered, false)
    assert.equal(result.state, begun)
  })

  it('refuses every act on a process that has ended', () => {
    const { state } = net.fire(drawn, begun, 'late#3', dawn)
    assert.deepEqual(state.ended, { element: 'x1', how: 'completed' })
    assert.throws(
      () => net.complete(drawn, state, 'check#1', { outcome: 'ok' }, dawn),
      refused('process-ended'),
    )
    assert.throws(() => net.fire(drawn, state, 'late#3', dawn), refused('process-ended'))
    assert.equal(net.trigger(drawn, state, { kind: 'message', name: 'paid' }, dawn).delivered, false)
  })

  it('keeps both sides of a race computable from one state: the act, or the deadline', () => {
    const before = JSON.stringify(begun)
    const acted = net.complete(drawn, begun, 'check#1', { outcome: 'ok' }, dawn)
    const expired = net.fire(drawn, begun, 'late#3', dawn)
    assert.equal(acted.state.ended, undefined)
    assert.equal(expired.state.ended?.element, 'x1')
    assert.equal(JSON.stringify(begun), before)
  })

  it('goes on from a state that was stored and read back', () => {
    const stored = JSON.parse(JSON.stringify(begun)) as NetState
    assert.deepEqual(
      net.complete(drawn, stored, 'check#1', { outcome: 'ok' }, dawn),
      net.complete(drawn, begun, 'check#1', { outcome: 'ok' }, dawn),
    )
  })

  it('does not depend on the order in which a store keeps the keys of the net', () => {
    const turned = (record: Record<string, unknown>) => Object.fromEntries(Object.entries(record).reverse())
    const other = { ...drawn, elements: turned(drawn.elements), flows: turned(drawn.flows) } as Net
    assert.deepEqual(net.start(other, {}, dawn), net.start(drawn, {}, dawn))
  })
})

describe('Services', () => {
  const services = `start s
    service quick registerCase
    service slow sendSms remote
    end e
    s > quick > slow > e`

  it('says which activity to run, and whether it is quick database work', async () => {
    const drawn = await compiled(services)
    const first = net.start(drawn, {}, dawn)
    assert.deepEqual(first.effects.at(-1), {
      type: 'service',
      key: 'quick#1',
      element: 'quick',
      calls: [{ name: 'registerCase', input: {} }],
      local: true,
    })
    const second = net.complete(drawn, first.state, 'quick#1', { vars: { n: 1 } }, dawn)
    assert.deepEqual(second.effects.at(-1), {
      type: 'service',
      key: 'slow#2',
      element: 'slow',
      calls: [{ name: 'sendSms', input: {} }],
      local: false,
    })
    assert.deepEqual(second.state.vars, { n: 1 })
  })

  it('does not let a user task be failed, nor a service be retried that has not failed', async () => {
    const drawn = await compiled(review)
    const { state } = net.start(drawn, {}, dawn)
    assert.throws(() => net.fail(drawn, state, 'check#1', 'E', dawn), refused('token-closed'))
    const other = await compiled(services)
    const running = net.start(other, {}, dawn).state
    assert.throws(() => net.retry(other, running, 'quick#1', dawn), refused('token-closed'))
  })

  it('asks for a failed service again under the same key, so that its work stays one step', async () => {
    const drawn = await compiled(services)
    const failed = net.fail(drawn, net.start(drawn, {}, dawn).state, 'quick#1', 'E', dawn)
    const [gone, again] = net.retry(drawn, failed.state, 'quick#1', dawn).effects
    assert.deepEqual(gone, { type: 'incident-gone', key: 'quick#1', element: 'quick', why: 'retried' })
    assert.equal(again?.type === 'service' && again.key, 'quick#1')
  })
})

describe('Bounds of one step', () => {
  const circle = `start s
    xor m
    sub part {
      start is
      end ie
      is > ie
    }
    xor x
    end e
    s > m > part > x
    x > m : again
    x >> e`

  it('turns a circle without waiting into an incident instead of holding the worker, and goes on when it is repaired', async () => {
    const drawn = await compiled(circle)
    const { state, effects } = net.start(drawn, { again: true }, dawn)
    const stopped = effects.at(-1)
    assert.ok(stopped?.type === 'incident' && stopped.code === 'endless-loop')
    const repaired = net.retry(drawn, { ...state, vars: { again: false } }, stopped.key, dawn)
    assert.equal(repaired.state.ended?.how, 'completed')
  })

  it('asks no more than 500 people at once', async () => {
    const drawn = await compiled(`start s
      user r multi=all
      end e
      s > r > e`)
    const list = (n: number) => ({ all: Array.from({ length: n }, (_, i) => i) })
    assert.equal(net.openTasks(net.start(drawn, list(500), dawn).state).length, 500)
    const { effects } = net.start(drawn, list(501), dawn)
    assert.equal(effects.at(-1)?.type, 'incident')
  })
})
