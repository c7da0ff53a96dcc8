import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { play } from './host.ts'
import { dawn } from './play.ts'

/** A service of another system, with a way out that cuts it off. */
const asking = `start s
  service ask work remote
  user after
  boundary late on=ask message=cancel
  user cut
  boundary err on=ask error=X
  user failed
  end e
  end e2
  end e3
  s > ask > after > e
  late > cut > e2
  err > failed > e3`

describe('A step of an instance', () => {
  it('is one transaction: the act, its services and all that follows them', async () => {
    const { host, act, keyOf } = await play(`start s
      user a
      service one work
      service two work
      user b
      end e
      s > a > one > two > b > e`)
    await act(keyOf('a'))
    assert.equal(host.steps.length, 2)
    const { calls, ahead, record } = host.steps[1]!
    assert.deepEqual(
      calls.map(({ element }) => element),
      ['one', 'two'],
    )
    assert.ok(ahead?.effects.some((effect) => effect.type === 'task' && effect.element === 'b'))
    assert.deepEqual([record.revision, ahead?.standing], [2, { b: 1 }])
  })

  it('waits with the rest for a service whose answer the net needs', async () => {
    const { host, act, keyOf, tasks } = await play(`start s
      user a
      service one work
      xor x
      user yes
      user no
      end e
      s > a > one > x
      x > yes : good = true
      x >> no
      yes > e
      no > e`)
    host.answer = ({ ahead }) => (ahead ? { ahead: false, vars: { good: true } } : {})
    await act(keyOf('a'))
    assert.deepEqual(tasks(), ['yes'])
    assert.deepEqual(
      host.steps.map(({ record }) => record.revision),
      [1, 2, 3],
    )
  })

  it('that fails for good becomes an incident of its service; what came before stands', async () => {
    const { host, act, keyOf, queue, tasks } = await play(`start s
      user a
      service one work
      user b
      end e
      s > a > one > b > e`)
    let broken = true
    host.answer = ({ calls }) => {
      if (broken && calls.length > 0) throw ApplicationFailure.nonRetryable('broken', 'broken')
      return {}
    }
    await act(keyOf('a'))
    assert.deepEqual(
      queue.view().incidents.map(({ element, code }) => [element, code]),
      [['one', 'broken']],
    )
    broken = false
    queue.retry(queue.view().incidents[0]!.key)
    await host.rest()
    assert.deepEqual(tasks(), ['b'])
  })
})

describe('A step whose record cannot be written', () => {
  it('waits until that is mended, and then does its service too', async () => {
    const { host, act, keyOf, queue, tasks } = await play(`start s
      user a
      service one work
      user b
      end e
      s > a > one > b > e`)
    let broken = true
    host.answer = () => {
      if (broken) throw ApplicationFailure.nonRetryable('broken', 'broken')
      return {}
    }
    const acted = act(keyOf('a'))
    await host.rest()
    assert.deepEqual(
      queue.view().incidents.map(({ key }) => key),
      ['record#2'],
    )
    broken = false
    queue.retry('record#2')
    await host.rest()
    await acted
    assert.deepEqual(tasks(), ['b'])
  })
})

describe('A service of another system', () => {
  it('holds nothing up, and its answer is written by a step of its own', async () => {
    const { host, tasks } = await play(asking)
    assert.deepEqual(host.asked.length, 1)
    host.asked[0]!.say({ good: true })
    await host.rest()
    assert.deepEqual(tasks(), ['after'])
    const answered = host.steps.find(({ calls }) => calls[0]?.answer !== undefined)
    assert.deepEqual(answered?.calls[0]?.answer, { good: true })
  })

  it('that answers after it was cut off is told so and not heard; that it answered is on record, and wedges nothing', async () => {
    const { host, act, keyOf, ended, tasks } = await play(asking)
    await act('message:cancel')
    assert.equal(host.asked[0]!.cancelled, true)
    host.time += 60_000
    host.asked[0]!.say({ good: true })
    await host.rest()
    assert.deepEqual(tasks(), ['cut'])
    const { late, cause } = host.steps.at(-1)!.record
    assert.deepEqual(late, [{ key: host.asked[0]!.key, element: 'ask' }])
    assert.equal(cause.at, '2026-03-01T04:01:00.000Z')
    await act(keyOf('cut'))
    assert.equal(ended(), 'ended')
  })

  it('whose answer crosses the act that cuts it off is recorded as late', async () => {
    const { host, queue, act, tasks } = await play(asking)
    // In the same moment: the answer lies in the queue behind the act.
    host.asked[0]!.say({ good: true })
    await act('message:cancel')
    assert.deepEqual(
      host.steps.at(-1)?.record.late?.map(({ element }) => element),
      ['ask'],
    )
    assert.deepEqual(tasks(), ['cut'])
    assert.deepEqual(queue.view().incidents, [])
  })

  it('that never answers does not keep an instance from its end', async () => {
    const { host, act, keyOf, ended } = await play(`start s
      and split
      service ask work remote
      user stop
      end e
      end e2 terminate
      s > split > ask > e
      split > stop > e2`)
    await act(keyOf('stop'))
    assert.equal(ended(), 'ended')
    assert.equal(host.asked[0]!.cancelled, true)
  })

  it('that throws a BPMN error is caught by its boundary', async () => {
    const { host, tasks } = await play(asking)
    host.asked[0]!.fail('bpmn:X')
    await host.rest()
    assert.deepEqual(tasks(), ['failed'])
  })

  it('that failed for good is asked again from the incidents page, and exactly one answer counts', async () => {
    const { host, queue, tasks } = await play(asking)
    host.asked[0]!.fail('refused')
    await host.rest()
    const [incident] = queue.view().incidents
    assert.equal(incident?.code, 'refused')
    queue.retry(incident!.key)
    await host.rest()
    assert.equal(host.asked.length, 2)
    host.asked[1]!.say({ n: 2 })
    await host.rest()
    host.asked[0]!.say({ n: 1 })
    await host.rest()
    assert.equal(host.steps.filter(({ calls }) => calls.length > 0).length, 1)
    assert.deepEqual(tasks(), ['after'])
  })

  it('with an incident whose scope is cut off leaves none behind, and the instance ends', async () => {
    const { host, queue, act, keyOf, ended } = await play(asking)
    host.asked[0]!.fail('refused')
    await host.rest()
    await act('message:cancel')
    assert.deepEqual(queue.view().incidents, [])
    await act(keyOf('cut'))
    assert.equal(ended(), 'ended')
  })

  it('that is still asked when the history is carried over is asked anew in the next', async () => {
    const { host, queue, ended } = await play(asking)
    host.long = true
    queue.clockMoved({ kind: 'promised', n: 9, dueAt: null, rungs: [], revision: 9 })
    await host.rest()
    assert.equal(ended(), 'long')
    const carried = queue.carry()
    assert.equal(host.asked[0]!.cancelled, true)
    const next = await play(asking, JSON.parse(JSON.stringify(carried)))
    assert.deepEqual(
      next.host.asked.map(({ key }) => key),
      [host.asked[0]!.key],
    )
    next.host.asked[0]!.say({})
    await next.host.rest()
    assert.deepEqual(next.tasks(), ['after'])
  })
})

describe('A long history', () => {
  const wait = 'start s\nuser a\nend e\ns > a > e'

  it('is carried over though a reminder failed for good', async () => {
    const { host, queue, ended } = await play(wait)
    host.remind = () => Promise.reject(ApplicationFailure.nonRetryable('broken', 'broken'))
    const rungs = [{ level: 'yellow', at: '2026-03-01T04:00:01.000Z' }]
    queue.clockMoved({ kind: 'promised', n: 1, dueAt: null, rungs, revision: 1 })
    await host.rest()
    host.time += 2_000
    await host.rest()
    assert.deepEqual(
      queue.view().incidents.map(({ code }) => code),
      ['broken'],
    )
    host.long = true
    queue.clockMoved({ kind: 'promised', n: 9, dueAt: null, rungs: [], revision: 9 })
    await host.rest()
    assert.equal(ended(), 'long')
    assert.equal(Object.keys(queue.carry().incidents).length, 1)
  })
})

describe('A timer of a legal clock', () => {
  const term = `start s
    user a
    boundary t on=a clock=acceptance/enforce
    user late
    end e
    end e2
    s > a > e
    t > late > e2`
  const due = '2026-03-02T16:00:00.000Z'

  it('whose question fails for good waits for its retry and holds nothing up', async () => {
    const { host, queue, act, keyOf, ended, tasks } = await play(term)
    host.verdict = () => {
      throw ApplicationFailure.nonRetryable('broken', 'broken')
    }
    queue.clockMoved({ kind: 'acceptance', n: 1, dueAt: due, rungs: [], revision: 1 })
    await host.rest()
    host.time = Date.parse(due)
    await host.rest()
    assert.deepEqual(
      queue.view().incidents.map(({ element }) => element),
      ['t'],
    )
    host.verdict = () => ({ verdict: 'fire', effectiveAt: due })
    queue.retry(queue.view().incidents[0]!.key)
    await host.rest()
    assert.deepEqual(tasks(), ['late'])
    await act(keyOf('late'))
    assert.equal(ended(), 'ended')
  })
})

describe('A message of another instance', () => {
  const twice = `start s
      catch m message=go
      catch n message=go
      user a
      end e
      s > m > n > a > e`
  const message = { id: 'message/7', task: 'message:go', outcome: 'go', at: dawn }

  it('that comes twice counts once', async () => {
    const { host, queue } = await play(twice)
    const answers = [queue.act(message), queue.act(message)]
    await host.rest()
    await Promise.all([...answers, queue.act(message)])
    assert.deepEqual(queue.view().tasks, [])
    assert.deepEqual(host.steps.at(-1)?.record.standing, { n: 1 })
    assert.deepEqual(
      host.steps.at(-1)?.record.waits.map(({ name }) => name),
      ['go'],
    )
  })

  it('that nobody waits for any more is refused', async () => {
    const { queue, act } = await play(twice.replace('catch n message=go', 'user n'))
    await act('message:go')
    assert.throws(() => queue.checkAct({ ...message, id: 'message/8' }), /act-not-allowed/)
  })
})
