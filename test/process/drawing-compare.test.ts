import assert from 'node:assert/strict'
import { blankBpmn } from '../../server/modules/process/draft-blank.ts'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { compare, readFacts } from '../../web/src/bpmn/modeler/compare.ts'
import type { Change } from '../../web/src/bpmn/modeler/compare.ts'
import { draw } from './drawing.ts'
import { frame } from './publish.ts'

const names = new Map([
  ['clerk', '窗口人员'],
  ['head', '负责人'],
  ['centre', '政务服务中心'],
  ['closeCase', '办结归档'],
  ['acceptance', '受理时限'],
])
const changes = async (before: string, after: string): Promise<Change[]> =>
  compare(await readFacts(draw(before)), await readFacts(draw(after)), names)
const short = (list: Change[]) => list.map(({ what, id }) => `${what} ${id}`)
const base = frame('user check ok,no\nxor x\nend f\ns > check > x\nx > f : outcome = "no"\nx >> e')

describe('what a new version of a drawing changes', () => {
  it('a drawing against itself is no change, whatever its layout', async () => {
    assert.deepEqual(await changes(base, base), [])
    const xml = blankBpmn('p', '流程')
    const moved = xml.replace('x="180"', 'x="280"')
    assert.deepEqual(compare(await readFacts(xml), await readFacts(moved), names), [])
  })

  it('what went comes first, then what came, then what is different', async () => {
    const after = base
      .replace('xor x', 'user more ok role=head\nxor x')
      .replace('check > x', 'check > more > x')
    assert.deepEqual(short(await changes(base, after)), [
      'removed check-x',
      'added more',
      'added check-more',
      'added more-x',
    ])
  })

  it('a changed element says what was and what is, in the words of the screen', async () => {
    const after = base.replace('user check ok,no', 'user check ok,later role=head').replace('"no"', '"later"')
    const list = await changes(base, after)
    const check = list.find(({ id }) => id === 'check')!
    assert.deepEqual(check.details, [
      { label: '办理角色', before: '窗口人员', after: '负责人' },
      { label: '结果 no', before: 'no', after: '' },
      { label: '结果 later', before: '', after: 'later' },
    ])
    const flow = list.find(({ id }) => id === 'x-f')!
    assert.equal(flow.title, '连线“判断 → 结束”')
    assert.deepEqual(flow.details, [{ label: '条件', before: 'outcome = "no"', after: 'outcome = "later"' }])
  })

  it('elements of sub-processes, timers, services and repeats are seen as well', async () => {
    const before = frame(
      'sub part {\nstart a\nservice file-it closeCase\nend b\na > file-it > b\n}\nboundary late on=part clock=acceptance/advise non\nend z\ns > part > e\nlate > z',
    )
    const after = before
      .replace('closeCase', 'acceptCase')
      .replace('acceptance/advise', 'acceptance/enforce')
      .replace('sub part {', 'sub part multi=experts {')
    const list = await changes(before, after)
    const details = new Map(
      list.map(({ id, details }) => [
        id,
        details.map(({ label, before, after }) => `${label}：${before}→${after}`),
      ]),
    )
    assert.deepEqual(details.get('file-it'), ['服务：办结归档→acceptCase'])
    assert.deepEqual(details.get('late'), ['时间：受理时限，仅提醒→受理时限，产生法律效果'])
    assert.deepEqual(details.get('part'), ['多人办理：→并行多人', '集合：→experts'])
  })

  it('a renamed process is a change of the process itself', async () => {
    const list = compare(
      await readFacts(blankBpmn('p', '旧名')),
      await readFacts(blankBpmn('p', '新名')),
      names,
    )
    assert.deepEqual(
      list.map(({ title, details }) => [title, details[0]?.before]),
      [['流程“新名”', '旧名']],
    )
  })

  it('the drawing a new process begins with can be published', async () => {
    const { net, warnings } = await compileBpmn(blankBpmn('new-one', '新 <流程>'))
    assert.deepEqual([net.key, net.name, warnings], ['new-one', '新 <流程>', []])
  })
})
