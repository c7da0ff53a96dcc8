/**
 * `npm run reconcile`: compares PostgreSQL with Temporal and prints what differs. Ends with 1 when anything does, so that
 * a restore or a test can go by it. Reads only. Needs the environment of the server (DATABASE_URL, TEMPORAL_ADDRESS …)
 * and a running worker, which answers for the workflows.
 */
import { readConfig } from '../server/config.ts'
import { closeDeps, createDeps } from '../server/deps.ts'
import { differenceKinds, reconcile } from '../server/modules/process/reconcile.ts'
import type { Difference } from '../server/modules/process/reconcile.ts'
import { scope } from '../server/routes.ts'

const mostShown = 50

const deps = createDeps(readConfig(), scope)
try {
  const { rows, workflows, differences } = await reconcile(deps)
  console.log(`在办记录 ${rows}，运行中的流程 ${workflows}，不一致 ${differences.length}`)
  for (const [kind, name] of Object.entries(differenceKinds)) {
    const n = differences.filter((one) => one.kind === kind).length
    if (n > 0) console.log(`  ${name}（${kind}）：${n}`)
  }
  differences.slice(0, mostShown).forEach((one) => console.log(`    ${lineOf(one)}`))
  process.exitCode = differences.length > 0 ? 1 : 0
} finally {
  await closeDeps(deps)
}

function lineOf({ instance, kind, detail }: Difference): string {
  return `${instance}\t${kind}${detail ? `\t${detail}` : ''}`
}
