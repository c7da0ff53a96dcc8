import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { reconcile } from '../../server/modules/process/reconcile.ts'
import { createDatabase, dropDatabase, getStack, poll } from '../support/stack.ts'
import { openBranch } from './branch.ts'
import type { Branch, Who } from './branch.ts'
import { done, inTurns, killAtRandom, nothingIsLeft } from './kill.ts'

/** Smaller than the cases' of R2: another noun on the same runtime. `npm run test:faults` runs it at its full size. */
const long = process.env['BANJIAN_TEST_LONG'] === '1'
const tickets = long ? 60 : 12
const kills = long ? 4 : 2

/** With a panel of three, each with a clock of their own; every third is refused at the first review. */
const course: [Who, string, string][] = [
  ['operator', 'panel', 'in-panel'],
  ['operator', 'panel-agree', 'in-panel'],
  ['secondOperator', 'panel-agree', 'in-panel'],
  ['manager', 'panel-agree', 'confirming'],
  ['bureauHead', 'confirm', 'verifying'],
  ['operator', 'close', 'closed'],
]
const refused = (n: number) => n % 3 === 0
const actsOf = (n: number): string[] =>
  refused(n) ? ['open', 'reject'] : ['open', ...course.map(([, act]) => act)]
const clocksOf = (n: number): string[] =>
  refused(n) ? ['first-review'] : ['confirm', 'first-review', 'panel', 'panel', 'panel', 'verify']

describe(`${tickets} change tickets whose worker and drain are killed at random moments`, function () {
  this.timeout(900_000)
  const database = `crash_${randomUUID().slice(0, 8)}`
  let branch: Branch
  const opened: string[] = []
  before(async () => {
    branch = await openBranch({ ...getStack(), databaseUrl: await createDatabase(database) })
  })
  after(async () => {
    await branch?.close()
    await dropDatabase(database)
  })

  it('all come to their end', async () => {
    await inTurns(tickets, async (n) => {
      opened[n] = await branch.openTicket()
    })
    const all = Array.from({ length: tickets }, (_, n) => actsOf(n).length).reduce((a, b) => a + b)
    const killer = killAtRandom(branch, { kills, from: tickets, to: all })
    await inTurns(tickets, finish)
    assert.equal(await killer, kills)
    const ended = async () => {
      const { rows, workflows } = await reconcile(branch.deps)
      return rows + workflows === 0
    }
    assert.ok(await poll(ended, 300_000, 1000), 'some instance goes on')
    for (const [n, instance] of opened.entries())
      assert.equal((await ticketOf(instance)).status, refused(n) ? 'rejected' : 'closed')
  })

  it('each step is recorded once, and each clock of the panel started once', async () => {
    const { db } = branch.deps
    for (const [n, instance] of opened.entries()) {
      assert.deepEqual(
        (await db('trail').where({ instance }).pluck('act')).sort(),
        actsOf(n).sort(),
        instance,
      )
      assert.deepEqual(await db('clock').where({ instance }).orderBy('kind').pluck('kind'), clocksOf(n))
    }
    await nothingIsLeft(branch)
  })

  it('database and engine agree', async () => {
    assert.deepEqual((await reconcile(branch.deps)).differences, [])
  })

  const ticketOf = (instance: string) =>
    branch.deps
      .db('change_ticket')
      .where({ number: instance.split(':')[1] })
      .first()

  async function finish(n: number): Promise<void> {
    const act = (who: Who, name: string, more?: object) => done(branch, who, opened[n]!, name, more)
    if (refused(n)) assert.equal(await act('operator', 'reject', { reason: '通知有误' }), 'rejected')
    else for (const [who, name, status] of course) assert.equal(await act(who, name), status)
  }
})
