import assert from 'node:assert/strict'
import {
  createPersonal,
  maskDocument,
  maskName,
  maskPhone,
  PersonalDataError,
} from '../../server/personal.ts'

const old = `a1:${'11'.repeat(32)}`
const fresh = `b2:${Buffer.alloc(32, 7).toString('base64')}`

describe('Personal data', () => {
  it('is sealed so that equal names look different and opens to what it was', () => {
    const personal = createPersonal(old)
    const [one, two] = [personal.seal('欧阳娜娜𠮷'), personal.seal('欧阳娜娜𠮷')]
    assert.notEqual(one, two)
    assert.doesNotMatch(one!, /欧阳/)
    assert.equal(personal.open(one!), '欧阳娜娜𠮷')
    assert.equal(personal.open(personal.seal('')), '')
  })

  it('tells a text that was changed by one byte, cut, or sealed by a key we do not have', () => {
    const personal = createPersonal(old)
    const sealed = personal.seal('张三')
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      assert.throws(() => personal.open(`a1.${changed.toString('base64url')}`), isCode('sealed-text-broken'))
    }
    assert.throws(() => personal.open('a1.'), isCode('sealed-text-broken'))
    assert.throws(() => createPersonal(fresh).open(sealed), isCode('key-unknown'))
  })

  it('stays readable and findable after the keys were rotated', () => {
    const before = createPersonal(old)
    const after = createPersonal(`${fresh},${old}`)
    assert.equal(after.open(before.seal('张三')), '张三')
    assert.match(after.seal('张三'), /^b2\./)
    assert.equal(after.hash('张三'), before.hash('张三'))
  })

  it('is found by a hash that nobody computes without the key', () => {
    const personal = createPersonal(old)
    assert.match(personal.hash('张三'), /^[0-9a-f]{64}$/)
    assert.equal(personal.hash(' 张三 '), personal.hash('张三'))
    assert.notEqual(personal.hash('张三'), createPersonal(fresh).hash('张三'))
  })

  it('refuses keys that are malformed', () => {
    for (const keys of ['', 'a1', 'a1:zz', `a1:${'11'.repeat(31)}`, `${old},${old}`])
      assert.throws(() => createPersonal(keys), isCode('key-malformed'))
  })

  it('is masked in lists', () => {
    assert.deepEqual(['张三', '张小三', '欧阳小三', '三', '', '𠮷田太郎'].map(maskName), [
      '张*',
      '张*三',
      '欧**三',
      '*',
      '',
      '𠮷**郎',
    ])
    assert.equal(maskDocument('110101199003071234'), '110101********1234')
    assert.equal(maskDocument('E12345678'), 'E1*****78')
    assert.deepEqual(['13812345678', '010-65128811', '01065128811', '12345'].map(maskPhone), [
      '138****5678',
      '010-****8811',
      '010****8811',
      '*****',
    ])
  })
})

function isCode(code: PersonalDataError['code']) {
  return (error: unknown) => error instanceof PersonalDataError && error.code === code
}
