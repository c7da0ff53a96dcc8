import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import {
  checkCreditCode,
  checkDocument,
  checkResidentId,
  creditCheckDigit,
  normaliseDocumentNo,
  personCheckDigit,
} from '../../workflows/item/identity-number.ts'

const idcard = createRequire(import.meta.url)('idcard') as {
  verify(no: string): boolean
  generateIdcard(): string
}

describe('Document numbers', () => {
  it('agree with an independent library on 500 resident IDs and on each with one digit changed', () => {
    for (let i = 0; i < 500; i += 1) {
      const no = idcard.generateIdcard()
      assert.equal(idcard.verify(no), true)
      assert.deepEqual(pick(checkResidentId(no)), { ok: true, kind: 'resident' }, no)
      const at = 6 + (i % 11)
      const broken = no.slice(0, at) + String((Number(no[at]) + 1) % 10) + no.slice(at + 1)
      assert.equal(checkResidentId(broken).ok, false, broken)
    }
  })

  it('give the birthday of a resident ID', () => {
    assert.equal(checkResidentId(withCheck('11010819900307123')).birthday, '1990-03-07')
  })

  it('refuse a birthday that does not exist although the check digit holds', () => {
    for (const birthday of ['19900230', '20010229', '19901301', '00000000', '17990101']) {
      const check = checkResidentId(withCheck(`110108${birthday}123`))
      assert.equal(check.ok, false, birthday)
      assert.match(check.hint!, /出生日期/)
    }
    assert.equal(checkResidentId(withCheck('11010820000229123')).ok, true)
  })

  it('refuse a birthday to come', () => {
    const no = withCheck('11010820260319001')
    assert.match(checkResidentId(no, '2026-03-18').hint!, /晚于今天/)
    assert.equal(checkResidentId(no, '2026-03-19').ok, true)
  })

  it('take the cards beginning 9 of foreign permanent residents and the residence permits of 81 to 83', () => {
    assert.deepEqual(pick(checkResidentId(withCheck('93115619850102305'))), {
      ok: true,
      kind: 'foreign-permanent-resident',
    })
    assert.deepEqual(pick(checkResidentId(withCheck('81000019850102305'))), {
      ok: true,
      kind: 'hmt-resident',
    })
    assert.equal(checkDocument('foreign-permanent', withCheck('93115619850102305')).ok, true)
    assert.equal(checkDocument('foreign-permanent', 'USA310085010212').ok, true)
    assert.equal(checkDocument('foreign-permanent', withCheck('11010819900307123')).ok, false)
  })

  it('refuse a region that is none, a card of 15 digits, and letters', () => {
    assert.equal(checkResidentId(withCheck('99010819900307123')).ok, true)
    assert.match(checkResidentId(withCheck('16010819900307123')).hint!, /地区/)
    assert.match(checkResidentId('110108900307123').hint!, /15 位/)
    assert.equal(checkResidentId('11010819900307123Y').ok, false)
    assert.equal(checkResidentId('').ok, false)
  })

  it('never allow an exception for a resident ID', () => {
    assert.equal(checkResidentId('110108199003071231').exceptionAllowed, false)
  })

  it('check organisation codes by GB 32100', () => {
    // Printed on the licences of the companies; the check characters 0 and letters are among them.
    for (const code of [
      '91110000802100433B',
      '91110108551385082Q',
      '91330100799655058B',
      '914403001922038216',
    ])
      assert.equal(checkCreditCode(code).ok, true, code)
    const wrong = checkCreditCode('91110000802100433C')
    assert.deepEqual([wrong.ok, wrong.exceptionAllowed], [false, true])
    assert.deepEqual(pickException(checkCreditCode('9111000080210043')), [false, false])
    assert.deepEqual(pickException(checkCreditCode('91110000802100433O')), [false, true])
  })

  it('give a check character of 0 when the remainder is 0', () => {
    const found = Array.from({ length: 200 }, (_, i) => `9111010800000${String(1000 + i)}`).find(
      (body) => creditCheckDigit(body) === '0',
    )
    assert.ok(found)
    assert.equal(checkCreditCode(`${found}0`).ok, true)
  })

  it('read full-width and spaced input as it was meant', () => {
    assert.equal(normaliseDocumentNo(' １１０１０８ 1990-0307 123ｘ'), '11010819900307123X')
  })

  it('look at the shape of travel documents', () => {
    assert.equal(checkDocument('passport', 'E12345678').ok, true)
    assert.equal(checkDocument('hk-macao-permit', 'H12345678').ok, true)
    assert.equal(checkDocument('hk-macao-permit', 'X12345678').ok, false)
    assert.equal(checkDocument('taiwan-permit', '01234567').ok, true)
  })
})

function withCheck(first17: string): string {
  return first17 + personCheckDigit(first17)
}
function pick({ ok, kind }: { ok: boolean; kind: string }) {
  return { ok, kind }
}
function pickException({ ok, exceptionAllowed }: { ok: boolean; exceptionAllowed: boolean }) {
  return [ok, exceptionAllowed]
}
