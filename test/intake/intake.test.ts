import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { personalOf } from '../../server/personal.ts'
import { normaliseSecret, secretHash } from '../../server/modules/intake/secret.ts'
import { isCaseNumber } from '../../workflows/intake/case-number.ts'
import type { TestApp } from '../support/app.ts'
import {
  addUpload,
  creditCode,
  enterpriseIntake,
  openCounter,
  personIntake,
  residentId,
  saturday,
} from './fixture.ts'
import type { Counter, SignedIn } from './fixture.ts'

describe('Taking a case', () => {
  let app: TestApp
  let clerk: SignedIn
  let colleague: SignedIn
  let take: Counter['take']
  let caseRow: Counter['caseRow']

  before(async () => {
    ;({ app, clerk, colleague, take, caseRow } = await openCounter())
  })
  after(() => app?.close())

  describe('at the counter', () => {
    let upload: string
    let answers: Awaited<ReturnType<typeof take>>[]
    const keys = [randomUUID(), randomUUID()]
    /** Somebody of whom no other test takes a case. */
    const person = personIntake()
    person.applicant.documentNo = residentId('11010819920811327')

    before(async () => {
      upload = await addUpload(app, clerk.actor)
      const withFile = enterpriseIntake()
      withFile.materials[0] = { ...withFile.materials[0]!, paper: false, files: [upload] }
      answers = await Promise.all([take(clerk, withFile, keys[0]), take(clerk, person, keys[1])])
    })

    it('gives a case number of the district and day of receipt, and a secret for the receipt', () => {
      for (const { status, body } of answers) {
        assert.equal(status, 202)
        assert.equal(isCaseNumber(body.caseNo), true)
        assert.match(body.caseNo, /^110108HD20261121/)
        assert.match(body.querySecret, /^[0-9A-HJKMNP-TV-Z]{8}$/)
      }
    })

    it('counts a receipt on Saturday after hours as received that day', async () => {
      const row = await caseRow(answers[0]!.body.caseNo)
      assert.deepEqual([row.received_day, row.apply_at, row.status], ['2026-11-21', saturday, 'received'])
    })

    it('names the entrusting bureau of the district and its implementing code', async () => {
      const row = await caseRow(answers[0]!.body.caseNo)
      assert.equal(row.bureau_name, '北京市海淀区人力资源和社会保障局')
      assert.equal(row.entrustment_id, 'HD-RSJ-2025')
      assert.match(row.implementing_code, /^11110108.{10}4/)
      assert.deepEqual([row.case_type, row.mode], ['promised', 'entrusted-acceptance'])
    })

    it('keeps nothing personal in clear, and finds it by keyed hash', async () => {
      const personal = personalOf(app.deps)
      const company = await caseRow(answers[0]!.body.caseNo)
      const human = await caseRow(answers[1]!.body.caseNo)
      const dump = JSON.stringify([company, human])
      const { applicant } = person
      for (const secret of [
        '诸葛小敏',
        applicant.documentNo,
        '13812345678',
        '钱多多',
        '欧阳锋',
        '中关村大街',
      ])
        assert.equal(dump.includes(secret), false, secret)
      for (const { body } of answers) assert.equal(dump.includes(body.querySecret), false)
      assert.equal(personal.open(human.applicant_name_enc), '诸葛小敏')
      assert.equal(human.document_no_hash, personal.hash(applicant.documentNo))
      assert.deepEqual([human.applicant_name_masked, human.phone_masked], ['诸**敏', '137****9876'])
      assert.equal(company.applicant_name_masked, '北京远山人力资源有限公司')
      assert.equal(JSON.parse(personal.open(company.agent_enc)).phone, '13900005678')
    })

    it('accepts the secret as people type it', async () => {
      const { caseNo, querySecret } = answers[0]!.body
      const row = await caseRow(caseNo)
      const typed = ` ${querySecret.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
      assert.equal(secretHash(personalOf(app.deps), caseNo, typed), row.query_secret_hash)
      assert.equal(normaliseSecret(typed), querySecret)
    })

    it('writes the checklist with states, reasons and the files of each material', async () => {
      const { caseNo } = answers[0]!.body
      const materials = await app.deps.db('case_material').where({ case_no: caseNo }).orderBy('n')
      assert.deepEqual(
        materials.map(({ state, reason, medium }) => [state, reason, medium]),
        [
          ['present', null, 'electronic'],
          ['present', null, 'paper'],
          ['missing', '未提交租赁合同', 'electronic'],
          ['defective', '未加盖公章', 'paper'],
        ],
      )
      const [file] = await app.deps.db('case_material_file').where({ material_id: materials[0].id })
      assert.deepEqual([file.file_id, file.version, file.by_name], [upload, 1, '李思远'])
      assert.equal((await app.deps.db('file').where({ id: upload }).first()).instance, `case:${caseNo}`)
    })

    it('writes the starting act under the client’s key', async () => {
      const act = await app.deps.db('act').where({ id: keys[0] }).first()
      assert.equal(act.instance, `case:${answers[0]!.body.caseNo}`)
      assert.deepEqual(
        [act.task, act.exclusive_key, act.act, act.status],
        ['start#0', 'start#0', 'receive', 'pending'],
      )
      assert.deepEqual([act.received_at, act.payload.gaps], [saturday, 2])
    })

    it('leaves one audit row per submission', async () => {
      const rows = await app.deps.db('audit').where({ object_id: answers[0]!.body.caseNo })
      assert.deepEqual(
        rows.map(({ action, outcome }) => [action, outcome]),
        [['case.receive', 'ok']],
      )
    })

    it('gives the same answer to the same submission sent again', async () => {
      const again = await take(clerk, person, keys[1])
      assert.deepEqual([again.status, again.body], [202, answers[1]!.body])
    })

    it('refuses the same key for another application or another person', async () => {
      const other = await take(clerk, { ...person, eDelivery: true }, keys[1])
      assert.deepEqual([other.status, other.body.code], [409, 'idempotency-key-reused'])
      const stranger = await take(colleague, person, keys[1])
      assert.deepEqual([stranger.status, stranger.body.code], [409, 'idempotency-key-reused'])
      assert.equal(JSON.stringify(stranger.body).includes(answers[1]!.body.querySecret), false)
    })

    it('warns of an open case of the same applicant for the same item', async () => {
      const { documentNo } = person.applicant
      const path = `/api/intake/duplicates?item=HSZC-01&documentNo=${documentNo.toLowerCase()}`
      const { body } = await colleague.get(path)
      assert.deepEqual(body.rows, [
        { caseNo: answers[1]!.body.caseNo, status: 'received', statusName: '已收件', applyAt: saturday },
      ])
      const other = await app.signIn({ roles: ['clerk'], districtCode: '110105', centreCode: '110105-ZW' })
      assert.deepEqual((await other.get(path)).body.rows, [])
    })
  })

  it('numbers without double and without gap when two clerks take ten cases at once', async function () {
    this.timeout(30_000)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        take(i % 2 ? clerk : colleague, personIntake({ summary: String(i) })),
      ),
    )
    const numbers = answers.map(({ body }) => Number(body.caseNo.slice(16, 21))).sort((a, b) => a - b)
    assert.deepEqual(
      numbers.map((n) => n - numbers[0]!),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    )
  })

  it('takes an organisation code that fails its check when the clerk says why', async () => {
    const intake = enterpriseIntake()
    const wrong = creditCode('91110108MA01X2Y34').slice(0, 17) + '#'
    const documentNo = wrong.replace('#', creditCode('91110108MA01X2Y34').endsWith('0') ? '1' : '0')
    intake.applicant = { ...intake.applicant, documentNo, exception: '营业执照原件所载即为该代码' }
    const { status, body } = await take(clerk, intake)
    assert.equal(status, 202)
    assert.equal((await caseRow(body.caseNo)).document_exception, '营业执照原件所载即为该代码')
  })

  it('leaves an optional material that is not handed in out of the case', async () => {
    const item = (await clerk.get('/api/items/SGXK-01')).body
    const materials = item.materials.map(({ n, name, required }: any) =>
      required ? { n, name, state: 'present', paper: true } : { n, name, state: 'missing' },
    )
    const { status, body } = await take(clerk, { ...enterpriseIntake(), itemCode: 'SGXK-01', materials })
    assert.equal(status, 202)
    assert.equal((await app.deps.db('case_material').where({ case_no: body.caseNo })).length, 4)
  })

  it('removes the draft it was taken from, and no other', async () => {
    const key = randomUUID()
    await clerk.put(`/api/drafts/${randomUUID()}`, { title: '本次', data: { key } })
    await clerk.put(`/api/drafts/${randomUUID()}`, { title: '另一份', data: { key: randomUUID() } })
    assert.equal((await take(clerk, personIntake(), key)).status, 202)
    const { rows } = (await clerk.get('/api/drafts')).body
    assert.deepEqual(
      rows.map(({ title }: any) => title),
      ['另一份'],
    )
  })

  it('checks a number while it is typed', async () => {
    const ask = async (type: string, no: string) =>
      (await clerk.get(`/api/intake/check?documentType=${type}&documentNo=${no}`)).body
    assert.deepEqual(await ask('resident-id', residentId('11010819900307124')), {
      ok: true,
      kind: 'resident',
      kindName: '居民身份证',
      birthday: '1990-03-07',
      exceptionAllowed: false,
    })
    const code = await ask('credit-code', '911101080000000000')
    assert.deepEqual([code.ok, code.exceptionAllowed], [false, true])
    assert.equal((await clerk.get('/api/intake/check?documentType=shoe-size&documentNo=42')).status, 400)
  })
})
