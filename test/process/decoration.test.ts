import assert from 'node:assert/strict'
import { fileAt, opensAt, trailOf } from '../../web/src/bpmn/drawing.ts'
import {
  changeDecoration,
  countDecoration,
  hasInterchange,
  liveDecoration,
  undrawn,
} from '../../web/src/bpmn/decorate.ts'
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
  bpmn: { root: '', calls: {} },
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

describe('what is painted on a called drawing that is opened inside its caller', () => {
  const called = (name: string) => ({ key: name, version: 1, name, bpmn: `<${name}/>` })
  const drawing = {
    root: '<root/>',
    calls: { panel: called('会审'), 'panel/ask': called('征询'), other: called('公示') },
  }
  const task = (element: string) => ({
    element,
    key: `${element}#1`,
    claimedName: null,
    openedAt: '2026-10-12T02:00:00Z',
  })
  const data: DiagramData = {
    ...empty,
    bpmn: drawing,
    elements: {
      panel: count(1),
      'panel/vote': count(1, 1),
      'panel/ask/reply': count(1),
      panelist: count(0, 1),
    },
    flows: ['s-panel', 'panel/s-vote', 'panel/ask/s-reply', 'panel/panel'],
    tasks: [task('panel/vote'), task('panel/ask/reply')],
    timers: [{ element: 'panel/term', clock: 'statutory', mode: 'enforce', dueAt: null, status: 'armed' }],
    clocks: [clock('statutory', 1)],
  }

  it('its own tokens, flows, rounds, rings and open task, under the ids of its own drawing', () => {
    const { looks, flows, badges, rings, focus } = liveDecoration(data, 'panel')
    assert.deepEqual(looks, { vote: 'running', ask: 'running', term: 'waiting' })
    assert.deepEqual(flows, ['s-vote', 'panel'])
    assert.deepEqual(
      badges.map(({ element, text }) => [element, text]),
      [['vote', '×2']],
    )
    assert.deepEqual(
      rings.map(({ element }) => element),
      ['term'],
    )
    assert.equal(focus, 'vote')
  })

  it('a call within a call opens in turn', () => {
    assert.deepEqual(liveDecoration(data, 'panel/ask').looks, { reply: 'running' })
    assert.deepEqual(liveDecoration(data, 'panel/ask').flows, ['s-reply'])
  })

  it('in the caller it stays one element, and no flow of it is drawn', () => {
    const { looks, flows } = liveDecoration(data)
    assert.deepEqual(looks, { panel: 'running', panelist: 'done' })
    assert.deepEqual(flows, ['s-panel'])
  })

  it('the drawing says which calls open, the breadcrumb how one came here', () => {
    assert.deepEqual(opensAt(drawing, ''), ['panel', 'other'])
    assert.deepEqual(opensAt(drawing, 'panel'), ['ask'])
    assert.equal(fileAt(drawing, 'panel/ask'), '<征询/>')
    assert.equal(fileAt(drawing, 'gone'), '<root/>')
    assert.deepEqual(
      trailOf(drawing, 'panel/ask', '办件').map(({ path, name }) => `${path}=${name}`),
      ['=办件', 'panel=会审', 'panel/ask=征询'],
    )
  })

  it('an incident inside a call shows on the call, and in its own drawing at its place', () => {
    const counts = {
      panel: { active: 2 },
      'panel/vote': { active: 2 },
      'panel/tell': { active: 0, incidents: 1 },
    }
    const outer = countDecoration(counts)
    assert.deepEqual(
      outer.badges.map(({ text }) => text),
      ['2', '! 1'],
    )
    assert.deepEqual(countDecoration(counts, 'panel').looks, { vote: 'running', tell: 'problem' })
  })
})

describe('what is painted on two versions side by side', () => {
  it('each element says what became of it', () => {
    const { looks, faint } = changeDecoration({ added: ['a'], changed: ['b'] })
    assert.deepEqual([looks, faint], [{ a: 'added', b: 'changed' }, false])
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
