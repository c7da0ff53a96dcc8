import assert from 'node:assert/strict'
import { calleesFirst } from '../../scripts/seed/drawings.ts'
import { draw } from './drawing.ts'

const calling = (key: string, called: string) =>
  draw(`start s\n  call c process=${called}\n  end e\n  s > c > e`, key)
const plain = (key: string) => draw('start s\n  end e\n  s > e', key)

describe('shipped drawings', () => {
  it('are published callees first, whatever their names', () => {
    const [top, middle, part] = [calling('a', 'b'), calling('b', 'z'), plain('z')]
    assert.deepEqual(calleesFirst([top, middle, part]), [part, middle, top])
  })

  it('that call each other are refused', () => {
    assert.throws(() => calleesFirst([calling('a', 'b'), calling('b', 'a')]), /call each other: a, b/)
  })
})
