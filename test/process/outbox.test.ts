import assert from 'node:assert/strict'
import { ApplicationFailure } from '@temporalio/common'
import { drainLane } from '../../activities/follow-up/drain.ts'
import type { DrainDeps } from '../../activities/follow-up/drain.ts'
import { NotYet } from '../../activities/follow-up/message.ts'
import { numberOf, resolveReferences } from '../../activities/process/tell.ts'
import { createDb } from '../../server/db.ts'
import type { Db } from '../../server/db.ts'
import { incidentKeyOf, insertFollowUps, resumeFollowUp } from '../../server/records/follow-up/follow-up.ts'
import type { FollowUp, Lane, NewFollowUp } from '../../server/records/follow-up/follow-up.ts'
import { addSeconds } from '../../workflows/clock/day.ts'
import { createDatabase, dropDatabase } from '../support/stack.ts'

const database = 'process_outbox'
const at = '2026-03-02T02:00:00.000Z'
const later = (seconds: number): string => addSeconds(at, seconds)

describe('The outbox', () => {
  let db: Db
  before(async () => {
    db = createDb(await createDatabase(database))
  })
  after(async () => {
    await db.destroy()
    await dropDatabase(database)
  })
  beforeEach(async () => {
    await db('follow_up').delete()
    await db('incident').delete()
  })

  const row = (lane: Lane, ref: string, given: Partial<NewFollowUp> = {}): NewFollowUp => ({
    ...{ lane, kind: 'tell', instance: 'test:1', step_key: `step-${ref}`, ref, what: {}, at, try_at: at },
    ...given,
  })
  const drain = (work: (one: FollowUp) => Promise<void>, now = at): DrainDeps => ({
    db,
    now: () => new Date(now),
    pause: () => Promise.resolve(),
    log: { warn: () => undefined },
    work: { paper: work, sms: work, message: work, clock: work, inbox: work },
  })

  it('holds what a step left once, however often the step is written', async () => {
    await insertFollowUps(db, [row('paper', 'a')])
    await insertFollowUps(db, [row('paper', 'a')])
    assert.equal((await db('follow_up')).length, 1)
  })

  it('does the papers of one instance in the order of their steps, and those of others beside them', async () => {
    await insertFollowUps(db, [
      row('paper', 'a'),
      row('paper', 'b'),
      row('paper', 'c', { instance: 'test:2' }),
    ])
    const done: string[] = []
    const deps = drain(async ({ ref }) => void done.push(ref))
    assert.equal(await drainLane(deps, 'paper'), 2)
    assert.deepEqual(done.sort(), ['a', 'c'])
    await drainLane(deps, 'paper')
    assert.deepEqual(done.sort(), ['a', 'b', 'c'])
  })

  it('keeps a message between instances waiting for no paper', async () => {
    await insertFollowUps(db, [row('paper', 'a'), row('message', 'm')])
    const done: string[] = []
    await drainLane(
      drain(async ({ ref }) => void done.push(ref)),
      'message',
    )
    assert.deepEqual(done, ['m'])
  })

  it('is worked off once by two drains, and what a dead one had taken by the next', async () => {
    await insertFollowUps(db, [row('sms', 'a')])
    const never = drain(() => new Promise<void>(() => undefined))
    void drainLane(never, 'sms')
    const taken = async () => (await db('follow_up').first('lease_until')).lease_until !== null
    while (!(await taken()));
    const done: string[] = []
    const work = async ({ ref }: FollowUp) => void done.push(ref)
    assert.equal(await drainLane(drain(work), 'sms'), 0)
    assert.equal(await drainLane(drain(work, later(61)), 'sms'), 1)
    assert.deepEqual(done, ['a'])
  })

  it('puts off what fails, longer each time, and holds nobody else up', async () => {
    await insertFollowUps(db, [row('sms', 'a'), row('sms', 'b', { instance: 'test:2' })])
    const failing = drain(async ({ ref }) => {
      if (ref === 'a') throw new Error('gateway away')
    })
    await drainLane(failing, 'sms')
    const [a, b] = await db('follow_up').orderBy('id')
    assert.deepEqual([a.last_error, a.done_at, b.done_at !== null], ['gateway away', null, true])
    assert.equal(await drainLane(failing, 'sms'), 0)
    assert.equal(
      await drainLane(
        drain(async () => undefined, later(2)),
        'sms',
      ),
      1,
    )
  })

  it('makes an incident of what fails for good, stops there, and goes on after its retry', async () => {
    await insertFollowUps(db, [row('paper', 'a')])
    const broken = drain(async () => {
      throw ApplicationFailure.nonRetryable('no reasons', 'paper-incomplete')
    })
    await drainLane(broken, 'paper')
    const { id } = await db('follow_up').first('id')
    const incident = () =>
      db('incident')
        .where({ key: incidentKeyOf(id) })
        .first('code', 'status')
    assert.deepEqual(await incident(), { code: 'paper-incomplete', status: 'open' })
    assert.equal(await drainLane(broken, 'paper'), 0)
    assert.equal(await resumeFollowUp(db, id, later(5)), true)
    assert.equal(
      await drainLane(
        drain(async () => undefined, later(6)),
        'paper',
      ),
      1,
    )
    assert.deepEqual(await incident(), { code: 'paper-incomplete', status: 'resolved' })
  })

  it('keeps messages for one place in their order, and none waits behind one for another', async () => {
    const message = (ref: string, to: string) => row('message', ref, { what: { to, name: 'go' } })
    await insertFollowUps(db, [message('a', 'test:2'), message('b', 'test:2'), message('c', 'test:3')])
    const done: string[] = []
    const notYet = drain(async ({ ref }) => {
      if (ref === 'a') throw new NotYet('test:2 does not wait for go')
      done.push(ref)
    })
    await drainLane(notYet, 'message')
    await drainLane(notYet, 'message')
    assert.deepEqual(done, ['c'])
  })

  it('that was called for while it was tried is tried again at once', async () => {
    await insertFollowUps(db, [row('message', 'm')])
    const missed = drain(async () => {
      // The step by which the other begins to wait.
      await db('follow_up').update({ attempts: 0, try_at: at })
      throw new NotYet('test:2 does not wait for go')
    })
    await drainLane(missed, 'message')
    const done: string[] = []
    await drainLane(
      drain(async ({ ref }) => void done.push(ref)),
      'message',
    )
    assert.deepEqual(done, ['m'])
  })

  it('puts the number of another paper where a paper names it', async () => {
    const letter = { service: { papers: [{ number: numberOf('decide#3', 'grant-decision') }] } }
    const find = async (stepKey: string, kind: string) =>
      stepKey === 'decide#3' && kind === 'grant-decision'
        ? { number: '准字第1号', title: '"决定"' }
        : undefined
    assert.deepEqual(await resolveReferences(letter, find), {
      service: { papers: [{ number: '准字第1号' }] },
    })
  })
})
