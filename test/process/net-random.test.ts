import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import type { Net } from '../../workflows/process/model.ts'
import * as interpreter from '../../workflows/process/net.ts'
import { seeded } from '../support/random.ts'
import { draw } from './drawing.ts'
import { Play } from './play.ts'

const everything = `start s
  or o
  user a ok,back
  boundary late on=a timer=P5D
  boundary hint on=a timer=P3D non
  service tell
  end told
  xor x
  sub part multi=places {
    start is
    and f
    user look ok,bad
    service measure
    boundary broken on=measure error=
    xor m
    and j
    xor y
    end bad error=BAD
    end ie
    is > f
    f > look > y
    y > bad : outcome = "bad"
    y >> j
    f > measure > m
    broken > m > j
    j > ie
    esub pause {
      start halt signal=storm
      catch w message=calm
      end pe
      halt > w > pe
    }
  }
  boundary wrong on=part error=BAD
  evt g
  catch answer message=calm
  catch silence timer=P9D
  xor back
  or k
  user final
  end e
  s > o
  o > a : n > 0
  o > part : n > 1
  o >> g
  a > x
  x > a : a = "back"
  x >> k
  late > k
  hint > tell > told
  part > k
  wrong > back
  g > answer > back
  g > silence > back
  back > k
  k > final > e
  esub ending {
    start stop message=end-case
    user why
    end ended
    stop > why > ended
  }
  esub asking {
    start q message=question non
    user reply
    end qe
    q > reply > qe
  }`

/** Everything that could happen next, as lines of a script. */
function possible(net: Net, play: Play): string[] {
  const lines = interpreter.openTimers(play.state).map((one) => `fire ${one.key}`)
  for (const { key, element, wait } of interpreter.openWaits(play.state)) {
    const outcomes = net.elements[element]?.user?.outcomes ?? []
    if (wait === 'task') lines.push(...outcomes.map((one) => `do ${key} ${one.id}`))
    if (wait === 'service') lines.push(`do ${key}`, `fail ${key} E${key.length % 2}`)
  }
  const names = Object.values(net.elements).map((el) => el.event)
  for (const event of names)
    if (event?.kind === 'message' || event?.kind === 'signal') lines.push(`${event.kind} ${event.name}`)
  return lines
}

/** A walk that fails can be walked again by its seed. */
function walk(net: Net, seed: number, begin: string): Play {
  const random = seeded(seed)
  const play = new Play(net)
  play.step(begin)
  for (let i = 0; i < 80 && !play.state.ended; i++) {
    const lines = possible(net, play)
    play.step(lines[Math.floor(random() * lines.length)] as string)
  }
  return play
}

describe('Random walks', () => {
  it('through a drawing with everything keep every token accounted for, and never starve a published join', async () => {
    const { net } = await compileBpmn(draw(everything))
    const ends = new Set<string>()
    for (let seed = 1; seed <= 150; seed++) {
      const play = walk(net, seed, `start n=${seed % 3} places=["甲","乙"]`)
      const starved = play.all.some((one) => one.type === 'incident' && one.code === 'join-starved')
      assert.ok(!starved, `seed ${seed}`)
      if (play.state.ended) ends.add(play.state.ended.element)
    }
    assert.deepEqual([...ends].sort(), ['e', 'ended', 'qe', 'told'])
  })

  it('through the entrusted acceptance case keep every token accounted for', async () => {
    const file = new URL('../../workflows/case/entrusted-acceptance.bpmn', import.meta.url)
    const { net } = await compileBpmn(await readFile(file, 'utf8'))
    for (let seed = 1; seed <= 60; seed++) walk(net, seed, 'start delivered=false chaseAt="2026-04-01"')
  })
})
