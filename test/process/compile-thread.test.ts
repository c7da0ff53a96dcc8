import assert from 'node:assert/strict'
import { PublishError } from '../../server/modules/process/compile.ts'
import { compileInThread } from '../../server/modules/process/compile-thread.ts'
import { draw } from './drawing.ts'

/** Parallel tasks with boundary events in every combination: minutes of checking. */
const explosion = (): string => {
  const tasks = Array.from({ length: 60 }, (_, i) => {
    const events = Array.from(
      { length: 7 },
      (_, k) => `boundary b${i}x${k} on=u${i} timer=P${k + 1}D non\nend z${i}x${k}\nb${i}x${k} > z${i}x${k}`,
    )
    return `user u${i}\nf > u${i} > j\n${events.join('\n')}`
  })
  return draw(`start s\nand f\nand j\nend e\ns > f\nj > e\n${tasks.join('\n')}`)
}

describe('Compiling beside the requests', () => {
  it('gives the net, with called processes asked for over the way', async () => {
    const called = draw('start s\nuser inner\nend e\ns > inner > e', 'part')
    const resolveCall = async (key: string) => (key === 'part' ? { xml: called, version: 3 } : undefined)
    const { net, calls } = await compileInThread(draw('start s\ncall c process=part\nend e\ns > c > e'), {
      resolveCall,
    })
    assert.ok(net.elements['c/inner'])
    assert.deepEqual(calls, [{ element: 'c', key: 'part', version: 3 }])
  })

  it('refuses with the same problems', async () => {
    await assert.rejects(compileInThread(draw('user a\nend e\na > e'), {}), (error: unknown) => {
      assert.ok(error instanceof PublishError)
      assert.equal(error.problems[0]?.code, 'no-start')
      return true
    })
  })

  it('the event loop goes on while a drawing is checked, and one that takes too long is refused', async () => {
    let turns = 0
    const turning = setInterval(() => (turns += 1), 10)
    await assert.rejects(compileInThread(explosion(), {}, 500), (error: unknown) => {
      assert.ok(error instanceof PublishError)
      assert.deepEqual(
        error.problems.map(({ code }) => code),
        ['definition-too-slow'],
      )
      return true
    })
    clearInterval(turning)
    assert.ok(turns > 10, `the loop turned ${turns} times`)
    const after = await compileInThread(draw('start s\nuser a\nend e\ns > a > e'), {})
    assert.equal(after.net.key, 'p')
  })
})
