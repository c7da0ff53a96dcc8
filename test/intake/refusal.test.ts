import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Intake } from '../../workflows/intake/domain.ts'
import type { TestApp } from '../support/app.ts'
import { addUpload, enterpriseIntake, openCounter, personIntake, residentId } from './fixture.ts'
import type { Counter, SignedIn } from './fixture.ts'

describe('Taking a case', () => {
  let app: TestApp
  let clerk: SignedIn
  let colleague: SignedIn
  let reviewer: SignedIn
  let take: Counter['take']
  let count: Counter['count']

  before(async () => {
    ;({ app, clerk, colleague, reviewer, take, count } = await openCounter())
  })
  after(() => app?.close())

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
})
