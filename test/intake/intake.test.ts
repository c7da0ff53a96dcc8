import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { seedCatalogue, seedDefinitions } from '../../scripts/seed.ts'
import { personalOf } from '../../server/personal.ts'
import { normaliseSecret, secretHash } from '../../server/modules/intake/secret.ts'
import type { Intake } from '../../workflows/intake/domain.ts'
import { isCaseNumber } from '../../workflows/intake/case-number.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { addUpload, creditCode, enterpriseIntake, personIntake, residentId } from './fixture.ts'

/** Saturday evening in Beijing, after closing time; a Saturday morning in London. */
const now = '2026-11-21T11:30:00.000Z'

type SignedIn = Awaited<ReturnType<TestApp['signIn']>>

describe('Taking a case', () => {
  let app: TestApp
  let clerk: SignedIn
  let colleague: SignedIn
  let reviewer: SignedIn

  // No worker runs here: the engine keeps the start and every answer is 202, which is what a busy engine gives too.
  const take = (who: SignedIn, intake: unknown, key: string = randomUUID()) =>
    who.post('/api/cases', intake, { headers: { 'idempotency-key': key } })
  const caseRow = (caseNo: string) => app.deps.db('case_record').where({ case_no: caseNo }).first()
  const count = async (table: string) => Number((await app.deps.db(table).count({ n: '*' }).first())!.n)

  before(async () => {
    app = await startApp({ now: () => new Date(now) })
    await app.deps.db.transaction(async (trx) => {
      await seedCatalogue(trx, now)
      await seedDefinitions(trx, now)
      // Databases of tests share a namespace, where a case number is an instance's id.
      const last = randomInt(1, 90_000)
      await trx('case_number_sequence').insert({ centre: '110108-ZW', day: '2026-11-21', last })
    })
    clerk = await app.signIn({
      roles: ['clerk'],
      districtCode: '110108',
      centreCode: '110108-ZW',
      name: '李思远',
    })
    colleague = await app.signIn({ roles: ['clerk'], districtCode: '110108', centreCode: '110108-ZW' })
    reviewer = await app.signIn({ roles: ['head'], districtCode: '110108', bureauCode: '110108-RSJ' })
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
      assert.deepEqual([row.received_day, row.apply_at, row.status], ['2026-11-21', now, 'received'])
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
      const [company, human] = await Promise.all(answers.map(({ body }) => caseRow(body.caseNo)))
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
      assert.equal((await app.deps.db('file').where({ id: upload }).first()).case_no, caseNo)
    })

    it('writes the starting act under the client’s key', async () => {
      const act = await app.deps.db('act').where({ id: keys[0] }).first()
      assert.equal(act.instance, `case:${answers[0]!.body.caseNo}`)
      assert.deepEqual(
        [act.task, act.exclusive_key, act.act, act.status],
        ['start#0', 'start#0', 'receive', 'pending'],
      )
      assert.deepEqual([act.received_at, act.payload.gaps], [now, 2])
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
        { caseNo: answers[1]!.body.caseNo, status: 'received', statusName: '已收件', applyAt: now },
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

  describe('is refused, and nothing is written, for', () => {
    const company = enterpriseIntake()
    const applicant = company.applicant
    const [first, ...rest] = company.materials
    const cases: [string, () => Promise<Intake> | Intake, string][] = [
      [
        'a resident ID that fails its check',
        () => personWith('110108199003071230'),
        'body.applicant.documentNo',
      ],
      ['a birthday to come', () => personWith(residentId('11010820270101001')), 'body.applicant.documentNo'],
      [
        'an organisation code that fails, without a reason',
        () => enterpriseIntake({ applicant: { ...applicant, documentNo: wrongCode } }),
        'body.applicant.exception',
      ],
      [
        'a kind of applicant the item does not take',
        () => enterpriseIntake({ applicant: { ...personIntake().applicant } }),
        'body.applicant.type',
      ],
      [
        'a document that is not the applicant’s kind',
        () => enterpriseIntake({ applicant: { ...applicant, documentType: 'passport' } }),
        'body.applicant.documentType',
      ],
      [
        'an agent whose ID fails',
        () => enterpriseIntake({ agent: { ...company.agent!, documentNo: '1' } }),
        'body.agent.documentNo',
      ],
      [
        'a phone that is none',
        () => enterpriseIntake({ contact: { name: '甲', phone: '12345' } }),
        'body.contact.phone',
      ],
      ['a material that is not on the list', () => withFirst({ name: '其他材料' }), 'body.materials.0.name'],
      [
        'a material twice',
        () => enterpriseIntake({ materials: [first!, first!, ...rest] }),
        'body.materials.1.n',
      ],
      [
        'a required material not accounted for',
        () => enterpriseIntake({ materials: rest }),
        'body.materials',
      ],
      ['a material taken without file or paper', () => withFirst({ paper: false }), 'body.materials.0.files'],
      [
        'a gap without its reason',
        () => withFirst({ state: 'missing', paper: false }),
        'body.materials.0.reason',
      ],
      [
        'a file of somebody else',
        async () => withFirst({ files: [await addUpload(app, colleague.actor)] }),
        'body.materials.0.files.0',
      ],
      [
        'a file of another case',
        async () => withFirst({ files: [await addUpload(app, clerk.actor, 'X')] }),
        'body.materials.0.files.0',
      ],
      [
        'one file for two materials',
        async () => {
          const files = [await addUpload(app, clerk.actor)]
          return enterpriseIntake({
            materials: [{ ...first!, files }, { ...rest[0]!, files }, ...rest.slice(1)],
          })
        },
        'body.materials.1.files.0',
      ],
      [
        'an upload that does not exist',
        () => withFirst({ files: [randomUUID()] }),
        'body.materials.0.files.0',
      ],
      ['an item that is not published', () => enterpriseIntake({ itemCode: 'NONE' }), 'body.itemCode'],
      ['a line break in a name', () => personWith(undefined, '张\n三'), 'body.applicant.name'],
      ['a name too long', () => personWith(undefined, '长'.repeat(201)), 'body.applicant.name'],
    ]
    const withFirst = (change: object) => enterpriseIntake({ materials: [{ ...first!, ...change }, ...rest] })
    const personWith = (documentNo?: string, name?: string) => {
      const person = personIntake()
      if (documentNo) person.applicant.documentNo = documentNo
      if (name) person.applicant.name = name
      return person
    }
    const right = applicant.documentNo
    const wrongCode = `${right.slice(0, 17)}${right.endsWith('0') ? '1' : '0'}`

    for (const [what, build, path] of cases) {
      it(what, async () => {
        const written = () =>
          Promise.all(['case_record', 'case_material', 'act', 'intake_request'].map(count))
        const before = await written()
        const answer = await take(clerk, await build())
        assert.equal(answer.status, 400, JSON.stringify(answer.body))
        assert.ok(
          answer.body.errors.some((error: any) => error.path === path),
          JSON.stringify(answer.body.errors),
        )
        assert.deepEqual(await written(), before)
      })
    }

    it('a request without a key, with a key that is none, and with a body that is none', async () => {
      assert.equal((await clerk.post('/api/cases', personIntake())).status, 400)
      assert.equal((await take(clerk, personIntake(), 'not-a-uuid')).status, 400)
      assert.equal((await take(clerk, [])).status, 400)
      assert.equal((await take(clerk, { ...personIntake(), form: { 甲: { 乙: 1 } } })).status, 400)
    })

    it('somebody who is not at a counter', async () => {
      assert.equal((await take(reviewer, personIntake())).status, 403)
    })

    it('an item outside the agreement, whose key can be used once it is covered again', async () => {
      const covered = () => app.deps.db('entrustment').where({ id: 'HD-WSJK-2025' })
      const key = randomUUID()
      await covered().update({ valid_to: '2026-11-20' })
      const refused = await take(clerk, personIntake(), key)
      assert.deepEqual(
        [refused.status, refused.body.code, refused.body.detail],
        [409, 'item-not-offered', '委托协议已到期'],
      )
      await covered().update({ valid_to: '2026-11-21' })
      assert.equal((await take(clerk, personIntake(), key)).status, 202)
    })
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

describe('Drafts of intakes', () => {
  let app: TestApp
  let clerk: SignedIn
  let colleague: SignedIn
  const id = randomUUID()

  before(async () => {
    app = await startApp()
    clerk = await app.signIn({ roles: ['clerk'], centreCode: '110108-ZW' })
    colleague = await app.signIn({ roles: ['clerk'], centreCode: '110108-ZW' })
  })
  after(() => app?.close())

  it('are kept sealed and given back to their owner as they were', async () => {
    const draft = { title: '护士执业注册 · 诸葛小敏', data: { applicant: { name: '诸葛小敏' }, step: 2 } }
    assert.equal((await clerk.put(`/api/drafts/${id}`, draft)).status, 204)
    assert.equal((await clerk.put(`/api/drafts/${id}`, { ...draft, data: { step: 3 } })).status, 204)
    const { rows } = (await clerk.get('/api/drafts')).body
    assert.deepEqual(
      rows.map(({ title, data }: any) => ({ title, data })),
      [{ title: draft.title, data: { step: 3 } }],
    )
    const [row] = await app.deps.db('intake_draft')
    assert.equal(JSON.stringify(row).includes('诸葛'), false)
  })

  it('of a colleague are neither seen, overwritten nor deleted', async () => {
    assert.deepEqual((await colleague.get('/api/drafts')).body.rows, [])
    assert.equal((await colleague.put(`/api/drafts/${id}`, { title: '', data: {} })).status, 404)
    assert.equal((await colleague.delete(`/api/drafts/${id}`)).status, 404)
    assert.equal((await clerk.get('/api/drafts')).body.rows.length, 1)
  })

  it('go when they are deleted', async () => {
    assert.equal((await clerk.delete(`/api/drafts/${id}`)).status, 204)
    assert.deepEqual((await clerk.get('/api/drafts')).body.rows, [])
    assert.equal((await clerk.delete(`/api/drafts/${id}`)).status, 404)
  })
})
