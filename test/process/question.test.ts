import assert from 'node:assert/strict'
import { askTimer, remind } from '../../activities/process/timers.ts'
import type { AnyNoun } from '../../activities/process/plan.ts'
import { Plan } from '../../activities/process/plan.ts'
import { ClockBook } from '../../server/records/clock/book.ts'
import type { NewClock } from '../../server/records/clock/acts.ts'
import type { Loaded, LoadedInstance } from '../../server/records/process/step.ts'
import type { TimerQuestion } from '../../workflows/process/domain.ts'
import type { Calendar } from '../../workflows/clock/domain.ts'

const calendar: Calendar = { version: 1, years: [2025, 2026], days: {} }
const started = '2026-03-02T02:00:00.000Z'
/** Five working days from Monday 2 March: over when Monday 9 March ends. */
const due = '2026-03-09T16:00:00.000Z'
const late = '2026-03-09T16:00:05.000Z'

const clock: NewClock = {
  ...{ kind: 'acceptance', startedBy: 'start', mode: 'enforce', unit: 'working-day', budget: 5 },
  ...{ startDay: '2026-03-02', closes: 'online' },
}

const noun = {
  sql: { noun: 'test', facts: '', parts: '' },
  rows: () => ({}),
  heading: () => ({ itemCode: '', statusName: '' }),
  clockName: () => '受理时限',
} as unknown as AnyNoun

/** What a step would have loaded of an instance with this clock. */
function planOf(
  given: { clock?: Partial<NewClock>; instance?: Partial<LoadedInstance>; pending?: string } = {},
) {
  const book = new ClockBook({ instance: 'test:1', clocks: [], changes: [], told: [], calendar })
  book.start({ ...clock, ...given.clock }, started)
  const rows = book.take()
  const instance = {
    id: 'test:1',
    noun: 'test',
    number: '1',
    enforced_by: null,
    enforced_at: null,
    revision: 3,
  }
  const loaded = {
    instance: { ...instance, ...given.instance },
    ...{ act: null, written: null, results: {}, tasks: [], holders: [], calendarId: 1, facts: {} },
    pendingSince: given.pending ?? null,
    clocks: rows.clocks.map((row) => ({
      ...row,
      ...{ pauses: [], extensions: [], told: [], changes: rows.changes },
    })),
  } as unknown as Loaded
  const net = { key: 'p', name: '', elements: {}, flows: {} }
  return new Plan(noun, loaded, {}, { net, calendar, seal: (text) => text, now: late })
}

const question: TimerQuestion = {
  instance: 'test:1',
  key: 't#2',
  element: 't',
  clock: 'acceptance',
  mode: 'enforce',
  at: late,
}

const markOf = (rows: Record<string, object[]> | undefined) =>
  (rows?.['instance']?.[0] as LoadedInstance).enforced_by

describe('The question of an enforcing timer', () => {
  it('when the term is over, has its effect from the end of the term, and shuts the door to other acts', () => {
    const { answer, rows } = askTimer(planOf(), question)
    assert.deepEqual(answer, { verdict: 'fire', effectiveAt: due })
    assert.equal(markOf(rows), 't#2')
  })

  it('waits for an act that came in time and is still on its way', () => {
    const { answer, rows } = askTimer(planOf({ pending: '2026-03-09T15:59:59.000Z' }), question)
    assert.equal(answer.verdict, 'wait')
    assert.equal(markOf(rows), null)
  })

  it('answered otherwise than before takes the mark of its lost yes away', () => {
    // The yes was lost on its way; meanwhile a calendar made the term longer.
    const marked = { enforced_by: 't#2', enforced_at: due }
    const { answer, rows } = askTimer(planOf({ clock: { budget: 9 }, instance: marked }), question)
    assert.equal(answer.verdict, 'not-due')
    assert.equal(markOf(rows), null)
  })

  it('of another timer keeps its mark', () => {
    const marked = { enforced_by: 'other#7', enforced_at: due }
    const { rows } = askTimer(planOf({ clock: { budget: 9 }, instance: marked }), question)
    assert.equal(markOf(rows), 'other#7')
  })

  it('where silence has no effect leaves a timer that is drawn as idle', () => {
    const { answer, rows } = askTimer(planOf({ clock: { mode: 'advise' } }), question)
    assert.equal(answer.verdict, 'disarm')
    assert.deepEqual(rows?.['timersGone'], [{ key: 't#2', status: 'idle', revision: 3 }])
  })
})

describe('A reminder', () => {
  const rung = { clock: 'acceptance', n: 1, level: 'yellow', at: '2026-03-08T16:00:00.000Z' }

  it('is told once, on the timeline of the instance', () => {
    const plan = planOf()
    const { rows } = remind(plan, rung)
    assert.deepEqual(
      rows?.['trail']?.map((row) => (row as { act: string }).act),
      ['acceptance-yellow'],
    )
    assert.equal(remind(plan, rung).rows, undefined)
  })
})
