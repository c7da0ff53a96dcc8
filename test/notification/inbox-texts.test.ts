import assert from 'node:assert/strict'
import { placeholdersIn } from '../../workflows/notification/domain.ts'
import { inboxTexts } from '../../workflows/notification/inbox-zh.ts'
import { fillInbox, inboxLimits, inboxTemplates } from '../../workflows/notification/inbox.ts'
import type { InboxTemplate } from '../../workflows/notification/inbox.ts'

const templates = Object.keys(inboxTemplates) as InboxTemplate[]

describe('what the inbox says', () => {
  for (const template of templates)
    it(`${template} uses the placeholders it declares and is filled whole`, () => {
      const declared = [...inboxTemplates[template].placeholders]
      const { title, text } = inboxTexts[template]
      assert.deepEqual([...new Set(placeholdersIn(title + text))].sort(), declared.sort())
      const filled = fillInbox(
        template,
        Object.fromEntries(declared.map((name, n) => [name, `值${n}`])) as never,
      )
      assert.doesNotMatch(filled.title + filled.text, /[{}]|undefined|—/)
      for (const n of declared.keys()) assert.ok((filled.title + filled.text).includes(`值${n}`))
    })

  it('shows a dash where a word is missing, and fits the longest names', () => {
    const vars = { number: '110108', title: '', step: '受理审查', by: '李' }
    assert.match(fillInbox('task-reminded', vars).text, /“—”（110108）/)
    const long = { number: '1'.repeat(50), title: '长'.repeat(2000), step: '环节'.repeat(200), by: '李' }
    const { title, text } = fillInbox('task-reminded', long)
    assert.deepEqual([title.length, text.length], [inboxLimits.title, inboxLimits.text])
  })
})
