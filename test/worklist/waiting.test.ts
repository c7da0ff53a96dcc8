import assert from 'node:assert/strict'
import { enterpriseIntake } from '../intake/fixture.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'

describe('what waits for the applicant', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => (office = await startDirectOffice()))
  after(() => office?.close())

  it('stands in a box of its own: the case is one row of the work, its notice that is to be delivered', async () => {
    const { caseNo } = await office.take(enterpriseIntake({ eDelivery: false }))
    const { materials } = (await office.clerk.get(`/api/cases/${caseNo}`)).body
    const gaps = materials
      .filter(({ state }: { state: string }) => state !== 'present')
      .map(({ id }: { id: string }) => ({ id, state: 'missing', reason: '未提交' }))
    const told = await office.act(office.clerk, caseNo, 'supplement', { data: { materials: gaps } })
    assert.equal(told.status, 200, JSON.stringify(told.body))
    const steps = async (box: string, more = '') => {
      const { body } = await office.clerk.get(`/api/tasks?box=${box}${more}`)
      return body.rows.map(({ stepName }: { stepName: string }) => stepName)
    }
    for (const more of ['', `&q=${caseNo}`]) {
      assert.deepEqual(await steps('group', more), ['告知书送达'])
      assert.deepEqual(await steps('waiting', more), ['等待补正'])
    }
    const counts = (await office.clerk.get('/api/tasks/counts')).body
    assert.deepEqual([counts.group, counts.waiting], [1, 1])
    assert.deepEqual(await steps('mine'), [])
  })
})
