import assert from 'node:assert/strict'
import { createGatherer } from '../../web/src/api/gather.ts'
import { useKeyset } from '../../web/src/components/keyset.ts'
import { effectScope, nextTick, ref } from 'vue'
import { createOrder } from '../../web/src/api/order.ts'
import { useResource } from '../../web/src/components/use-resource.ts'
import type { Page } from '../../web/src/components/keyset.ts'

/** Time that only the test moves. */
function createTimers() {
  let now = 0
  let count = 0
  const timers = new Map<number, { at: number; call: () => void }>()
  return {
    set: (call: () => void, ms: number) => {
      timers.set(++count, { at: now + ms, call })
      return count
    },
    clear: (timer: number) => void timers.delete(timer),
    now: () => now,
    to(ms: number) {
      now = ms
      for (const [id, { at, call }] of [...timers].sort((a, b) => a[1].at - b[1].at)) {
        if (at > now) continue
        timers.delete(id)
        call()
      }
    },
  }
}

describe('a live list', () => {
  it('is read once after a burst, with the last event', () => {
    const timers = createTimers()
    const told: [number, string][] = []
    const gatherer = createGatherer((value: string) => told.push([timers.now(), value]), timers)
    for (const ms of [0, 100, 200]) {
      timers.to(ms)
      gatherer.add('worklist', `at ${ms}`)
    }
    timers.to(449)
    assert.deepEqual(told, [])
    timers.to(450)
    assert.deepEqual(told, [[450, 'at 200']])
  })

  it('is read at least every two seconds while acts never pause', () => {
    const timers = createTimers()
    const told: number[] = []
    const gatherer = createGatherer(() => told.push(timers.now()), timers)
    for (let ms = 0; ms <= 10_000; ms += 25) {
      timers.to(ms)
      gatherer.add('worklist', '')
    }
    assert.ok(told.length >= 4, `told at ${told.join()}`)
    ;[0, ...told].reduce((before, at) => (assert.ok(at - before <= 2025, `${before} to ${at}`), at))
  })

  it('tells one object apart from another, and nothing after the page was left', () => {
    const timers = createTimers()
    const told: string[] = []
    const gatherer = createGatherer((value: string) => told.push(value), timers)
    gatherer.add('case:1', 'one')
    gatherer.add('case:2', 'two')
    timers.to(250)
    assert.deepEqual(told, ['one', 'two'])
    gatherer.add('case:1', 'late')
    gatherer.stop()
    timers.to(9999)
    assert.deepEqual(told, ['one', 'two'])
  })

  it('is not cancelled by the next event while it is being read: that one waits, and many are one', async () => {
    const answers: ((page: Page<number>) => void)[] = []
    const list = useKeyset<number>(() => new Promise((resolve) => answers.push(resolve)))
    const first = list.refresh()
    const others = [list.refresh(), list.refresh(), list.refresh()]
    assert.equal(answers.length, 1)
    answers[0]!({ rows: [1], next: null })
    await first
    assert.deepEqual(list.rows.value, [1])
    while (answers.length < 2) await Promise.resolve()
    answers[1]!({ rows: [2], next: null })
    await Promise.all(others)
    assert.deepEqual(list.rows.value, [2])
    assert.equal(answers.length, 2)
  })
})

describe('a live page', () => {
  it('shows the answers that come while every event asks anew, though each is slower than the next event', async () => {
    const answers: ((value: number) => void)[] = []
    const stamp = ref(0)
    const scope = effectScope()
    const { data } = scope.run(() =>
      useResource(
        () => new Promise<number>((resolve) => answers.push(resolve)),
        () => stamp.value,
      ),
    )!
    for (let n = 1; n <= 5; n++) {
      stamp.value = n
      await nextTick()
      answers[n - 1]!(n)
      await nextTick()
      assert.equal(data.value, n, `${answers.length} asked`)
    }
    scope.stop()
    answers[5]!(6)
    await nextTick()
    assert.equal(data.value, 5, 'the page was left')
  })

  it('never goes back to an older answer that comes late', () => {
    const order = createOrder()
    const [first, second, third] = [order.ask(), order.ask(), order.ask()]
    assert.deepEqual([second(), first(), third()], [true, false, true])
    const left = order.ask()
    order.forget()
    assert.equal(left(), false)
  })
})
