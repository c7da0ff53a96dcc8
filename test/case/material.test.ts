import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { addUpload, enterpriseIntake } from '../intake/fixture.ts'
import { pdfOf } from '../file/samples.ts'
import { upload } from '../file/tus.ts'
import { sharedDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { poll } from '../support/stack.ts'

describe('at the counter after a notice of 补正', function () {
  this.timeout(180_000)
  let office: Office
  let caseNo: string
  let querySecret: string

  const take = (n: number, fileId: string | string[], who = office.clerk) =>
    who.post(`/api/cases/${caseNo}/materials/${caseNo}-${n}/files`, { fileIds: [fileId].flat() })

  before(async () => {
    office = await sharedDirectOffice()
    ;({ caseNo, querySecret } = await office.take(enterpriseIntake()))
  })

  it('nothing is taken that no notice asked for', async () => {
    const early = await take(3, await addUpload(office.app, office.clerk.actor))
    assert.deepEqual([early.status, early.body.code], [409, 'no-open-supplement'])
    const materials = [
      { id: `${caseNo}-3`, state: 'missing', reason: '未提交租赁合同' },
      { id: `${caseNo}-4`, state: 'defective', reason: '未加盖公章' },
    ]
    await office.act(office.clerk, caseNo, 'supplement', { data: { materials } })
    const strange = await take(1, await addUpload(office.app, office.clerk.actor))
    assert.deepEqual([strange.status, strange.body.code], [409, 'material-not-wanted'])
  })

  it('only a clerk’s own finished upload that belongs to no other case is taken', async () => {
    const hers = await addUpload(office.app, office.secondClerk.actor)
    assert.equal((await take(3, hers)).status, 404)
    assert.equal((await take(3, randomUUID())).status, 404)
    assert.equal((await take(3, await addUpload(office.app, office.clerk.actor, 'another case'))).status, 404)
    const elsewhere = await office.app.signIn({
      roles: ['clerk'],
      districtCode: '110105',
      centreCode: 'elsewhere',
    })
    const theirs = await addUpload(office.app, elsewhere.actor)
    assert.equal((await take(3, theirs, elsewhere)).status, 404)
    assert.equal(
      (
        await office.app.deps
          .db('case_material')
          .where({ id: `${caseNo}-3` })
          .first()
      ).state,
      'missing',
    )
  })

  it('the first part is taken with its version and told to the applicant; the clerk cannot yet call it complete', async () => {
    const file = await addUpload(office.app, office.clerk.actor)
    const part = { complete: false, saving: false }
    assert.deepEqual((await take(3, file)).body, part)
    assert.deepEqual((await take(3, file)).body, part, 'the same file again changes nothing')
    const { body } = await office.clerk.get(`/api/cases/${caseNo}`)
    const [material] = body.materials.filter(({ n }: { n: number }) => n === 3)
    assert.deepEqual([material.state, material.files.length, material.files[0].version], ['handed-in', 1, 1])
    assert.equal((await office.app.deps.db('file').where({ id: file }).first()).instance, `case:${caseNo}`)

    const applicant = office.app.client()
    await applicant.post('/api/citizen/session', { caseNo, secret: querySecret })
    const page = (await applicant.get('/api/citizen/case')).body
    assert.deepEqual(
      page.missing.map(({ handedIn, files }: any) => [handedIn, files.length]),
      [
        [true, 0],
        [false, 0],
      ],
    )
    const parts = page.timeline.filter(({ text }: { text: string }) =>
      text.startsWith('收到您补交的一部分材料'),
    )
    assert.equal(parts.length, 1)
    const answer = await office.act(office.clerk, caseNo, 'complete-supplement')
    assert.deepEqual([answer.status, answer.body.code], [409, 'materials-not-in'])
  })

  it('what the applicant uploads is read by staff of the case, and by nobody else', async () => {
    const applicant = office.app.client()
    await applicant.post('/api/citizen/session', { caseNo, secret: querySecret })
    const { id } = await upload(applicant, '制度.pdf', pdfOf('制度'), '/api/citizen/uploads')
    await applicant.post(`/api/citizen/materials/${caseNo}-4/files`, { fileId: id })
    const { body } = await office.reviewer.get(`/api/cases/${caseNo}`)
    assert.equal(body.materials[3].files.at(-1).by, '申请人')
    assert.equal((await office.reviewer.get(`/api/files/${id}`)).status, 200)
    const elsewhere = await office.app.signIn({
      roles: ['clerk'],
      districtCode: '110105',
      centreCode: 'elsewhere',
    })
    assert.equal((await elsewhere.get(`/api/files/${id}`)).status, 404)
    // Uploaded is not handed in: the applicant has not let go of it.
    assert.equal(
      (await office.act(office.clerk, caseNo, 'complete-supplement')).body.code,
      'materials-not-in',
    )
  })

  it('the last part at the counter, all its pages at once, completes the supplement: nobody has to remember it', async () => {
    const bureau = await take(4, await addUpload(office.app, office.reviewer.actor), office.reviewer)
    assert.equal(bureau.status, 403, 'before acceptance the counter takes materials')
    const pages = [
      await addUpload(office.app, office.clerk.actor),
      await addUpload(office.app, office.clerk.actor),
    ]
    const answer = await take(4, pages)
    assert.deepEqual([answer.status, answer.body.complete], [200, true], JSON.stringify(answer.body))
    await office.becomes(caseNo, 'received')
    assert.deepEqual((await take(4, pages)).body, answer.body, 'sent again it gives the first answer')
    const row = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}`, act: 'complete-supplement' })
      .first('handler_name')
    assert.equal(row.handler_name, '李思远')
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).body.status, 'accepted')
  })

  it('paper brought to the counter is taken without a scan', async () => {
    const { caseNo } = await office.take(enterpriseIntake())
    const materials = [
      { id: `${caseNo}-3`, state: 'missing', reason: '未提交租赁合同' },
      { id: `${caseNo}-4`, state: 'defective', reason: '未加盖公章' },
    ]
    await office.act(office.clerk, caseNo, 'supplement', { data: { materials } })
    const paper = (n: number, body: object = { paper: true }) =>
      office.clerk.post(`/api/cases/${caseNo}/materials/${caseNo}-${n}/files`, body)
    assert.equal((await paper(3, {})).status, 400)
    assert.equal((await paper(3)).body.complete, false)
    const last = await paper(4)
    assert.equal(last.body.complete, true, JSON.stringify(last.body))
    assert.deepEqual((await paper(4)).body, last.body)
    await office.becomes(caseNo, 'received')
    const media = await office.app.deps
      .db('case_material')
      .whereIn(
        'id',
        materials.map(({ id }) => id),
      )
      .pluck('medium')
    assert.deepEqual(media, ['paper', 'paper'])
  })

  it('what the bureau sent back is put right by the counter, with the files it lacks', async () => {
    const sent = await office.act(office.reviewer, caseNo, 'send-back', { reason: '制度缺页' })
    assert.equal(sent.body.status, 'sent-back', JSON.stringify(sent.body))
    const page = await addUpload(office.app, office.clerk.actor)
    assert.equal((await take(4, page)).status, 200)
    const { body } = await office.reviewer.get(`/api/cases/${caseNo}`)
    assert.ok(body.materials[3].files.some(({ fileId }: { fileId: string }) => fileId === page))
    assert.equal((await office.act(office.clerk, caseNo, 'resubmit')).body.status, 'accepted')
    const acts = await office.app.deps
      .db('trail')
      .where({ instance: `case:${caseNo}` })
      .orderBy('id', 'desc')
      .limit(2)
      .pluck('act')
    assert.deepEqual(acts, ['resubmit', 'correct-material'])
  })
})

describe('beside the acts of a case', function () {
  this.timeout(180_000)
  let office: Office
  let caseNo: string
  before(async () => {
    office = await sharedDirectOffice()
    ;({ caseNo } = await office.take(enterpriseIntake()))
  })

  it('colleagues leave notes, with name and time; others see neither case nor notes', async () => {
    const address = `/api/instances/case:${caseNo}/notes`
    const added = await office.clerk.post(address, { text: '  申请人下周三来取材料 ' })
    assert.equal(added.status, 201)
    assert.equal((await office.clerk.post(address, { text: ' ' })).status, 400)
    const { rows } = (await office.reviewer.get(address)).body
    assert.deepEqual(rows, [added.body])
    assert.deepEqual([rows[0].text, rows[0].byName], ['申请人下周三来取材料', '李思远'])
    const elsewhere = await office.app.signIn({
      roles: ['clerk'],
      districtCode: '110105',
      centreCode: 'elsewhere',
    })
    assert.equal((await elsewhere.get(address)).status, 404)
    assert.equal((await elsewhere.post(address, { text: '?' })).status, 404)
    assert.equal((await elsewhere.get(`/api/instances/case:${caseNo}/messages`)).status, 404)
  })

  it('the messages sent to the applicant are listed', async () => {
    const list = async () => (await office.clerk.get(`/api/instances/case:${caseNo}/messages`)).body.rows
    const sms = async () => (await list()).find((row: { channel: string }) => row.channel === 'sms')
    assert.ok(await poll(async () => (await sms())?.status === 'sent', 60_000, 100))
    const rows: { template: string; channel: string }[] = await list()
    assert.deepEqual(rows.map(({ template, channel }) => [template, channel]).sort(), [
      ['case-received', 'inbox'],
      ['case-received', 'sms'],
    ])
    const message = await sms()
    assert.ok(message.text.includes(caseNo) && message.sentAt)
  })

  it('personal data is shown in full on request, and each time the field is in the audit', async () => {
    const reveal = (field: string, who = office.clerk) => who.post(`/api/cases/${caseNo}/unmask`, { field })
    const intake = enterpriseIntake()
    const expected = {
      name: intake.applicant.name,
      documentNo: intake.applicant.documentNo,
      phone: intake.contact.phone,
      contact: intake.contact.name,
      agent: `${intake.agent!.name}，${intake.agent!.documentNo}，${intake.agent!.phone}`,
      address: intake.address,
    }
    for (const [field, value] of Object.entries(expected))
      assert.deepEqual((await reveal(field)).body, { value })
    const fields = await office.app.deps
      .db('audit')
      .where({ action: 'case.unmask', object_id: caseNo, outcome: 'ok' })
      .orderBy('id')
      .select('user_id', 'detail')
    assert.deepEqual(
      fields.map(({ detail }) => detail.field),
      Object.keys(expected),
    )
    assert.equal((await reveal('query_secret_enc')).status, 400)
    const administrator = await office.app.signIn('administrator')
    assert.equal((await reveal('phone', administrator)).status, 403)
    const elsewhere = await office.app.signIn({
      roles: ['clerk'],
      districtCode: '110105',
      centreCode: 'elsewhere',
    })
    assert.equal((await reveal('phone', elsewhere)).status, 404)
  })
})
