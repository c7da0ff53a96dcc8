import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { reconcile } from '../../server/modules/process/reconcile.ts'
import { completeIntake } from '../intake/fixture.ts'
import { createDatabase, dropDatabase, getStack, poll } from '../support/stack.ts'
import { caseInstance } from '../../workflows/case/domain.ts'
import { openBranch } from './branch.ts'
import type { Branch } from './branch.ts'
import { done, inTurns, killAtRandom, nothingIsLeft } from './kill.ts'

/** The measure of R2 is 200 cases and five kills (`npm run test:faults`), three minutes; the suite runs it small. */
const long = process.env['BANJIAN_TEST_LONG'] === '1'
const cases = long ? 200 : 24
const kills = long ? 5 : 2

/** Ways to the end of a case: every fourth goes all the way, the others end at acceptance. */
const ways = {
  closed: {
    acts: ['receive', 'accept', 'pass', 'grant', 'deliver'],
    papers: ['acceptance-notice', 'grant-decision', 'handover-list', 'proof-of-service', 'receipt'],
    texts: 4,
    clocks: ['acceptance', 'delivery', 'promised', 'statutory'],
  },
  'not-accepted': {
    acts: ['receive', 'refuse'],
    papers: ['non-acceptance-decision', 'receipt'],
    texts: 2,
    clocks: ['acceptance'],
  },
} as const
type Way = keyof typeof ways
const wayOf = (n: number): Way => (n % 4 === 0 ? 'closed' : 'not-accepted')

describe(`${cases} open cases whose worker and drain are killed at random moments`, function () {
  this.timeout(900_000)
  const database = `crash_${randomUUID().slice(0, 8)}`
  let branch: Branch
  const taken: string[] = []
  before(async () => {
    branch = await openBranch({ ...getStack(), databaseUrl: await createDatabase(database) })
  })
  after(async () => {
    await branch?.close()
    await dropDatabase(database)
  })

  it('all finish', async () => {
    await inTurns(cases, async (n) => {
      taken[n] = await branch.take(completeIntake())
    })
    const acts = Array.from({ length: cases }, (_, n): number => ways[wayOf(n)].acts.length)
    const killer = killAtRandom(branch, { kills, from: cases, to: acts.reduce((a, b) => a + b) })
    await inTurns(cases, finish)
    assert.equal(await killer, kills)
    const running = async () => {
      const { rows, workflows } = await reconcile(branch.deps)
      const waiting = await branch.deps.db('follow_up').whereNull('done_at').first('id')
      return rows + workflows === 0 && waiting === undefined
    }
    assert.ok(await poll(running, 300_000, 1000), 'papers and messages do not end')
    for (const [n, caseNo] of taken.entries())
      assert.equal(
        (await branch.deps.db('case_record').where({ case_no: caseNo }).first('status')).status,
        wayOf(n),
      )
  })

  it('each step is recorded once, and its clocks started once', async () => {
    const { db } = branch.deps
    for (const [n, caseNo] of taken.entries()) {
      const way = ways[wayOf(n)]
      assert.deepEqual(
        await db('trail')
          .where({ instance: `case:${caseNo}` })
          .orderBy('id')
          .pluck('act'),
        way.acts,
      )
      assert.deepEqual(
        await db('clock')
          .where({ instance: `case:${caseNo}` })
          .orderBy('kind')
          .pluck('kind'),
        way.clocks,
      )
    }
    await nothingIsLeft(branch)
  })

  it('each paper is printed once, without a gap in the numbers, and each message reaches the phone once', async () => {
    const { db } = branch.deps
    for (const [n, caseNo] of taken.entries()) {
      const way = ways[wayOf(n)]
      const papers = db('paper')
        .where({ instance: `case:${caseNo}` })
        .whereNotNull('file_sha256')
      assert.deepEqual(await papers.orderBy('kind').pluck('kind'), way.papers)
      const texts = branch.simulators.sms.list({ caseNo })
      assert.deepEqual(
        [texts.length, texts.every(({ deliveries }) => deliveries === 1)],
        [way.texts, true],
        JSON.stringify(texts.map(({ text }) => text)),
      )
      assert.equal(new Set(texts.map(({ text }) => text)).size, way.texts)
    }
    const numbers: { scope: string; n: number }[] = await db('paper')
      .orderBy(['scope', 'n'])
      .select('scope', 'n')
    for (const scope of new Set(numbers.map((one) => one.scope))) {
      const used = numbers.filter((one) => one.scope === scope).map(({ n }) => n)
      assert.deepEqual(
        used,
        used.map((_, i) => i + 1),
      )
    }
  })

  it('database and engine agree', async () => {
    assert.deepEqual((await reconcile(branch.deps)).differences, [])
  })

  async function finish(n: number): Promise<void> {
    const id = caseInstance(taken[n]!)
    if (wayOf(n) === 'not-accepted')
      return void (await done(branch, 'clerk', id, 'refuse', { reason: '不属于受理范围' }))
    await done(branch, 'clerk', id, 'accept')
    await done(branch, 'reviewer', id, 'pass')
    await done(branch, 'bureauHead', id, 'grant')
    const data = { method: 'counter-signature', proof: '本人签收' }
    await done(branch, 'clerk', id, 'deliver', { data })
  }
})
