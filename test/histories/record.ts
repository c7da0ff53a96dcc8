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
import { liveTicket } from './ticket.ts'

/** Lives by the name of their history; each answers its instance. */
const recorded: Record<string, (office: Office) => Promise<string>> = {
  ...Object.fromEntries(lives.map(({ name, live }) => [name, ofCase(live)])),
  'service-incident': ofCase((office) => incident(office, 'case_handover', ['clerk', 'accept'])),
  'record-incident': ofCase((office) => incident(office, 'element_trace', ['clerk', 'accept'])),
  'change-ticket': liveTicket,
}

/** Acts are answered while services of other systems may still be at work: done when the engine only waits. */
async function atRest({ app }: Office, instance: string): Promise<void> {
  const handle = app.deps.temporal.workflow.getHandle(instance)
  const quiet = async () => {
    const { status, raw } = await handle.describe()
    return status.name !== 'RUNNING' || (raw.pendingActivities?.length ?? 0) === 0
  }
  if (!(await poll(quiet, 120_000, 50))) throw new Error(`${instance} does not come to rest`)
}

function ofCase(live: Life['live']): (office: Office) => Promise<string> {
  return async (office) => `case:${await live(office)}`
}

async function record(office: Office, name: string, live: (office: Office) => Promise<string>): Promise<void> {
  const instance = await live(office)
  await atRest(office, instance)
  const history = await office.app.deps.temporal.workflow.getHandle(instance).fetchHistory()
  writeHistory(name, history)
  console.log(`${name}: ${history.events?.length ?? 0} events`)
}

const again = process.argv.includes('--all')
const office = await startOffice()
try {
  for (const { id, net } of await office.app.deps.db('process_definition').select('id', 'net')) writeNet(id, net)
  for (const [name, live] of Object.entries(recorded))
    if (again || !existsSync(fileOf(name))) await record(office, name, live)
} finally {
  await office.close()
}
process.exit(0)
