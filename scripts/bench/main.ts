/**
 * `npm run bench [-- --against <folder of another checkout> --seconds 40 --people 1,20,100]`: what the life of a case costs on
 * this machine. Prints figures; fails only when something breaks. With --against the other checkout runs first, in the same
 * run: these machines are noisy, only figures of one run may be compared.
 * `npm run bench -- lists [--tasks 10000,100000,1000000]`: the lists alone (lists.ts).
 */
import { parseArgs } from 'node:util'
import { ROOT } from '../stack/paths.ts'
import { runLifecycle } from './lifecycle.ts'
import { benchLists } from './lists.ts'
import { startBenchOffice } from './office.ts'
import { lifecycleLine } from './report.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    seconds: { type: 'string', default: '40' },
    people: { type: 'string', default: '1,20,100' },
    tasks: { type: 'string', default: '10000,100000' },
    'pause-drain': { type: 'boolean', default: false },
  },
})

async function lifecycle(label: string, root: string): Promise<void> {
  const steps = values.people.split(',').map(Number)
  const office = await startBenchOffice(root, Math.max(...steps))
  try {
    // The first cases compile code and fill caches; they are not measured.
    await runLifecycle(office, 4, { cases: 20, seconds: 20 })
    if (values['pause-drain']) await office.pauseDrain()
    for (const people of steps) {
      const seconds = Number(values.seconds)
      console.log(lifecycleLine(label, await runLifecycle(office, people, { cases: 100_000, seconds })))
    }
  } finally {
    await office.close()
  }
}

if (positionals[0] === 'lists') {
  await benchLists(values.tasks.split(',').map(Number))
  process.exit(0)
}
const checkouts = [...(values.against ? [['before', values.against]] : []), ['now', ROOT]] as [
  string,
  string,
][]
for (const [label, root] of checkouts) await lifecycle(label, root)
process.exit(0)
