import assert from 'node:assert/strict'
import { fillTemplate, notificationTemplates, placeholdersOf } from '../../workflows/notification/domain.ts'
import type { NotificationTemplate } from '../../workflows/notification/domain.ts'

const templates = Object.keys(notificationTemplates) as NotificationTemplate[]

describe('the text of a message', () => {
  it('carries the case number, the last day and the paper', () => {
    const vars = {
      caseNo: 'HD1',
      item: '食品经营许可',
      lastDay: '2026年12月14日',
      paperNumber: '京政服〔2026〕终字第000001号',
    }
    const filled = fillTemplate('terminated-deemed-withdrawn', vars)
    assert.ok('text' in filled)
    assert.match(
      filled.text,
      /办件HD1“食品经营许可”补正期限已于2026年12月14日届满.*视为撤回申请.*终字第000001号/,
    )
  })

  it('is not made with holes in it', () => {
    assert.deepEqual(fillTemplate('case-accepted', { caseNo: 'HD1', item: '', date: '2026年11月23日' }), {
      missing: ['item', 'lastDay'],
    })
  })

  it('a value that looks like a placeholder stays as it is', () => {
    const filled = fillTemplate('supplement-received', { caseNo: '{date}$&', date: '今天' })
    assert.ok('text' in filled && filled.text.includes('办件{date}$&补正材料已于今天收到'))
  })

  for (const template of templates)
    it(`${template} names the case and fits into what a gateway takes`, () => {
      assert.ok(placeholdersOf(template).includes('caseNo'))
      const filled = fillTemplate(
        template,
        Object.fromEntries(placeholdersOf(template).map((name) => [name, '长'.repeat(30)])),
      )
      assert.ok('text' in filled && filled.text.length <= 500)
    })
})
