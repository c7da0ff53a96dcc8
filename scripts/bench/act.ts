/**
 * What one case life and one ticket life cost: SQL statements of ours by request, each with what its steps ask (begin and
 * commit count). `npm test -- --keep`, export what it prints, then `node --import tsx scripts/bench/act.ts [--list]`;
 * with --list it names every statement. Prints; judges nothing: test/process/budget.test.ts does.
 */
import { caseLife, ticketLife } from '../../test/process/life.ts'
import { startDirectOffice } from '../../test/support/direct/office.ts'
import { listed } from '../../test/support/statements.ts'

const list = process.argv.includes('--list')
const office = await startDirectOffice()
try {
  for (const life of [caseLife, ticketLife]) {
    // The first life fills the caches.
    await life(office)
    const steps = await life(office)
    for (const { name, statements } of steps) {
      console.log(`${name}: ${statements.length}`)
      if (list) console.log(listed(statements))
    }
    console.log(`whole: ${steps.reduce((sum, { statements }) => sum + statements.length, 0)}\n`)
  }
} finally {
  await office.close()
}
process.exit(0)
