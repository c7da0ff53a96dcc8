import assert from 'node:assert/strict'
import { changeAddress, readAddress, sameValues } from '../../web/src/components/list/address.ts'
import { chosenColumns, isShown } from '../../web/src/components/list/columns.ts'
import { filterWords, namesOf, noValues } from '../../web/src/components/list/filter.ts'
import { keepView, readView, usualView } from '../../web/src/components/list/view.ts'
import type { FilterField } from '../../web/src/components/list/filter.ts'
import type { Column } from '../../web/src/components/table.ts'

const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索' },
  { kind: 'select', name: 'light', label: '时限', choices: [{ value: 'red', label: '超期' }] },
  { kind: 'select', name: 'place', label: '单位', choices: async () => [] },
  { kind: 'days', name: 'from', to: 'to', label: '收件' },
]

describe('the state of a list in the address', () => {
  const defaults = { box: 'mine', sort: 'light' }
  const names = [...namesOf(filters), 'box', 'sort']

  it('is read back as it was written, whatever people type into a filter', () => {
    const given = { q: '远山 & 近水=“100%”#1', light: 'red', place: '', from: '2026-11-01', to: '2026-11-24' }
    const query = changeAddress({}, { ...given, box: 'group' }, defaults)
    const through = Object.fromEntries(new URLSearchParams(new URLSearchParams(query).toString()))
    assert.deepEqual(readAddress(names, through, defaults), { ...given, box: 'group', sort: 'light' })
  })
  it('shows only what was chosen: empty and usual values leave no trace', () => {
    const query = changeAddress({ q: '旧词', light: 'red' }, { q: '', box: 'mine', sort: 'light' }, defaults)
    assert.deepEqual(query, { light: 'red' })
  })
  it('leaves alone what belongs to others', () => {
    assert.deepEqual(changeAddress({ tab: 'saved-1', q: 'a' }, { q: 'b' }), { tab: 'saved-1', q: 'b' })
  })
  it('takes the first of a name that stands twice, and nothing from one without a value', () => {
    assert.deepEqual(readAddress(['q', 'light'], { q: ['a', 'b'], light: null }), { q: 'a', light: '' })
  })
  it('is the same list when only the order or an empty value differs', () => {
    assert.ok(sameValues({ q: 'a', light: '' }, { q: 'a' }))
    assert.ok(!sameValues({ q: 'a' }, { q: 'b' }))
    assert.ok(!sameValues({ q: 'a' }, {}))
  })
})

describe('the filters in words', () => {
  it('name what was chosen, and keep a code whose name is not known yet', () => {
    const values = { q: '远山', light: 'red', place: 'BJ-RSJ', from: '2026-11-01', to: '' }
    assert.equal(filterWords(filters, values), '“远山” · 超期 · BJ-RSJ · 收件 2026-11-01 至 …')
  })
  it('are nothing when nothing is set', () => {
    assert.equal(filterWords(filters, noValues(filters)), '')
  })
})

describe('the choice of columns', () => {
  const columns: Column<object>[] = [
    { key: 'no', title: '编号', card: 'title' },
    { key: 'item', title: '事项' },
    { key: 'bureau', title: '部门', wide: true },
    { key: 'acts', title: '操作', card: 'acts' },
  ]
  const keys = (choice: Record<string, boolean>) => chosenColumns(columns, choice).map(({ key }) => key)
  const storage = (start: Record<string, string> = {}) => {
    const kept = new Map(Object.entries(start))
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
  }

  it('hides a column, never the one that names the row nor its acts', () => {
    assert.deepEqual(keys({ item: false, no: false, acts: false }), ['no', 'bureau', 'acts'])
  })
  it('shows a column of wide screens on every screen when it was asked for', () => {
    const [, , bureau] = chosenColumns(columns, { bureau: true })
    assert.equal(bureau!.wide, false)
    assert.equal(chosenColumns(columns, {})[2]!.wide, true)
    assert.deepEqual([isShown(columns[2]!, {}, false), isShown(columns[2]!, {}, true)], [false, true])
  })
  it('is each person’s own, per list, with density and page size; a column that came later is shown', () => {
    const browser = storage()
    const view = { columns: { item: false }, dense: true, size: 100 }
    keepView(browser, '7', 'cases', view)
    assert.deepEqual(readView(browser, '7', 'cases'), view)
    assert.deepEqual(readView(browser, '8', 'cases'), usualView)
    assert.deepEqual(readView(browser, '7', 'users'), usualView)
  })
  it('is the usual one when storage is refused or holds something else', () => {
    const refused = { getItem: () => assert.fail('no storage'), setItem: () => assert.fail('no storage') }
    assert.deepEqual(readView(refused, '7', 'cases'), usualView)
    assert.doesNotThrow(() => keepView(refused, '7', 'cases', usualView))
    for (const text of ['{', 'null', '[1]', '{"columns":{"item":"no"},"dense":"yes","size":7}'])
      assert.deepEqual(readView(storage({ 'banjian.list.7.cases': text }), '7', 'cases'), usualView, text)
  })
})
