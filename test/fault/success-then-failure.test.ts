import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import { caseInstance } from '../../workflows/case/domain.ts'
import { lives } from '../histories/lives.ts'
import { liveTicket } from '../histories/ticket.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { recordsOf } from '../histories/records.ts'
import { startDirectOffice } from '../support/direct/office.ts'

type Around = NonNullable<Parameters<typeof startOffice>[0]>

const failures = new Map<string, number>()

/** The first call of an activity with these arguments does its work; then its answer is lost. */
const losesEachFirstAnswer: Around = (real) => {
  const done = new Set<string>()
  const entries = Object.entries(real) as [string, (...args: unknown[]) => Promise<unknown>][]
  const faulty = entries.map(([name, work]) => [
    name,
    async (...args: unknown[]) => {
      const answer = await work(...args)
      const call = `${name} ${JSON.stringify(args)}`
      if (done.has(call)) return answer
      done.add(call)
      failures.set(name, (failures.get(name) ?? 0) + 1)
      throw ApplicationFailure.retryable('the answer was lost after success', 'answer-lost')
    },
  ])
  return Object.fromEntries(faulty)
}

/** Papers and messages go on behind the last act. */
async function atRest(office: Office, caseNo: string): Promise<void> {
  await office.settled()
  const stopped = await office.app.deps.db('incident').where({ instance: `case:${caseNo}` })
  assert.deepEqual(stopped, [])
}

describe('When every activity fails once after it has succeeded', function () {
  this.timeout(180_000)
  let clean: Office
  let faulty: Office
  before(async () => {
    clean = await startDirectOffice({ at: new Date().toISOString() })
    faulty = await startOffice(losesEachFirstAnswer)
  })
  after(async () => {
    await clean?.close()
    await faulty?.close()
  })

  for (const { name, live } of lives) {
    it(`the records of a case are those of a clean run, and each message is sent once: ${name}`, async () => {
      const before = [...failures.values()].reduce((sum, n) => sum + n, 0)
      const [cleanNo, faultyNo] = await Promise.all([live(clean), live(faulty)])
      await atRest(faulty, faultyNo)
      const lost = [...failures.values()].reduce((sum, n) => sum + n, 0) - before
      assert.ok(lost >= 2, `only ${lost} answers were lost`)
      assert.deepEqual(
        await recordsOf(faulty.app.deps.db, caseInstance(faultyNo)),
        await recordsOf(clean.app.deps.db, caseInstance(cleanNo)),
      )
      const [got, expected] = [await faulty.texts(faultyNo), await clean.texts(cleanNo)]
      assert.equal(new Set(got.map(({ requestId }) => requestId)).size, got.length)
      assert.equal(got.length, expected.length)
    })
  }

  it('the records of a change ticket are those of a clean run', async () => {
    const [given, got] = await Promise.all([clean, faulty].map(liveTicket))
    await faulty.settled()
    assert.deepEqual(await recordsOf(faulty.app.deps.db, got!), await recordsOf(clean.app.deps.db, given!))
  })

  it('no kind of activity was spared', () => {
    const kinds = ['step', 'askTimer', 'remind']
    assert.deepEqual(
      kinds.filter((kind) => !failures.has(kind)),
      [],
    )
  })
})
