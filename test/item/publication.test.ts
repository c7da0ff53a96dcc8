import assert from 'node:assert/strict'
import { publicationFaults, publishableTerms } from '../../server/modules/item/publication.ts'
import { basisTexts, entrustmentStatus, notOfferedReason } from '../../workflows/item/domain.ts'
import { readItems, toItem } from '../../scripts/seed/items.ts'

const licence = toItem(
  readItems().find(({ alias }) => alias === 'LWPQ-01')!,
  1,
)
const withTerms = (terms: Partial<typeof licence.terms>) => ({
  ...licence,
  terms: { ...licence.terms, ...terms },
})
const paths = (item: typeof licence) => publicationFaults(item).map(({ path }) => path)

describe('Publishing an item', () => {
  it('refuses a promised term longer than the statutory one', () => {
    assert.deepEqual(paths(withTerms({ statutory: 20, promised: 20 })), [])
    assert.deepEqual(paths(withTerms({ statutory: 20, promised: 21 })), ['terms.promised'])
  })

  it('refuses a promise in working days that a long holiday would carry past a term in calendar days', () => {
    const item = withTerms({ statutory: 20, unit: 'calendar-day', promised: 10, promisedUnit: 'working-day' })
    assert.deepEqual(paths(item), ['terms.promised'])
    assert.match(publicationFaults(item)[0]!.message, /不能发布/)
  })

  it('takes any promise where the law sets no term', () => {
    assert.deepEqual(paths(withTerms({ statutory: null, promised: 90 })), [])
  })

  it('refuses an acceptance term beyond Art. 32 and a delivery term beyond Art. 44, for licences only', () => {
    assert.deepEqual(paths(withTerms({ acceptance: 6, delivery: 11 })), [
      'terms.acceptance',
      'terms.delivery',
    ])
    assert.deepEqual(paths({ ...withTerms({ acceptance: 6, delivery: 11 }), itemType: '公共服务' }), [])
  })

  it('is possible for every item of the data file once its promise is put in publishable words', () => {
    const raw = readItems().map((data, i) => ({ data, item: toItem(data, i + 1) }))
    assert.equal(raw.length, 22)
    for (const { item } of raw) assert.deepEqual(publicationFaults(item), [], item.name)
    const changed = raw.filter(({ data, item }) => data.terms.promisedUnit !== item.terms.promisedUnit)
    assert.ok(changed.length > 0)
    for (const { item } of changed) assert.match(item.terms.promisedNote!, /个自然日公布/)
  })

  it('never promises more calendar days than the law gives', () => {
    const terms = {
      ...licence.terms,
      statutory: 3,
      unit: 'calendar-day',
      promised: 9,
      promisedUnit: 'working-day',
    } as const
    assert.equal(publishableTerms(terms).promised, 3)
  })

  it('gives each item codes of 12, 31 and 33 characters', () => {
    for (const [i, data] of readItems().entries()) {
      const { codes } = toItem(data, i + 1)
      assert.deepEqual([codes.basic.length, codes.implementing.length, codes.handling.length], [12, 31, 33])
    }
  })
})

describe('An agreement', () => {
  const term = { from: '2025-01-01', to: '2026-12-31', endedOn: null }

  it('holds from its first through its last day', () => {
    const days = ['2024-12-31', '2025-01-01', '2026-12-31', '2027-01-01']
    assert.deepEqual(
      days.map((day) => entrustmentStatus(term, day)),
      ['future', 'active', 'active', 'expired'],
    )
  })

  it('holds no more from the day it was ended on', () => {
    const ended = { ...term, endedOn: '2026-03-18' }
    assert.equal(entrustmentStatus(ended, '2026-03-17'), 'active')
    assert.equal(entrustmentStatus(ended, '2026-03-18'), 'ended')
  })

  it('offers an item only while it is in force and covers acceptance', () => {
    assert.equal(notOfferedReason(['accept'], 'active'), undefined)
    assert.equal(notOfferedReason(['notify'], 'active'), '委托范围不含受理')
    assert.equal(notOfferedReason(undefined, undefined), '本中心未受委托办理该事项')
    assert.equal(notOfferedReason(['accept'], 'expired'), '委托协议已到期')
  })
})

describe('A legal basis', () => {
  it('is cited as papers do', () => {
    assert.deepEqual(
      basisTexts([
        { law: '建筑法', article: '第八条' },
        { law: '食品生产许可管理办法（市场监管总局令第24号）', article: null },
        { law: '京卫家庭〔2022〕2号', article: null },
      ]),
      ['《建筑法》第八条', '《食品生产许可管理办法》（市场监管总局令第24号）', '京卫家庭〔2022〕2号'],
    )
  })
})
