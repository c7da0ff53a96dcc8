import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { ticketDesk } from './desk.ts'
import type { TicketDesk } from './desk.ts'

describe('Opening a change ticket', function () {
  this.timeout(120_000)
  let office: Office
  let desk: TicketDesk
  before(async () => {
    office = await startDirectOffice()
    desk = await ticketDesk(office)
  })
  after(() => office.close())

  it('gives each of thirty at once a number of its own, without a gap', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => desk.send(desk.operator)))
    const numbers = answers.map(({ body }) => String(body.number)).sort()
    const day = office.today().replaceAll('-', '')
    const wanted = Array.from({ length: 30 }, (_, n) => `BG${day}-${String(n + 1).padStart(4, '0')}`)
    assert.deepEqual(numbers, wanted)
  })

  it('gives one ticket to a hundred at once with the same key, and refuses the key for another one', async () => {
    const key = randomUUID()
    const { db } = office.app.deps
    const count = async () => Number((await db('change_ticket').count({ n: '*' }).first())!.n)
    const before = await count()
    const twins = await Promise.all(Array.from({ length: 100 }, () => desk.send(desk.operator, key)))
    assert.equal(new Set(twins.map(({ body }) => body.number)).size, 1)
    assert.equal(await count(), before + 1)
    const other = await desk.send(desk.operator, key, { title: '另一项变更' })
    assert.deepEqual([other.status, other.body.code], [409, 'idempotency-key-reused'])
  })

  it('is for the platform’s operators, for an item that is published and a bureau of their district', async () => {
    for (const who of [desk.manager, desk.bureauHead, desk.clerk])
      assert.equal((await desk.send(who)).status, 403)
    assert.equal((await desk.send(desk.operator, randomUUID(), { itemCode: 'NONE' })).status, 400)
    const elsewhere = await desk.send(desk.operator, randomUUID(), { bureau: '110105-RSJ' })
    assert.equal(elsewhere.status, 400)
  })
})
