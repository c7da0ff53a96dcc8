import assert from 'node:assert/strict'
import { draw } from './drawing.ts'
import { frame, problems } from './publish.ts'

describe('The check for starving joins lets through', () => {
  const sound: Record<string, string> = {
    'branches that all come': 'and f\nuser a\nuser b\nand j\ns > f\nf > a > j\nf > b > j\nj > e',
    'an exclusive choice that is merged before the join':
      'and f\nuser a\nxor x\nuser b\nuser c\nxor m\nand j\ns > f\nf > a > j\nf > x\nx > b : n > 1\nx >> c\nb > m\nc > m\nm > j\nj > e',
    'a join that a terminate end may overtake':
      'and f\nuser a ok,stop\nxor x\nuser b\nand j\nend t terminate\ns > f\nf > a > x\nx > t : outcome = "stop"\nx >> j\nf > b > j\nj > e',
    'a loop around fork and join':
      'xor m\nand f\nuser a\nuser b\nand j\nuser c ok,back\nxor x\ns > m > f\nf > a > j\nf > b > j\nj > c > x\nx > m : outcome = "back"\nx >> e',
    'a reminder beside a branch':
      'and f\nuser a\nboundary r on=a timer=P1D non\nuser n\nend ne\nuser b\nand j\ns > f\nf > a > j\nr > n > ne\nf > b > j\nj > e',
    'an inclusive split and its inclusive join beside it':
      'and f\nuser a\nor o\nuser b\nuser c\nor k\nand j\ns > f\nf > a > j\nf > o\no > b : n > 1\no >> c\nb > k\nc > k\nk > j\nj > e',
  }
  for (const [name, drawing] of Object.entries(sound))
    it(name, async () => assert.deepEqual(await problems(draw(frame(drawing))), []))

  it('twelve branches of twelve tasks without taking long', async () => {
    const branch = (i: number) => Array.from({ length: 12 }, (_, k) => `t${i}x${k}`)
    const all = Array.from({ length: 12 }, (_, i) => branch(i))
    const drawing = [
      'and f',
      'and j',
      ...all.flat().map((id) => `receive ${id} message=m`),
      's > f',
      'j > e',
      ...all.map((ids) => `f > ${ids.join(' > ')} > j`),
    ]
    const begin = performance.now()
    assert.deepEqual(await problems(draw(frame(drawing.join('\n')))), [])
    assert.ok(performance.now() - begin < 5000)
  })
})
