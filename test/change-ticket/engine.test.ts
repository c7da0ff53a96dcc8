import assert from 'node:assert/strict'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { poll } from '../support/stack.ts'
import { leaveNumbersToOthers, ticketDesk } from './desk.ts'

describe('A change ticket on Temporal', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => {
    office = await startOffice()
  })
  after(() => office?.close())

  it('runs as a workflow of its own name, through a panel to its end', async () => {
    const desk = await ticketDesk(office)
    await leaveNumbersToOthers(office, desk)
    const id = await desk.open()
    const handle = office.app.deps.temporal.workflow.getHandle(id)
    assert.equal((await handle.describe()).type, 'changeTicketProcess')
    const steps = [
      [desk.operator, 'panel', 'in-panel'],
      [desk.operator, 'panel-agree', 'in-panel'],
      [desk.second, 'panel-agree', 'in-panel'],
      [desk.manager, 'panel-agree', 'confirming'],
      [desk.bureauHead, 'confirm', 'verifying'],
      [desk.operator, 'close', 'closed'],
    ] as const
    for (const [who, act, status] of steps) {
      const { body } = await desk.act(who, id, act)
      assert.equal(body.status, status, JSON.stringify(body))
    }
    const ended = async () => (await handle.describe()).status.name === 'COMPLETED'
    assert.ok(await poll(ended, 20_000, 100), 'the workflow has ended')
  })
})
