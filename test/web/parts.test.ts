import assert from 'node:assert/strict'
import { csvOf, isEmptyChart, optionOf, tableOf } from '../../web/src/components/chart/data.ts'
import type { ChartData } from '../../web/src/components/chart/data.ts'
import { diffOf, textParts } from '../../web/src/components/diff.ts'
import { branchKeys, treeLines } from '../../web/src/components/tree.ts'

describe('the comparison of two versions', () => {
  const fields = [
    { path: 'name', label: '名称' },
    { path: 'terms.statutory', label: '法定时限', text: (days: unknown) => `${String(days)} 个工作日` },
    { path: 'materials', label: '材料' },
    { path: 'note', label: '备注' },
    { path: 'online', label: '网上办' },
  ]
  const before = {
    name: '消防设计审查',
    terms: { statutory: 20 },
    materials: [{ name: '申请表' }],
    note: '',
    online: true,
  }

  it('tells added, removed, changed and same apart, in words, in the order of the fields', () => {
    const after = { ...before, terms: { statutory: 15 }, materials: [], note: '另行会审' }
    assert.deepEqual(
      diffOf(before, after, fields).map((line) => [line.label, line.kind, line.before, line.after]),
      [
        ['名称', 'same', '消防设计审查', '消防设计审查'],
        ['法定时限', 'changed', '20 个工作日', '15 个工作日'],
        ['材料', 'removed', '申请表', ''],
        ['备注', 'added', '', '另行会审'],
        ['网上办', 'same', '是', '是'],
      ],
    )
  })
  it('treats a missing value, null, an empty text and an empty list as nothing', () => {
    const kinds = diffOf<Record<string, unknown>>({ note: null, materials: [] }, { note: '' }, fields).map(
      ({ kind }) => kind,
    )
    assert.deepEqual(new Set(kinds), new Set(['same']))
  })
  it('marks Chinese words, and both texts can be read from the parts', () => {
    const [was, is] = ['应当在二十个工作日内作出决定。', '应当在十五个工作日内依法作出决定。']
    const parts = textParts(was, is)
    const read = (other: string) =>
      parts
        .filter(({ kind }) => kind !== other)
        .map(({ text }) => text)
        .join('')
    assert.deepEqual([read('added'), read('removed')], [was, is])
    assert.ok(parts.some(({ kind, text }) => kind === 'added' && text === '依法'))
    assert.ok(parts.filter(({ kind }) => kind === 'same').length > 1, 'not one text for another')
  })
  it('gives up marking words where it would keep people waiting', () => {
    const long = '条款'.repeat(6000)
    assert.deepEqual(
      textParts(long, `${long}新`).map(({ kind }) => kind),
      ['removed', 'added'],
    )
  })
})

describe('a tree as lines', () => {
  interface Node {
    key: string
    inner?: Node[]
  }
  const roots: Node[] = [
    { key: '1', inner: [{ key: '1.1', inner: [{ key: '1.1.1' }] }, { key: '1.2' }] },
    { key: '2' },
  ]
  const lines = (...open: string[]) =>
    treeLines(
      roots,
      ({ inner }) => inner,
      ({ key }) => key,
      new Set(open),
    )

  it('shows the children of what is open, below open parents only', () => {
    assert.deepEqual(
      lines().map(({ key }) => key),
      ['1', '2'],
    )
    assert.deepEqual(
      lines('1').map(({ key }) => key),
      ['1', '1.1', '1.2', '2'],
    )
    assert.deepEqual(
      lines('1.1').map(({ key }) => key),
      ['1', '2'],
    )
    const [, , leaf] = lines('1', '1.1')
    assert.deepEqual([leaf!.key, leaf!.level, leaf!.place, leaf!.of, leaf!.open], ['1.1.1', 3, 1, 1, false])
  })
  it('knows what can be opened, to a depth', () => {
    const keys = (depth?: number) =>
      branchKeys(
        roots,
        ({ inner }) => inner,
        ({ key }) => key,
        depth,
      )
    assert.deepEqual(keys(), ['1', '1.1'])
    assert.deepEqual(keys(1), ['1'])
  })
})

describe('the figures of a chart', () => {
  const data: ChartData = {
    kind: 'bar',
    unit: '件',
    categories: ['海淀区', '=东城,"区"'],
    series: [
      { name: '按期', values: [12, null] },
      { name: '超期', values: [0] },
    ],
  }
  const theme = {
    colours: ['#111', '#222'],
    ink: '#333',
    faint: '#444',
    line: '#555',
    surface: '#fff',
    font: 'x',
  }

  it('are the same in the table, where a gap is no zero', () => {
    assert.deepEqual(tableOf(data), [
      { category: '海淀区', values: [12, 0] },
      { category: '=东城,"区"', values: [null, null] },
    ])
    assert.deepEqual([isEmptyChart(data), isEmptyChart({ ...data, categories: [] })], [false, true])
  })
  it('leave as a file in which nothing is run', () => {
    assert.equal(csvOf(data, '区'), '\uFEFF区,按期（件）,超期（件）\r\n海淀区,12,0\r\n"\'=东城,""区""",,\r\n')
  })
  it('differ by pattern or mark as well as by colour', () => {
    const bars = optionOf(data, theme) as { aria: { decal: { show: boolean } } }
    assert.equal(bars.aria.decal.show, true)
    const lines = optionOf({ ...data, kind: 'line' }, theme) as { series: { symbol: string }[] }
    assert.equal(new Set(lines.series.map(({ symbol }) => symbol)).size, 2)
  })
})
