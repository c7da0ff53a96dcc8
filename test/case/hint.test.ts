import assert from 'node:assert/strict'
import { caseHint } from '../../server/modules/case/hint.ts'
import type { CaseScene } from '../../server/modules/case/scene.ts'
import type { DrawnAct } from '../../workflows/process/people.ts'
import { calendar } from '../clock/notices.ts'

describe('what an act will do, with its dates', () => {
  it('an item done on the spot is said to be, with its day and without 0 working days', () => {
    const terms = { promised: 0, promisedUnit: 'working-day', statutory: null, startEvent: 'acceptance' }
    const scene = {
      context: {
        row: { receivedDay: '2025-11-24', bureauName: '市商务局' },
        item: { terms },
        supplements: [],
      },
      calendar,
      at: '2025-11-24T02:00:00.000Z',
      clocks: [],
    } as unknown as CaseScene
    assert.equal(
      caseHint({ id: 'accept' } as DrawnAct, scene),
      '受理后出具受理通知书并移交市商务局，承诺时限为当场办结（11月24日当日）',
    )
  })
})
