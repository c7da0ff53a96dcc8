import assert from 'node:assert/strict'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { listed } from '../support/statements.ts'
import { caseLife, ticketLife } from './life.ts'
import type { Counted } from './life.ts'

type Budget = Record<string, number>

/** Statements of ours a request, its steps included; begin and commit count. Lower is progress, higher is refused here. */
const caseBudget: Budget = {
  receive: 22,
  page: 2,
  'page, its place': 3,
  claim: 8,
  list: 2,
  accept: 15,
  'propose the end': 15,
  end: 15,
}
const ticketBudget: Budget = { open: 22, page: 3, 'page, its place': 4, pass: 15, confirm: 15, close: 15 }

describe('the statements of an act', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => (office = await startDirectOffice()))
  after(() => office?.close())

  const lives: [string, (office: Office) => Promise<Counted[]>, Budget, number][] = [
    // One act of 15 more than it was: after acceptance an end is proposed by one person and approved by another.
    ['a case', caseLife, caseBudget, 92],
    ['a ticket', ticketLife, ticketBudget, 74],
  ]
  for (const [name, life, budget, whole] of lives) {
    it(`of ${name} stay within their budget, one by one and together`, async () => {
      // The first life fills what is kept in the process.
      await life(office)
      const requests = await life(office)
      for (const [request, most] of Object.entries(budget)) {
        const { statements } = requests.find((one) => one.name === request)!
        assert.ok(
          statements.length <= most,
          `${request}: ${statements.length} statements, ${most} allowed\n${listed(statements)}`,
        )
      }
      const total = requests.reduce(
        (sum, { name: one, statements }) => sum + (one === 'list' ? 0 : statements.length),
        0,
      )
      assert.ok(total <= whole, `${name}: ${total} statements, ${whole} allowed`)
    })
  }
})
