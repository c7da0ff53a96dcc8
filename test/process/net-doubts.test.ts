import assert from 'node:assert/strict'
import { compileBpmn, draftBpmn, PublishError } from '../../server/modules/process/compile.ts'
import * as net from '../../workflows/process/net.ts'
import type { Net, Step } from '../../workflows/process/model.ts'
import { draw } from './drawing.ts'
import { dawn } from './play.ts'
import { codes, problems } from './publish.ts'
import { table } from './table.ts'

const netOf = async (drawing: string): Promise<Net> => (await compileBpmn(draw(drawing))).net
const codesOf = async (xml: string): Promise<string[]> => codes(await problems(xml))
const incidentsOf = ({ effects }: Step): string[] =>
  effects.flatMap((one) => (one.type === 'incident' ? [one.code] : []))

const selfSignal = `start s
  user a
  end e
  s > a > e
  esub alarm {
    start w signal=go non
    throw t signal=go
    end f
    w > t > f
  }`

describe('A step ends', () => {
  it('an event sub-process that throws the signal which starts it is refused when it is published', async () => {
    const drawn = draw(selfSignal)
    assert.deepEqual(await codesOf(drawn), ['endless-loop@w'])
  })

  it('one that gets past publishing stops at a bound as an incident, and stalls nobody', async () => {
    const { net: drawn } = await draftBpmn(draw(selfSignal))
    const { state } = net.start(drawn, {}, dawn)
    const step = net.trigger(drawn, state, { kind: 'signal', name: 'go' }, dawn)
    assert.deepEqual(incidentsOf(step), ['step-too-long'])
  })

  it('a split that comes back to its own task is told at publish, and opens no more tasks than the bound', async () => {
    const { warnings, net: drawn } = await compileBpmn(
      draw(`start s
        user a
        user more
        and f
        end e
        s > a > f
        f > a
        f > more > e`),
    )
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['token-flood'],
    )
    let step = net.start(drawn, {}, dawn)
    for (let rounds = 0; rounds < 600 && !incidentsOf(step).length; rounds++) {
      const again = net.openTasks(step.state).find(({ element }) => element === 'a')!
      step = net.complete(drawn, step.state, again.key, { outcome: 'done' }, dawn)
    }
    assert.deepEqual(incidentsOf(step), ['too-many-tasks'])
    assert.equal(net.openTasks(step.state).length, 500)
  })

  it('a task for each of many opens all its tasks or none', async () => {
    const wide = await netOf(`start s
      user a multi=all
      user b multi=all
      and f
      and j
      end e
      s > f
      f > a > j
      f > b > j
      j > e`)
    const all = Array.from({ length: 300 }, (_, i) => i)
    const step = net.start(wide, { all }, dawn)
    assert.deepEqual(incidentsOf(step), ['too-many-tasks'])
    assert.equal(net.openTasks(step.state).length, 300)
  })

  it('twenty doublings in a row are told at publish', async () => {
    const lines = Array.from(
      { length: 20 },
      (_, i) => `and f${i}\nuser u${i}\nuser v${i}\nf${i} > u${i} > f${i + 1}\nf${i} > v${i} > f${i + 1}`,
    )
    const { warnings } = await compileBpmn(
      draw(
        `start s\n${lines.join('\n').replaceAll('f20', 'm')}\nxor m\nuser z\nend e\ns > f0\nm > z > e`
          .replaceAll(/> f(\d+)(?=\n)/g, '> m$1')
          .replaceAll('s > m0', 's > f0') +
          Array.from({ length: 19 }, (_, i) => `\nxor m${i + 1}\nm${i + 1} > f${i + 1}`).join(''),
      ),
    )
    assert.ok(warnings.some(({ code }) => code === 'token-flood'))
  })
})

table('An inclusive join, as BPMN 2.0 §13.3.3 says', [
  {
    name: 'An inclusive join does not wait for a token that could only come over a flow on which one waits already',
    drawing: `start s
      or o
      user a
      user b
      boundary r on=a timer=P1D non
      user remind
      xor m
      or k
      end e
      s > o
      o > a : n > 0
      o > b : n > 0
      r > remind > m
      a > m
      m > k
      b > k
      k > e`,
    script: `start n=1 => task a, timer r 2026-03-02T04:00:00.000Z, task b
      fire r => fired r, task remind
      do a done => done a
      do b done => done b`,
    path: 's o a b r remind m k k e',
  },
])

describe('An outcome belongs to its task', () => {
  const twoBranches = (condition: string) => `start s
    user review pass,back
    service check
    xor x
    user decide
    user again
    end e
    s > review > check > x
    x > again : ${condition}
    x >> decide
    again > e
    decide > e`

  it('the bare word is refused where another task’s outcome could have come between', async () => {
    assert.ok((await codesOf(draw(twoBranches('outcome = "back"')))).includes('outcome-not-of-task@x-again'))
  })

  it('the task’s name is taken there, and the answer is that task’s', async () => {
    const drawn = await netOf(twoBranches('review = "back"'))
    const first = net.start(drawn, {}, dawn)
    const second = net.complete(drawn, first.state, 'review#1', { outcome: 'back' }, dawn)
    const third = net.complete(drawn, second.state, 'check#2', { vars: { outcome: 'pass' } }, dawn)
    assert.deepEqual(
      net.openTasks(third.state).map(({ element }) => element),
      ['again'],
    )
  })

  it('a completion condition sees all outcomes given so far', async () => {
    const drawn = await netOf(`start s
      user r agree multi=people until=count(outcomes)>1
      end e
      s > r > e`)
    let { state } = net.start(drawn, { people: ['甲', '乙', '丙'] }, dawn)
    const [one, two] = net.openTasks(state).map(({ key }) => key)
    state = net.complete(drawn, state, one!, { outcome: 'agree' }, dawn).state
    state = net.complete(drawn, state, two!, { outcome: 'agree' }, dawn).state
    assert.equal(state.ended?.how, 'completed')
  })
})

describe('What a drawing says of tasks and services', () => {
  const extensions = (calls: string) =>
    `<bpmn:extensionElements><banjian:calls>${calls}</banjian:calls></bpmn:extensionElements>`

  it('services drawn as a list are one step, with their inputs evaluated', async () => {
    const drawn = draw(`start s\nservice w none\nend e\ns > w > e`).replace(
      /<bpmn:serviceTask id="w" ?>/,
      `<bpmn:serviceTask id="w" banjian:answers="due">${extensions(
        '<banjian:call name="startClock"><banjian:input name="kind" value="confirm"/><banjian:input name="budget" value="=days + 1"/></banjian:call><banjian:call name="setStatus"><banjian:input name="status" value="confirming"/></banjian:call>',
      )}`,
    )
    const { net: compiled } = await compileBpmn(drawn)
    assert.deepEqual(net.start(compiled, { days: 4 }, dawn).effects.at(-1), {
      type: 'service',
      key: 'w#1',
      element: 'w',
      calls: [
        { name: 'startClock', input: { kind: 'confirm', budget: 5 } },
        { name: 'setStatus', input: { status: 'confirming' } },
      ],
      local: true,
      answers: ['due'],
    })
    const stopped = net.start(compiled, {}, dawn).effects.at(-1)
    assert.ok(stopped?.type === 'incident' && stopped.code === 'expression-failed')
  })

  it('each task of several instances names its candidate and its item', async () => {
    const drawn = draw(`start s\nuser r agree multi=people\nend e\ns > r > e`).replace(
      'banjian:role="clerk"',
      'banjian:role="operator head" banjian:side="platform" banjian:candidate="item" banjian:clock="statutory"',
    )
    const { net: compiled } = await compileBpmn(drawn)
    assert.deepEqual(compiled.elements.r?.user?.roles, ['operator', 'head'])
    const tasks = net
      .start(compiled, { people: ['7', '9'] }, dawn)
      .effects.filter((one) => one.type === 'task')
    assert.deepEqual(
      tasks.map((one) => [one.key, one.item, one.candidate]),
      [
        ['r#2', '7', '7'],
        ['r#3', '9', '9'],
      ],
    )
  })

  it('the messages the net waits for are told with the element that takes each', async () => {
    const drawn = await netOf(`start s
      user a
      receive r message=answer
      end e
      s > a > r > e
      esub ending {
        start w message=end-case
        user z
        end f
        w > z > f
      }`)
    const first = net.start(drawn, {}, dawn)
    assert.deepEqual(net.waitsFor(drawn, first.state), [{ name: 'end-case', element: 'w' }])
    const second = net.complete(drawn, first.state, 'a#1', { outcome: 'done' }, dawn)
    assert.deepEqual(
      net.waitsFor(drawn, second.state).map(({ element }) => element),
      ['r', 'w'],
    )
  })

  it('a service that does not exist in the drawn form is refused', async () => {
    const services = new Map([
      ['ask', { slow: true }],
      ['note', { inputs: [{ name: 'text' }], answers: ['n'] }],
    ])
    const told = async (drawing: string) =>
      compileBpmn(draw(drawing), { services }).then(
        () => [],
        (error: unknown) => (error as PublishError).problems.map(({ code }) => code),
      )
    const line = (service: string) => `start s\nservice ${service}\nend e\ns > w > e`
    assert.deepEqual(await told(line('w ask')), ['wrong-service-form'])
    assert.deepEqual(await told(line('w ask remote')), [])
    assert.deepEqual(await told(line('w note')), ['answer-undeclared'])
    assert.deepEqual(await told(line('w nobody')), ['unknown-activity'])
  })
})

describe('What the tables cannot hold is refused when it is published', () => {
  const user = (id: string, name: string, outcome = 'ok') =>
    draw(`start s\nuser ${id} ${outcome}\nend e\ns > ${id} > e`).replace(
      `id="${id}"`,
      `id="${id}" name="${name}"`,
    )

  it('a task name of 160 letters, an id too long for a key, an outcome too long for an act', async () => {
    assert.deepEqual(await codesOf(user('a', '审'.repeat(160))), ['too-long@a'])
    assert.ok((await codesOf(user(`a${'b'.repeat(120)}`, 'x'))).some((one) => one.startsWith('too-long@')))
    assert.deepEqual(await codesOf(user('a', 'x', `o${'k'.repeat(80)}`)), ['too-long@a'])
  })

  it('ids that every object has are refused by name, not by accident', async () => {
    for (const id of ['constructor', '__proto__', 'toString'])
      assert.ok((await codesOf(user(id, 'x'))).includes(`bad-id@${id}`), id)
  })

  it('process ids may begin with an underscore, as exported files do', async () => {
    const xml = draw('start s\nuser a\nend e\ns > a > e', '_6f2c')
    assert.deepEqual(await codesOf(xml), [])
  })

  it('a duration of ten thousand million years is no duration', async () => {
    assert.deepEqual(await codesOf(draw('start s\ncatch c timer=P9999999999Y\nend e\ns > c > e')), [
      'bad-duration@c',
    ])
  })

  it('a drawing of thousands of gateways or levels is refused without being read to its end', async () => {
    const row = Array.from({ length: 5800 }, (_, i) => `xor g${i}\ng${i} > g${i + 1}`).join('\n')
    assert.ok((await codesOf(draw(`start s\ns > g0\n${row}\nend g5800`))).includes('too-many-elements@p'))
    let inner = 'start s0\nend e0\ns0 > e0'
    for (let i = 1; i < 40; i++)
      inner = `start s${i}\nsub p${i} {\n${inner}\n}\nend e${i}\ns${i} > p${i} > e${i}`
    assert.ok((await codesOf(draw(inner))).some((one) => one.startsWith('too-deep@')))
  })
})
