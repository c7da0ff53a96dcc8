import assert from 'node:assert/strict'
import { caseInstance } from '../../workflows/case/domain.ts'
import { ticketInstance } from '../../workflows/change-ticket/domain.ts'
import { nounWords } from '../../workflows/nouns.ts'
import { effectScope, nextTick } from 'vue'
import { ApiError } from '../../web/src/api/http.ts'
import { tabsOf } from '../../web/src/modules/process/page/data.ts'
import { useFacts } from '../../web/src/modules/process/page/use-facts.ts'

describe('the page of an instance', () => {
  it('has papers and messages where its noun gives any', () => {
    assert.deepEqual(tabsOf(caseInstance('110108')), [
      'progress',
      'diagram',
      'ledger',
      'papers',
      'messages',
      'audit',
    ])
    assert.deepEqual(tabsOf(ticketInstance('BG1')), ['progress', 'diagram', 'ledger', 'audit'])
  })
  it('has the progress first for every noun: it is what an address without a tab shows', () => {
    for (const { key } of nounWords) assert.equal(tabsOf(`${key}:1`)[0], 'progress')
  })
})

describe('what a noun shows beside its instance', () => {
  const scope = effectScope()
  afterEach(() => scope.stop())

  it('is read once when the page opens, and again when the instance was read again', async () => {
    let reads = 0
    const facts = scope.run(() => useFacts(async () => ++reads))!
    facts.read()
    await nextTick()
    assert.equal(reads, 1)
    facts.read()
    await nextTick()
    assert.equal(reads, 2)
    await nextTick()
    assert.equal(facts.data.value, 2)
  })

  it('says what went wrong, and keeps what was read before', async () => {
    const problem = new ApiError({ status: 503, code: 'unavailable', title: '服务暂时不可用' })
    let fails = false
    const facts = effectScope().run(() =>
      useFacts(async () => {
        if (fails) throw problem
        return '办件'
      }),
    )!
    await facts.reload()
    fails = true
    await facts.reload()
    assert.equal(facts.problem.value, problem)
    assert.equal(facts.data.value, '办件')
    fails = false
    await facts.reload()
    assert.equal(facts.problem.value, null)
  })
})
