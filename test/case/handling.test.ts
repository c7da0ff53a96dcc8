import assert from 'node:assert/strict'
import { sharedDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { completeIntake } from '../intake/fixture.ts'

describe('委托受理办件 handling', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => {
    office = await sharedDirectOffice()
  })

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

  it('is paused while materials are asked for after acceptance and while a special procedure runs, and extended once', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).status, 200)
    const [material] = (await office.clerk.get(`/api/cases/${caseNo}`)).body.materials
    const materials = [{ id: material.id, state: 'defective', reason: '申请书缺少附页' }]
    const asked = { reason: '核对时发现缺页', data: { materials } }
    assert.equal((await office.act(office.reviewer, caseNo, 'request-late-supplement', asked)).status, 200)
    assert.equal((await office.clockOf(caseNo, 'promised')).due_at, null)
    assert.notEqual((await office.clockOf(caseNo, 'statutory')).due_at, null)
    assert.match(await office.paperText(caseNo, 'supplement-notice'), /申请书缺少附页/)
    const special = { reason: '需要专家评审', data: { kind: 'expert-review', limitDays: 5 } }
    assert.equal((await office.act(office.reviewer, caseNo, 'start-special', special)).status, 200)
    assert.equal((await office.clockOf(caseNo, 'statutory')).due_at, null)
    const blocked = await office.act(office.reviewer, caseNo, 'pass')
    assert.deepEqual([blocked.status, blocked.body.code], [409, 'step-open'])
    await office.app.deps.db('case_material').where({ id: material.id }).update({ state: 'handed-in' })
    assert.equal((await office.act(office.reviewer, caseNo, 'complete-late-supplement')).status, 200)
    assert.equal((await office.clockOf(caseNo, 'promised')).due_at, null, 'the other pause is still open')
    const ended = { reason: '评审通过', data: { result: '通过' } }
    assert.equal((await office.act(office.reviewer, caseNo, 'complete-special', ended)).status, 200)
    const before = (await office.clockOf(caseNo, 'statutory')).due_day
    assert.equal(
      (await office.act(office.reviewer, caseNo, 'request-extension', { reason: '案情复杂' })).status,
      200,
    )
    const approved = await office.act(office.bureauHead, caseNo, 'approve-extension', { reason: '同意延期' })
    assert.equal(approved.status, 200, JSON.stringify(approved.body))
    assert.ok((await office.clockOf(caseNo, 'statutory')).due_day > before)
    const again = await office.act(office.reviewer, caseNo, 'request-extension', { reason: '再延' })
    assert.deepEqual([again.status, again.body.code], [409, 'extended-already'])
    assert.match(await office.paperText(caseNo, 'extension-notice'), /延期告知书/)
  })

  it('is sent back within the agreed hours, mended, refused with reasons and remedies, and delivered', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).status, 200)
    const back = await office.act(office.reviewer, caseNo, 'send-back', { reason: '事项选择有误' })
    assert.equal(back.body.status, 'sent-back', JSON.stringify(back.body))
    assert.equal((await office.act(office.clerk, caseNo, 'resubmit')).body.status, 'accepted')
    assert.equal((await office.act(office.reviewer, caseNo, 'pass')).body.status, 'deciding')
    const silent = await office.act(office.bureauHead, caseNo, 'refuse-grant')
    assert.equal(silent.status, 400)
    const refused = await office.act(office.bureauHead, caseNo, 'refuse-grant', { reason: '注册资本不足' })
    assert.equal(refused.body.status, 'delivering', JSON.stringify(refused.body))
    const text = await office.paperText(caseNo, 'refusal-decision')
    assert.match(text, /注册资本不足/)
    assert.match(text.replace(/\s/g, ''), /行政复议/)
    assert.match(text.replace(/\s/g, ''), /行政诉讼|提起诉讼/)
  })

  it('is ended by the centre with a reason before acceptance: status, notice and one message', async () => {
    const { caseNo } = await office.take(completeIntake())
    const ended = await office.act(office.clerk, caseNo, 'end', {
      reason: '申请人改在其他区办理',
      data: { status: 'ended' },
    })
    assert.equal(ended.body.status, 'ended', JSON.stringify(ended.body))
    assert.match(await office.paperText(caseNo, 'termination-notice'), /申请人改在其他区办理/)
    const after = await office.act(office.clerk, caseNo, 'accept')
    assert.equal(after.status, 409)
  })

  it('once accepted is ended only on a paper of the applicant or the bureau, and by the head of the centre', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).status, 200)
    const alone = { reason: '申请人要求撤回', data: { status: 'withdrawn' } }
    for (const who of [office.clerk, office.centreHead]) {
      const refused = await office.act(who, caseNo, 'end', alone)
      assert.deepEqual([refused.status, refused.body.code], [409, 'ending-needs-approval'])
    }
    const groundless = await office.act(office.clerk, caseNo, 'propose-end', alone)
    assert.equal(groundless.status, 400)
    const data = { status: 'withdrawn', proof: '2026年3月2日书面申请' }
    const proposed = await office.act(office.clerk, caseNo, 'propose-end', { ...alone, data })
    assert.equal(proposed.body.status, 'accepted', JSON.stringify(proposed.body))
    const twice = await office.act(office.clerk, caseNo, 'propose-end', { ...alone, data })
    assert.deepEqual([twice.status, twice.body.code], [409, 'ending-open'])
    const [shown] = (await office.centreHead.get(`/api/cases/${caseNo}`)).body.proposals
    assert.deepEqual([shown.act, shown.reason, shown.proof], ['propose-end', alone.reason, data.proof])
    const by = await office.act(office.clerk, caseNo, 'approve-end')
    assert.equal(by.status, 403)
    const no = await office.act(office.centreHead, caseNo, 'reject-end', { reason: '请补书面申请' })
    assert.equal(no.body.status, 'accepted', 'the work goes on')
    assert.equal((await office.act(office.clerk, caseNo, 'propose-end', { ...alone, data })).status, 200)
    const ended = await office.act(office.centreHead, caseNo, 'approve-end', { reason: '同意' })
    assert.equal(ended.body.status, 'withdrawn', JSON.stringify(ended.body))
    assert.match(await office.paperText(caseNo, 'termination-notice'), /申请人要求撤回/)
    assert.equal((await office.clockOf(caseNo, 'statutory')).state, 'stopped')
    assert.deepEqual(await office.tasksOf(caseNo), [])
  })
})
