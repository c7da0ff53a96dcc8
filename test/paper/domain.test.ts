import assert from 'node:assert/strict'
import {
  buildNumber,
  legalRemedies,
  missingParts,
  paperBasis,
  paperKindList,
  paperTitle,
} from '../../workflows/paper/domain.ts'
import { sampleInput, sampleOf, samplePaper } from './samples.ts'

describe('the words of a paper', () => {
  it('a number names the body, the year, the kind and a six-digit sequence', () => {
    assert.equal(buildNumber('京政服', 2026, 'supplement-notice', 12), '京政服〔2026〕补字第000012号')
    assert.equal(buildNumber('京政服', 2026, 'receipt', 1_234_567), '京政服〔2026〕收字第1234567号')
  })

  it('only a licence is granted by a 行政许可 decision', () => {
    assert.equal(paperTitle('grant-decision', true), '准予行政许可决定书')
    assert.equal(paperTitle('grant-decision', false), '准予决定书')
    assert.equal(paperTitle('refusal-decision', false), '不予办理决定书')
    assert.equal(paperTitle('supplement-notice', false), '一次性补正告知书')
  })

  it('the licensing law is the basis of licences only; a registration rests on its own text', () => {
    const licence = samplePaper('extension-notice')
    assert.deepEqual(paperBasis(licence), ['《中华人民共和国行政许可法》第四十二条第一款'])
    const registration = { ...licence, item: { ...licence.item, licensing: false, type: '行政登记' } }
    assert.deepEqual(paperBasis(registration), ['《中华人民共和国食品安全法》第三十五条'])
  })

  it('a termination rests on what the case names, never on an article made up for it', () => {
    assert.deepEqual(paperBasis({ ...samplePaper('termination-notice'), basis: ['委托协议'] }), ['委托协议'])
  })

  it('remedies are 60 days for reconsideration and 6 months for a suit', () => {
    const { reconsideration, suit } = legalRemedies('区政府', '区法院')
    assert.deepEqual([reconsideration?.days, suit?.months], [60, 6])
  })
})

describe('what a paper may not lack', () => {
  for (const kind of paperKindList)
    it(`${kind} is complete with what the case gives`, () => {
      assert.deepEqual(missingParts(kind, sampleOf(kind)), [])
    })

  it('a refusal without reasons or remedies is not issued (行政许可法 第三十八条)', () => {
    const { reasons: _reasons, remedies: _remedies, ...bare } = sampleOf('refusal-decision')
    assert.deepEqual(missingParts('refusal-decision', bare), ['reasons', 'remedies'])
  })

  it('a supplement notice names something to mend, each with its reason, and what follows from silence', () => {
    const notice = sampleOf('supplement-notice')
    const terms = { ...notice.terms!, consequence: undefined }
    const present = notice.materials!.filter((material) => material.state === 'present')
    assert.deepEqual(missingParts('supplement-notice', { ...notice, terms, materials: present }), [
      'materials',
      'terms.consequence',
    ])
    const unexplained = [{ name: '营业执照', state: 'missing' as const }]
    assert.deepEqual(missingParts('supplement-notice', { ...notice, materials: unexplained }), [
      'materials[营业执照].reason',
    ])
  })

  it('a case deemed withdrawn names the notice that was served; one ended by hand its reason', () => {
    const deemed = { ...sampleInput, termination: { how: 'deemed-withdrawn' as const } }
    assert.deepEqual(missingParts('termination-notice', deemed), ['termination.notice'])
    const ended = { ...sampleInput, termination: { how: 'ended' as const } }
    assert.deepEqual(missingParts('termination-notice', ended), ['reasons'])
  })
})
