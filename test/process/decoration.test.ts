import assert from 'node:assert/strict'
import { countDecoration, hasInterchange, liveDecoration, undrawn } from '../../web/src/bpmn/decorate.ts'
import type { DiagramData } from '../../web/src/bpmn/model.ts'
import type { RingClock } from '../../web/src/bpmn/ring.ts'

const clock = (kind: string, n: number, state: RingClock['state'] = 'running'): RingClock => ({
  id: `${kind}${n}`,
  kind,
  kindName: kind,
  n,
  unit: 'working-day',
  total: 15,
  used: 4,
  paused: 0,
  remaining: 11,
  state,
  light: 'green',
  provisional: false,
  dueDay: '2026-11-02',
})

const empty: DiagramData = {
  bpmn: '',
  calls: [],
  elements: {},
  flows: [],
  tasks: [],
  timers: [],
  clocks: [],
  traces: [],
}
const count = (active: number, done = 0, cancelled = 0) => ({ active, done, cancelled })

describe('what is painted on the drawing of a running case', () => {
  it('tells done, running, cut off and never reached apart', () => {
    const { looks, faint } = liveDecoration({
      ...empty,
      elements: { receipt: count(0, 1), review: count(1), remind: count(0, 0, 1) },
      tasks: [{ element: 'review', key: 'review#1', claimedName: null, openedAt: '2026-10-12T02:00:00Z' }],
    })
    assert.deepEqual(looks, { receipt: 'done', review: 'running', remind: 'cancelled' })
    assert.equal(faint, true)
  })

  it('an element that runs again after it was done is running, and says how often it was entered', () => {
    const { looks, badges } = liveDecoration({ ...empty, elements: { review: count(1, 1) } })
    assert.equal(looks.review, 'running')
    assert.deepEqual(
      badges.map(({ element, text }) => [element, text]),
      [['review', '×2']],
    )
  })

  it('an armed timer waits and carries the newest clock of its kind that has not stopped', () => {
    const timer = { element: 'supplement-term', clock: 'supplement', mode: 'enforce', dueAt: null } as const
    const { looks, rings } = liveDecoration({
      ...empty,
      elements: { 'supplement-term': count(1) },
      timers: [
        { ...timer, status: 'armed' },
        { ...timer, element: 'acceptance-term', clock: 'acceptance', status: 'cancelled' },
      ],
      clocks: [clock('supplement', 1, 'stopped'), clock('supplement', 2), clock('acceptance', 1)],
    })
    assert.equal(looks['supplement-term'], 'waiting')
    assert.deepEqual(
      rings.map(({ element, clock: { id }, small }) => [element, id, small]),
      [['supplement-term', 'supplement2', false]],
    )
  })

  it('what runs inside an inlined call activity shows on the call activity', () => {
    const { looks } = liveDecoration({ ...empty, elements: { 'call/inner': count(1) } })
    assert.deepEqual(looks, { call: 'running' })
  })

  it('a large drawing opens at the open task, not at the container round it', () => {
    const { focus } = liveDecoration({
      ...empty,
      elements: { handling: count(1), review: count(1) },
      tasks: [{ element: 'review', key: 'review#1', claimedName: null, openedAt: '2026-10-12T02:00:00Z' }],
    })
    assert.equal(focus, 'review')
  })
})

describe('what is painted on the drawing of a definition', () => {
  it('shows how many cases stand at an element, and an incident over the count', () => {
    const { looks, badges } = countDecoration({
      review: { active: 640 },
      pdf: { active: 2, incidents: 2 },
      end: { active: 0 },
    })
    assert.deepEqual(looks, { review: 'running', pdf: 'problem' })
    assert.deepEqual(
      badges.map(({ text }) => text),
      ['640', '2', '! 2'],
    )
  })

  it('names the elements a file has no drawing for', () => {
    const decoration = countDecoration({ review: { active: 1 }, hidden: { active: 1 } })
    assert.deepEqual(undrawn(decoration, new Set(['review'])), ['hidden'])
  })

  it('knows a file without diagram interchange', () => {
    assert.equal(hasInterchange('<bpmn:definitions><bpmn:process/></bpmn:definitions>'), false)
    assert.equal(hasInterchange('<bpmndi:BPMNShape id="a" bpmnElement="b">'), true)
    assert.equal(hasInterchange('<BPMNShape id="a">'), true)
  })
})
