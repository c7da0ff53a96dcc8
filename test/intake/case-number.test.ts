import assert from 'node:assert/strict'
import {
  buildCaseNumber,
  checkCharacter,
  isCaseNumber,
  normaliseCaseNumber,
} from '../../workflows/intake/case-number.ts'

const example = { district: '110108', centre: 'HD', day: '2026-03-18', n: 42 }

describe('The case number', () => {
  it('says district, centre, day and sequence and ends with a check character', () => {
    const no = buildCaseNumber(example)
    assert.match(no, /^110108HD2026031800042[0-9A-Z]$/)
    assert.equal(isCaseNumber(no), true)
  })

  it('carries the check character of ISO 7064 MOD 37,36', () => {
    // The standard's own example and that of the Global Release Identifier.
    assert.equal(checkCharacter('A1'), isoOracle('A1'))
    assert.equal(checkCharacter('A12425GABC1234002'), 'M')
  })

  it('shows one wrong character and two swapped neighbours', () => {
    const no = buildCaseNumber(example)
    for (let i = 0; i < no.length; i += 1) {
      for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        if (other === no[i]) continue
        assert.equal(isCaseNumber(no.slice(0, i) + other + no.slice(i + 1)), false, `${i} ${other}`)
      }
      const next = no[i + 1]
      if (next !== undefined && next !== no[i])
        assert.equal(isCaseNumber(no.slice(0, i) + next + no[i] + no.slice(i + 2)), false, `swap ${i}`)
    }
  })

  it('takes the first six digits of the development area’s code', () => {
    assert.match(buildCaseNumber({ ...example, district: '110115403000', centre: 'YZ' }), /^110115YZ/)
  })

  it('stops at 99 999 a day instead of growing into the date', () => {
    assert.match(buildCaseNumber({ ...example, n: 99_999 }), /99999.$/)
    assert.throws(() => buildCaseNumber({ ...example, n: 100_000 }), RangeError)
    assert.throws(() => buildCaseNumber({ ...example, n: 0 }), RangeError)
  })

  it('is read as people write it', () => {
    const no = buildCaseNumber(example)
    assert.equal(normaliseCaseNumber(` ${no.slice(0, 8).toLowerCase()} - ${no.slice(8)}`), no)
  })
})

/** By the standard's other description: the character that makes the whole come to 1 modulo 36. */
function isoOracle(body: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const value = (text: string) => {
    let p = 36
    let s = 0
    for (const [i, c] of [...text].entries()) {
      s = p + alphabet.indexOf(c)
      if (i < text.length - 1) p = ((s % 36 || 36) * 2) % 37
    }
    return s % 36
  }
  return [...alphabet].find((c) => value(body + c) === 1)!
}
