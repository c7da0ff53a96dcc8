import assert from 'node:assert/strict'
import { personalOf } from '../../server/personal.ts'
import { keysOf } from '../../server/search.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import type { HttpClient } from '../support/http.ts'
import { completeIntake, personIntake, residentId } from '../intake/fixture.ts'

/** Born on 7 March 1990. */
const documentOf = (phone: string) => residentId(`11010819900307${phone.slice(-3)}`)

describe('finding cases', function () {
  this.timeout(180_000)
  let office: Office
  let firm: string
  let uyghur: string
  let han: string
  before(async () => {
    office = await startDirectOffice()
    firm = (await office.take(completeIntake())).caseNo
    uyghur = (await office.take(ofPerson('迪丽努尔·阿不都热西提·艾则孜', '13712340086'))).caseNo
    han = (await office.take(ofPerson('欧阳鹤翎', '13712340099'))).caseNo
  })
  after(() => office.close())

  function ofPerson(name: string, phone: string) {
    const applicant = { type: 'natural-person', name, documentType: 'resident-id' } as const
    const documentNo = documentOf(phone)
    return personIntake({ applicant: { ...applicant, documentNo }, contact: { name: '钱多多', phone } })
  }
  const rows = async (who: HttpClient, path: string): Promise<any[]> => {
    const answer = await who.get(path)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.rows
  }
  /** Every list that takes a word finds the same. */
  async function foundBy(q: string): Promise<string[]> {
    const word = encodeURIComponent(q)
    const hits = (await rows(office.clerk, `/api/search?q=${word}`)).map((row) => row.caseNo)
    const cases = (await rows(office.clerk, `/api/cases?q=${word}`)).map((row) => row.caseNo)
    const tasks = (await rows(office.clerk, `/api/tasks?box=group&q=${word}`)).map((row) => row.number)
    assert.deepEqual(cases, hits, `all cases: ${q}`)
    assert.deepEqual(tasks.sort(), [...hits].sort(), `worklist: ${q}`)
    return hits.sort()
  }

  it('an organisation is found by any two neighbouring characters of its name, in every list', async () => {
    for (const q of ['远山', '人力', '公司', '北京远山', '北京(远山)', '北京 远山人力资源有限公司'])
      assert.deepEqual(await foundBy(q), [firm], q)
    assert.deepEqual(await foundBy('山远'), [])
    assert.deepEqual(await foundBy('%_'), [])
  })

  it('a person is found by the whole name, by how it begins and whatever dots are typed, and by nothing from its middle', async () => {
    for (const q of [
      '迪丽努尔·阿不都热西提·艾则孜',
      '迪丽努尔•阿不都热西提•艾则孜',
      '迪丽努尔．阿不都热西提.艾则孜',
      '迪丽努尔',
      '迪丽',
      '迪丽努尔·阿不都',
    ])
      assert.deepEqual(await foundBy(q), [uyghur], q)
    for (const q of ['欧阳', '欧阳鹤', '欧阳鹤翎']) assert.deepEqual(await foundBy(q), [han], q)
    for (const q of ['热西提', '艾则孜', '鹤翎', '欧']) {
      const found = await rows(office.clerk, `/api/cases?q=${encodeURIComponent(q)}`)
      assert.deepEqual(found, [], q)
    }
  })

  it('a case is found by its phone and its last four, by its document and by the end of its number', async () => {
    for (const q of [
      '0086',
      '13712340086',
      documentOf('0086'),
      documentOf('0086').toLowerCase(),
      uyghur,
      uyghur.slice(-6),
    ])
      assert.deepEqual(await foundBy(q), [uyghur], q)
  })

  it('nothing of a person’s name lies readable in any row of the database', async () => {
    const { db } = office.app.deps
    const tables: string[] = await db('information_schema.tables')
      .where({ table_schema: 'public', table_type: 'BASE TABLE' })
      .pluck('table_name')
    assert.ok(tables.includes('search_entry') && tables.includes('task') && tables.includes('case_record'))
    const pieces = [
      '迪丽',
      '阿不都',
      '艾则孜',
      '欧阳',
      '阳鹤',
      '鹤翎',
      '13712340086',
      '13712340099',
      documentOf('0086'),
    ]
    for (const table of tables) {
      const { rows: found } = await db.raw(
        `select x::text as line from ?? x where x::text like any (?::text[]) limit 1`,
        [table, pieces.map((piece) => `%${piece}%`)],
      )
      assert.deepEqual(found, [], table)
    }
    const told = await db('search_entry').where({ number: firm })
    assert.ok(String(told[0].keys).includes('远山'), 'what is public is readable: the test can see')
  })

  it('what a person is found by differs from one installation’s key to another’s', () => {
    const given = { number: '1', texts: [], people: ['欧阳鹤翎'] }
    const own = keysOf(personalOf(office.app.deps), given)
    const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`
    const others = keysOf(personalOf({ config: { dataKey: key } }), given)
    const hashes = (keys: string[]) => keys.filter((one) => one.startsWith('~'))
    assert.equal(hashes(own).length, 3)
    assert.ok(hashes(own).every((hash) => !others.includes(hash)))
  })
})
