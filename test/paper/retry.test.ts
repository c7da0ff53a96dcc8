import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import type { Print } from '../../activities/paper/issue.ts'
import { doActs } from '../histories/lives.ts'
import { completeIntake } from '../intake/fixture.ts'
import { fileTheOrder } from '../support/desk.ts'
import type { Office } from '../support/desk.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { HttpClient } from '../support/http.ts'

describe('a paper that cannot be printed', function () {
  this.timeout(60_000)
  let office: Office
  let operator: HttpClient
  let broken: string | undefined
  const print: Print = (data, ...rest) => {
    if (data.kind === 'acceptance-notice' && data.caseNo === broken)
      throw ApplicationFailure.nonRetryable('模板缺少一项', 'paper-template')
    return fileTheOrder(data, ...rest)
  }
  before(async () => {
    office = await startDirectOffice({ print })
    operator = await office.app.signIn({ roles: ['operator'], name: '韩冰' })
  })
  after(() => office?.close())

  const db = () => office.app.deps.db
  const noticeOf = (caseNo: string) =>
    db()('paper')
      .where({ instance: `case:${caseNo}`, kind: 'acceptance-notice' })
      .first('number', 'file_sha256')
  const incidents = async () => (await operator.get('/api/incidents')).body.rows
  const retry = async () => {
    const [{ instance, key }] = await incidents()
    const url = `/api/incidents/${encodeURIComponent(instance)}/${encodeURIComponent(key)}/retry`
    const { status } = await operator.post(url)
    await office.settled()
    return status
  }
  const textsOf = async (caseNo: string) => (await office.texts(caseNo)).map(({ text }) => text)

  it('is an incident that is retried from its page until it is mended; its number stays, the case goes on', async () => {
    const { caseNo } = await office.take(completeIntake())
    broken = caseNo
    await doActs(office, caseNo, [['clerk', 'accept']])
    const reserved = await noticeOf(caseNo)
    assert.equal(reserved.file_sha256, null)
    const [shown, ...others] = await incidents()
    assert.deepEqual([shown.number, shown.code, others], [caseNo, 'paper-template', []])
    assert.match(shown.elementName, /\p{Script=Han}/u)
    // Meanwhile the case goes on, and another is numbered behind it.
    await doActs(office, caseNo, [['reviewer', 'pass']])
    const { caseNo: next } = await office.take(completeIntake())
    await doActs(office, next, [['clerk', 'accept']])
    assert.ok((await noticeOf(next)).file_sha256)

    assert.equal(await retry(), 200)
    assert.equal((await incidents()).length, 1, 'the cause was left')
    broken = undefined
    const before = (await textsOf(caseNo)).length
    assert.equal(await retry(), 200)
    assert.deepEqual(await incidents(), [])
    const printed = await noticeOf(caseNo)
    assert.equal(printed.number, reserved.number)
    assert.ok(printed.file_sha256)
    const told = (await textsOf(caseNo)).slice(before)
    assert.equal(told.filter((text) => text.includes('受理')).length, 1, JSON.stringify(told))
  })

  it('is retried by name: who did it stands with the incident, and in the audit', async () => {
    const [row] = await db()('incident').whereLike('key', 'follow-up/%')
    assert.deepEqual([row.status, row.resolved_by], ['resolved', '韩冰'])
    const audit = await db()('audit').where({ action: 'incident.retry', outcome: 'ok' })
    assert.equal(audit.length, 2)
  })
})
