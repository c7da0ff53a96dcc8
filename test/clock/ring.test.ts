import assert from 'node:assert/strict'
import { arcPath, ringArcs, ringParts, ringSvg, ringText } from '../../web/src/bpmn/ring.ts'
import type { RingClock } from '../../web/src/bpmn/ring.ts'

const clock: RingClock = {
  id: 'c',
  kind: 'statutory',
  kindName: '法定时限',
  n: 1,
  unit: 'working-day',
  total: 20,
  used: 5,
  paused: 5,
  remaining: 15,
  state: 'running',
  light: 'green',
  provisional: false,
  dueDay: '2026-11-16',
}

describe('a clock drawn as a ring', () => {
  it('shares the circle between the budget and the days that were paused', () => {
    assert.deepEqual(ringParts(clock), { used: 0.2, paused: 0.2 })
    assert.deepEqual(
      ringArcs(clock, 20).map(({ part }) => part),
      ['used', 'paused'],
    )
  })

  it('an overdue clock is a full ring, never more', () => {
    const overdue = { ...clock, used: 23, paused: 0, remaining: -3 }
    assert.equal(ringParts(overdue).used, 1)
    // Equal ends would draw nothing at all.
    const [start, end] = arcPath(20, 0, 1).split(/ A.* 1 1 /)
    assert.notEqual(start?.slice(1), end)
  })

  it('a term of no days draws an empty ring instead of failing', () => {
    assert.deepEqual(ringParts({ total: 0, used: 0, paused: 0 }), { used: 0, paused: 0 })
  })

  it('says in words what the colour says', () => {
    assert.equal(ringText(clock), '剩 15 个工作日')
    assert.equal(ringText({ ...clock, remaining: -3, state: 'overdue' }), '超期 3 个工作日')
    assert.equal(ringText({ ...clock, state: 'paused', light: 'paused' }), '暂停，剩 15 个工作日')
    assert.equal(ringText({ ...clock, state: 'stopped' }), '已停止，用 5 个工作日')
    assert.equal(ringText({ ...clock, unit: 'calendar-day' }), '剩 15 天')
  })

  it('hatches the pause and breaks the rim of a provisional term', () => {
    assert.match(ringSvg(clock, 20), /stroke-dasharray="1.6 1.8"/)
    assert.doesNotMatch(ringSvg(clock, 20), /stroke-dasharray="3 3"/)
    assert.match(ringSvg({ ...clock, provisional: true }, 20), /stroke-dasharray="3 3"/)
    assert.match(ringSvg(clock, 20), />15<\/text>/)
  })
})
