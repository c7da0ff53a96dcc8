import assert from 'node:assert/strict'
import {
  canSeeDistrict,
  canSeePlace,
  groupsOf,
  hasRole,
  passwordWeakness,
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

  it('needs one of the roles asked for', () => {
    assert.equal(hasRole(actor({}), 'head', 'clerk'), true)
    assert.equal(hasRole(actor({}), 'head'), false)
  })

  it('weak passwords are named, good ones are not', () => {
    assert.equal(passwordWeakness('Banjian-2026!', 'li'), undefined)
    assert.match(passwordWeakness('Li-Lei-2026', 'li-lei') ?? '', /用户名/)
  })
})
