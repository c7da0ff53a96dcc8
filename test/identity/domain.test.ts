import assert from 'node:assert/strict'
import {
  canSeeDistrict,
  canSeePlace,
  groupsOf,
  hasRole,
  passwordWeakness,
  placeFault,
} from '../../workflows/identity/domain.ts'
import type { Actor } from '../../workflows/identity/domain.ts'

const actor = (given: Partial<Actor>): Actor => ({
  id: 7,
  username: 'a',
  name: '甲',
  roles: ['clerk'],
  side: 'centre',
  districtCode: '110108',
  ...given,
})

describe('what a person may see', () => {
  for (const [own, other, sees] of [
    ['110108', '110108', true],
    ['110108', '110105', false],
    ['110108', '110000', false],
    ['110000', '110108', true],
    ['110000', '110115403000', true],
    ['110000', '120101', false],
    ['110115', '110115403000', false], // the development area is a district of its own
    ['110115403000', '110115', false],
  ] as const)
    it(`${own} ${sees ? 'sees' : 'does not see'} ${other}`, () =>
      assert.equal(canSeeDistrict({ districtCode: own }, other), sees))

  it('is the own centre, the own bureau, or, on the platform, every place', () => {
    const place = { centreCode: 'C1', bureauCode: 'B1' }
    assert.equal(canSeePlace(actor({ centreCode: 'C1' }), place), true)
    assert.equal(canSeePlace(actor({ centreCode: 'C2' }), place), false)
    assert.equal(canSeePlace(actor({ side: 'bureau', bureauCode: 'B1' }), place), true)
    assert.equal(canSeePlace(actor({ side: 'bureau', bureauCode: 'B2' }), place), false)
    assert.equal(canSeePlace(actor({ side: 'platform' }), place), true)
  })

  it('is the worklist of every role held at the own place', () => {
    const groups = groupsOf(actor({ centreCode: 'C1', roles: ['clerk', 'head'] }))
    assert.deepEqual(groups, ['user:7', 'centre:C1:clerk', 'centre:C1:head'])
  })

  it('is, on the platform, the worklist of every role in the own district', () => {
    const manager = actor({ side: 'platform', roles: ['operator', 'manager'] })
    assert.deepEqual(groupsOf(manager), ['user:7', 'platform:110108:operator', 'platform:110108:manager'])
  })

  it('managers belong to a district, people of a counter to a place', () => {
    assert.equal(placeFault({ roles: ['manager'] }), undefined)
    assert.match(placeFault({ roles: ['manager'], bureauCode: 'B1' }) ?? '', /管理人员/)
    assert.match(placeFault({ roles: ['operator', 'head'] }) ?? '', /负责人/)
    assert.equal(placeFault({ roles: ['operator'], centreCode: 'C1' }), undefined)
    assert.match(placeFault({ roles: ['head'], centreCode: 'C1', bureauCode: 'B1' }) ?? '', /只能选择其一/)
  })

  it('needs one of the roles asked for', () => {
    assert.equal(hasRole(actor({}), 'head', 'clerk'), true)
    assert.equal(hasRole(actor({}), 'head'), false)
  })

  it('weak passwords are named, good ones are not', () => {
    assert.equal(passwordWeakness('Banjian-2026!', 'li'), undefined)
    assert.match(passwordWeakness('Li-Lei-2026', 'li-lei') ?? '', /用户名/)
  })
})
