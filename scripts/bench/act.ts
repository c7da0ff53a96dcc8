/**
 * What one full case costs: SQL statements of ours by step (begin and commit count) and events of Temporal's history.
 * `npm test -- --keep`, export what it prints, then `node --import tsx scripts/bench/act.ts`. Prints; judges nothing.
 */
import pg from 'pg'
import { completeIntake } from '../../test/intake/fixture.ts'
import { startOffice } from '../../test/support/office.ts'

let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  statements += 1
  return (query as (...given: unknown[]) => unknown).apply(this, args)
} as typeof query

const office = await startOffice()
async function counted(name: string, work: () => Promise<unknown>): Promise<void> {
  const before = statements
  const began = performance.now()
  await work()
  console.log(`${name}: ${statements - before} statements, ${Math.round(performance.now() - began)} ms`)
}

try {
  const warm = await office.take(completeIntake())
  await office.act(office.clerk, warm.caseNo, 'accept')
  await office.act(office.clerk, warm.caseNo, 'end', { reason: '预热', data: { status: 'ended' } })
  await office.becomes(warm.caseNo, 'ended')
  // What follows the steps waits: the drain asks the outbox all the time, which is no cost of a case.
  await office.settled()
  await office.stopDrain()
  const total = statements
  let caseNo = ''
  await counted('receive', async () => {
    const answer = await office.clerk.post('/api/cases', completeIntake(), {
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    caseNo = answer.body.caseNo
  })
  const act = (name: string, more?: object) => office.act(office.clerk, caseNo, name, more)
  await counted('accept', () => act('accept'))
  await counted('end', () => act('end', { reason: '申请事项已取消', data: { status: 'ended' } }))
  console.log(`case: ${statements - total} statements without what follows`)
  await counted('papers and messages', () => office.settled())
  const handle = office.app.deps.temporal.workflow.getHandle(`case:${caseNo}`)
  await handle.result()
  const history = await handle.fetchHistory()
  console.log(`history: ${history.events?.length ?? 0} events`)
} finally {
  await office.close()
}
process.exit(0)
