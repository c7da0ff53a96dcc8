import assert from 'node:assert/strict'
import { clockName, clockNames, otherActName, statusNames } from '../../workflows/nouns.ts'
import { actionName } from '../../workflows/audit/domain.ts'

/** Two nouns may use one id for different things: each is called by its own noun. */
describe('The words of a noun', () => {
  it('name a clock by the noun of its instance, and by no other', () => {
    assert.equal(clockName({ instance: 'change-ticket:BG1', kind: 'confirm' }), '确认时限')
    assert.equal(clockName({ instance: 'case:1', kind: 'confirm' }), 'confirm')
    assert.equal(clockNames['confirm'], '确认时限')
  })

  it('name an act that stands on no drawing by its noun, in the audit too', () => {
    assert.equal(otherActName('change-ticket', 'open'), '开立工单')
    assert.equal(otherActName('case', 'open'), undefined)
    assert.equal(actionName('change-ticket.open'), '变更工单 · 开立工单')
    assert.equal(actionName('case.open'), '办件 · open')
  })

  it('are offered together where no noun is chosen: a status two nouns call differently shows both names', () => {
    assert.match(statusNames['closed']!, /.+／核实关闭/)
  })
})
