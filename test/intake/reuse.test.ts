import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Intake } from '../../workflows/intake/domain.ts'
import type { HttpClient } from '../support/http.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { addUpload, enterpriseIntake, personIntake, residentId } from './fixture.ts'

const application = '劳务派遣经营许可申请书'
const rules = '劳务派遣管理制度'

describe('Materials of an ended case in a new application', function () {
  this.timeout(120_000)
  let office: Office
  before(async () => {
    office = await startDirectOffice()
  })
  after(() => office?.close())

  const upload = () => addUpload(office.app, office.clerk.actor)
  /** Files of the application, which is in order, and of the rules, which lack a seal. */
  const withFiles = (application: string[], rules: string[] = []): Intake => {
    const intake = enterpriseIntake()
    intake.materials[0] = { ...intake.materials[0]!, paper: application.length === 0, files: application }
    intake.materials[3] = { ...intake.materials[3]!, files: rules }
    return intake
  }
  const { documentNo } = enterpriseIntake().applicant

  const send = (who: HttpClient, intake: Intake, key = randomUUID()) =>
    who.post('/api/cases', intake, { headers: { 'idempotency-key': key } })
  async function taken(intake: Intake): Promise<string> {
    return (await office.take(intake)).caseNo
  }
  async function end(caseNo: string): Promise<void> {
    const why = { reason: '申请人要求改日再办', data: { status: 'ended' } }
    const answer = await office.act(office.clerk, caseNo, 'end', why)
    assert.equal(answer.body.status, 'ended', JSON.stringify(answer.body))
  }
  async function offered(who: HttpClient, no = documentNo): Promise<{ caseNo: string; materials: any[] }[]> {
    const answer = await who.get(`/api/intake/reusable-materials?documentNo=${no}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.rows
  }
  const filesOf = (caseNo: string) =>
    office.app.deps
      .db('case_material_file as f')
      .join('case_material as m', 'm.id', 'f.material_id')
      .where('m.case_no', caseNo)
      .select('m.name as material', 'm.taken_how', 'f.file_id', 'f.sha256', 'f.from_case')

  const filesIn = (one?: { materials: any[] }) =>
    one?.materials.map(({ name, files }) => [name, files.map(({ id }: { id: string }) => id)])

  it('are offered once the case has ended, what was in order only', async () => {
    const [good, bad] = [await upload(), await upload()]
    const caseNo = await taken(withFiles([good], [bad]))
    assert.deepEqual(await offered(office.clerk), [])
    await end(caseNo)
    const [newest] = await offered(office.secondClerk)
    assert.equal(newest?.caseNo, caseNo)
    assert.deepEqual(filesIn(newest), [[application, [good]]])
  })

  it('are what was handed in after a notice, not what the notice found wanting', async () => {
    const caseNo = await taken(withFiles([], [await upload()]))
    const materials: { id: string; name: string; state: string; reason: string }[] = await office.app.deps
      .db('case_material')
      .where({ case_no: caseNo })
      .whereIn('state', ['missing', 'defective'])
      .select('id', 'name', 'state', 'reason')
    const wanted = materials.map(({ id, state, reason }) => ({ id, state, reason }))
    const told = await office.act(office.clerk, caseNo, 'supplement', { data: { materials: wanted } })
    assert.equal(told.body.status, 'supplementing', JSON.stringify(told.body))
    const renewed = await upload()
    const { id } = materials.find(({ name }) => name === rules)!
    const added = await office.clerk.post(`/api/cases/${caseNo}/materials/${id}/files`, {
      fileIds: [renewed],
    })
    assert.ok(added.status < 300, JSON.stringify(added.body))
    await end(caseNo)
    assert.deepEqual(filesIn((await offered(office.clerk))[0]), [[rules, [renewed]]])
    const view = (await office.clerk.get(`/api/cases/${caseNo}`)).body.materials
    assert.deepEqual(
      view.find((one: { name: string }) => one.name === rules).files.map((file: any) => file.current),
      [false, true],
    )
  })

  it('become the new case’s own and stay with the old one', async () => {
    const file = await upload()
    const before = await taken(withFiles([file]))
    await end(before)
    const after = (await send(office.secondClerk, withFiles([file]))).body.caseNo as string
    const [own] = await filesOf(after)
    assert.deepEqual([own.material, own.taken_how, own.from_case], [application, 'reuse', before])
    assert.notEqual(own.file_id, file)
    const [kept] = await filesOf(before)
    assert.deepEqual([kept.file_id, kept.sha256], [file, own.sha256])
    const row = await office.app.deps.db('file').where({ id: own.file_id }).first()
    assert.deepEqual([row.instance, Number(row.uploaded_by)], [`case:${after}`, office.secondClerk.actor.id])
    for (const id of [file, own.file_id])
      assert.equal((await office.secondClerk.get(`/api/files/${id}`)).status, 200)
    const { materials } = (await office.clerk.get(`/api/cases/${after}`)).body
    assert.deepEqual(
      materials[0].files.map(({ fromCase, current }: Record<string, unknown>) => [fromCase, current]),
      [[before, true]],
    )
  })

  it('are copied once, however often the submission is sent', async () => {
    const file = await upload()
    await end(await taken(withFiles([file])))
    const [key, intake] = [randomUUID(), withFiles([file])]
    const answers = await Promise.all([
      send(office.clerk, intake, key),
      send(office.clerk, intake, key),
      send(office.clerk, intake, key),
    ])
    assert.equal(new Set(answers.map(({ body }) => body.caseNo)).size, 1)
    assert.equal((await filesOf(answers[0]!.body.caseNo)).length, 1)
  })

  describe('are refused', () => {
    const refused = async (intake: Intake) => {
      const answer = await send(office.clerk, intake)
      assert.deepEqual(
        [answer.status, answer.body.errors?.[0]?.path],
        [400, 'body.materials.0.files.0'],
        JSON.stringify(answer.body),
      )
    }

    it('while their case is open', async () => {
      const file = await upload()
      await taken(withFiles([file]))
      await refused(withFiles([file]))
    })

    it('for another applicant, who is not offered them either', async () => {
      const file = await upload()
      await end(await taken(withFiles([file])))
      const stranger = personIntake()
      stranger.applicant.documentNo = residentId('11010819881203147')
      stranger.materials[0] = { ...stranger.materials[0]!, paper: false, files: [file] }
      await refused(stranger)
      assert.deepEqual(await offered(office.clerk, stranger.applicant.documentNo), [])
    })

    it('at another centre, which is not offered them either', async () => {
      const file = await upload()
      await end(await taken(withFiles([file])))
      const elsewhere = await office.app.signIn({
        ...{ roles: ['clerk'], districtCode: '110105', centreCode: '110105-ZW' },
      })
      assert.deepEqual(await offered(elsewhere), [])
    })

    it('when the case found them wanting', async () => {
      const bad = await upload()
      await end(await taken(withFiles([], [bad])))
      await refused(withFiles([bad]))
    })
  })
})
