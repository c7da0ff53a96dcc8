import assert from 'node:assert/strict'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { enterpriseIntake } from '../intake/fixture.ts'

/** The same intake with everything in order. */
export function completeIntake() {
  const intake = enterpriseIntake()
  return {
    ...intake,
    materials: intake.materials.map(({ n, name }) => ({
      n,
      name,
      state: 'present' as const,
      files: [],
      paper: true,
    })),
  }
}

describe('委托受理办件 handling', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => {
    office = await startOffice()
  })
  after(() => office.close())

  it('is received, accepted, reviewed, granted, delivered and closed', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await office.caseOf(caseNo)).status, 'received')
    const steps: [typeof office.clerk, string, string, object?][] = [
      [office.clerk, 'accept', 'accepted'],
      [office.reviewer, 'pass', 'deciding'],
      [office.bureauHead, 'grant', 'delivering'],
      [office.clerk, 'deliver', 'closed', { method: 'counter-signature', proof: '本人签收' }],
    ]
    for (const [who, act, status, data] of steps) {
      const answer = await office.act(who, caseNo, act, { ...(data && { data }) })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      assert.equal(answer.body.status, status)
    }
  })
})
