/**
 * Records the histories that later releases must replay: `npm test -- --keep`, export what it prints, then
 * `node --import tsx test/histories/record.ts`. A history that was released is never recorded again: a change of the
 * workflow that would need it needs `patched()` instead. `--all` records anew what is there, before a first release only.
 */
import { existsSync } from 'node:fs'
import { fileOf, writeHistory, writeNet } from './file.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { incident, lives } from './lives.ts'
import type { Life } from './lives.ts'

const withIncidents: Life[] = [
  ...lives,
  { name: 'service-incident', live: (office) => incident(office, 'case_handover', ['clerk', 'accept']) },
  { name: 'record-incident', live: (office) => incident(office, 'element_trace', ['clerk', 'accept']) },
]

/** Acts are answered while services of other systems may still be at work: done when the engine only waits. */
async function atRest({ app }: Office, caseNo: string): Promise<void> {
  const handle = app.deps.temporal.workflow.getHandle(`case:${caseNo}`)
  const quiet = async () => {
    const { status, raw } = await handle.describe()
    return status.name !== 'RUNNING' || (raw.pendingActivities?.length ?? 0) === 0
  }
  if (!(await poll(quiet, 120_000, 50))) throw new Error(`${caseNo} does not come to rest`)
}

async function record(office: Office, life: Life): Promise<void> {
  const caseNo = await life.live(office)
  await atRest(office, caseNo)
  const history = await office.app.deps.temporal.workflow.getHandle(`case:${caseNo}`).fetchHistory()
  writeHistory(life.name, history)
  console.log(`${life.name}: ${history.events?.length ?? 0} events`)
}

const again = process.argv.includes('--all')
const office = await startOffice()
try {
  for (const { id, net } of await office.app.deps.db('process_definition').select('id', 'net')) writeNet(id, net)
  for (const life of withIncidents) if (again || !existsSync(fileOf(life.name))) await record(office, life)
} finally {
  await office.close()
}
process.exit(0)
