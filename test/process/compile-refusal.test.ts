import assert from 'node:assert/strict'
import { compileBpmn } from '../../server/modules/process/compile.ts'
import { messagesCaught } from '../../workflows/process/people.ts'
import { draw } from './drawing.ts'
import { codes, frame, line, problems } from './publish.ts'

/** What is wrong with a process that is otherwise s > … > e: the code and the element it is told for. */
interface Refusal {
  name: string
  drawing: string
  /** `code@element`, all of them. */
  found: string
}

const refusals: Refusal[] = [
  { name: 'a complex gateway', drawing: line('complex x', 'x'), found: 'unsupported-element@x' },
  { name: 'a transaction', drawing: line('transaction x', 'x'), found: 'unsupported-element@x' },
  { name: 'an ad-hoc sub-process', drawing: line('adhoc x', 'x'), found: 'unsupported-element@x' },
  { name: 'a script task', drawing: line('script x', 'x'), found: 'unsupported-element@x' },
  { name: 'a send task', drawing: line('send x', 'x'), found: 'unsupported-element@x' },
  { name: 'a manual task', drawing: line('manual x', 'x'), found: 'unsupported-element@x' },
  { name: 'a business rule task', drawing: line('rule x', 'x'), found: 'unsupported-element@x' },
  { name: 'a task of no kind', drawing: line('task x', 'x'), found: 'unsupported-element@x' },
  { name: 'a link event', drawing: line('throw x link', 'x'), found: 'unsupported-element@x' },
  { name: 'an escalation', drawing: line('throw x escalation', 'x'), found: 'unsupported-element@x' },
  { name: 'a compensation', drawing: line('throw x compensate', 'x'), found: 'unsupported-element@x' },
  { name: 'a conditional event', drawing: line('catch x conditional', 'x'), found: 'unsupported-element@x' },
  {
    name: 'a catch event that waits for nothing',
    drawing: line('catch x', 'x'),
    found: 'unsupported-element@x',
  },
  {
    name: 'a timer that starts a process',
    drawing: 'start s timer=P1D\nend e\ns > e',
    found: 'unsupported-element@s',
  },
  { name: 'a timer in a circle', drawing: line('catch x cycle=R3/P1D', 'x'), found: 'unsupported-element@x' },
  {
    name: 'two events in one',
    drawing: line(
      'catch x timer=P1D xml="<bpmn:signalEventDefinition/>"'.replace(/"<(.*)\/>"/, '<$1/>'),
      'x',
    ),
    found: 'unsupported-element@x',
  },
  {
    name: 'a loop marker',
    drawing: line('user x xml=<bpmn:standardLoopCharacteristics/>', 'x'),
    found: 'unsupported-element@x',
  },
  { name: 'a user task without a role', drawing: line('user x role=', 'x'), found: 'role-missing@x' },
  { name: 'a user task without outcomes', drawing: line('user x none', 'x'), found: 'outcomes-missing@x' },
  {
    name: 'a user task of nobody knows whose staff',
    drawing: line('user x side=moon', 'x'),
    found: 'bad-side@x',
  },
  {
    name: 'a user task with one outcome twice',
    drawing: line('user x a,a', 'x'),
    found: 'duplicate-outcome@x,outcomes-unused@x',
  },
  {
    name: 'outcomes that no condition asks for',
    drawing: line('user x ok,no', 'x'),
    found: 'outcomes-unused@x',
  },
  { name: 'an outcome with a blank in its id', drawing: line('user x 1a', 'x'), found: 'bad-outcome@x' },
  {
    name: 'a condition that asks for an outcome the task does not offer',
    drawing: frame(`user a ok,no
      xor x
      s > a > x
      x > e : a = "okay" or outcome = "no"
      x >> a`),
    found: 'unknown-outcome@x-e',
  },
  {
    name: 'a service without an activity',
    drawing: line('service x none', 'x'),
    found: 'activity-missing@x',
  },
  {
    name: 'a service with a path for an activity',
    drawing: line('service x ../rm', 'x'),
    found: 'bad-activity@x',
  },
  {
    name: 'a timer without a term',
    drawing: frame(`user a
      boundary t on=a xml=<bpmn:timerEventDefinition/>
      s > a > e
      t > e`),
    found: 'timer-missing@t',
  },
  {
    name: 'a term that is no ISO duration',
    drawing: line('catch x timer=5天', 'x'),
    found: 'bad-duration@x',
  },
  { name: 'an empty ISO duration', drawing: line('catch x timer=PT', 'x'), found: 'bad-duration@x' },
  {
    name: 'a clock that no law knows',
    drawing: line('catch x clock=lunch/enforce', 'x'),
    found: 'unknown-clock@x',
  },
  {
    name: 'a name every object has, taken for a clock',
    drawing: line('catch x clock=toString/enforce', 'x'),
    found: 'unknown-clock@x',
  },
  {
    name: 'a clock that does not say whether it enforces',
    drawing: line('catch x clock=acceptance', 'x'),
    found: 'bad-clock-mode@x',
  },
  { name: 'a message without a name', drawing: line('catch x message=', 'x'), found: 'event-name-missing@x' },
  {
    name: 'an error end without a code',
    drawing: 'start s\nend e error=\ns > e',
    found: 'event-name-missing@e',
  },
  {
    name: 'a message for nobody in particular',
    drawing: line('throw x message=m', 'x'),
    found: 'message-target-missing@x',
  },
  {
    name: 'an end event with a message that names no record',
    drawing: 'start s\nend e message=m noun=case\ns > e',
    found: 'message-target-missing@e',
  },
  {
    name: 'a message for a noun that nobody knows',
    drawing: line('throw x message=m noun=dossier correlation=to', 'x'),
    found: 'unknown-noun@x',
  },
  {
    name: 'a message whose target is no expression',
    drawing: line('throw x message=m noun=case correlation=((', 'x'),
    found: 'bad-expression@x',
  },
  {
    name: 'a message that brings what is no variable',
    drawing: line('throw x message=m noun=case correlation=to carries=a+b', 'x'),
    found: 'bad-variable@x',
  },
  {
    name: 'a receive task without a message',
    drawing: line('receive x', 'x'),
    found: 'event-name-missing@x',
  },
  {
    name: 'a bad condition',
    drawing: frame('xor x\nuser b\ns > x\nx > b : a = = 1\nx >> e\nb > e'),
    found: 'bad-expression@x-b',
  },
  {
    name: 'a condition with a loop',
    drawing: frame('xor x\nuser b\ns > x\nx > b : some y in z satisfies y\nx >> e\nb > e'),
    found: 'bad-expression@x-b',
  },
  {
    name: 'a date that is no expression',
    drawing: line('catch x date="next ] week"', 'x'),
    found: 'bad-expression@x',
  },
  {
    name: 'a collection that is no expression',
    drawing: line('user x multi=((', 'x'),
    found: 'bad-expression@x',
  },
  {
    name: 'a completion condition that is no expression',
    drawing: line('user x multi=a until=))', 'x'),
    found: 'bad-expression@x',
  },
  {
    name: 'a joint review without a list',
    drawing: line('user x multi=', 'x'),
    found: 'collection-missing@x',
  },
  { name: 'a dead end', drawing: frame('user a\nand f\ns > f\nf > e\nf > a'), found: 'dead-end@a' },
  { name: 'a start that leads nowhere', drawing: 'start s\nend e', found: 'dead-end@s,unreachable@e' },
  {
    name: 'a boundary event that leads nowhere',
    drawing: frame('user a\nboundary t on=a timer=P1D\ns > a > e'),
    found: 'dead-end@t',
  },
  { name: 'an element nobody reaches', drawing: frame('user a\ns > e\na > e'), found: 'unreachable@a' },
  {
    name: 'flows out of an end event',
    drawing: frame('user a\ns > e\ne > a\na > e'),
    found: 'end-has-outgoing@e',
  },
  {
    name: 'flows into a start event',
    drawing: frame('user a\ns > a\na > s\na > e'),
    found: 'start-has-incoming@s',
  },
  { name: 'a process without a start', drawing: 'user a\nend e\na > e', found: 'no-start@p' },
  {
    name: 'a process with two starts',
    drawing: 'start s\nstart s2\nend e\ns > e\ns2 > e',
    found: 'several-starts@s2',
  },
  {
    name: 'a sub-process without a start',
    drawing: line('sub part {\nend pe\n}', 'part'),
    found: 'no-start@part',
  },
  {
    name: 'a flow across the edge of a sub-process',
    drawing: frame('sub part {\nstart ps\nuser a\nend pe\nps > a > pe\n}\ns > part\npart > e\ns > a'),
    found: 'flow-crosses-scope@s-a',
  },
  {
    name: 'an event sub-process that no event starts',
    drawing: frame('s > e\nesub x {\nstart xs\nend xe\nxs > xe\n}'),
    found: 'untyped-event-start@xs',
  },
  {
    name: 'an event sub-process with flows',
    drawing: frame('esub x {\nstart xs signal=w\nend xe\nxs > xe\n}\ns > x > e'),
    found: 'event-subprocess-flow@x',
  },
  {
    name: 'a boundary event on nothing',
    drawing: frame('boundary t timer=P1D\ns > e\nt > e'),
    found: 'boundary-unattached@t,unreachable@t',
  },
  {
    name: 'a boundary event on a gateway',
    drawing: frame('xor x\nboundary t on=x timer=P1D\ns > x > e\nt > e'),
    found: 'boundary-unattached@t',
  },
  {
    name: 'an error boundary that does not interrupt',
    drawing: frame('service v\nboundary t on=v error=E non\ns > v > e\nt > e'),
    found: 'unsupported-element@t',
  },
  {
    name: 'a gateway flow without condition or default',
    drawing: frame('xor x\nuser b\ns > x\nx > b : n > 1\nx > e\nb > e'),
    found: 'condition-missing@x-e',
  },
  {
    name: 'a condition where nothing is chosen',
    drawing: frame('and f\nuser a\nuser b\ns > f\nf > a : n > 1\nf > b\na > e\nb > e'),
    found: 'condition-not-allowed@f-a',
  },
  {
    name: 'an event gateway that leads to a task',
    drawing: frame('evt g\ncatch c timer=P1D\nuser a\ns > g\ng > c > e\ng > a > e'),
    found: 'event-gateway-target@g',
  },
  {
    name: 'an event behind an event gateway that is also reached otherwise',
    drawing: frame(
      'evt g\ncatch c timer=P1D\ncatch d timer=P2D\nand f\ns > f\nf > g\ng > c > e\ng > d > e\nf > c',
    ),
    found: 'event-gateway-target@g',
  },
  {
    name: 'a receive task with a deadline behind an event gateway',
    drawing: frame(
      'evt g\ncatch c timer=P1D\nreceive r message=m\nboundary t on=r timer=P1D\ns > g\ng > c > e\ng > r > e\nt > e',
    ),
    found: 'event-gateway-target@g',
  },
  {
    name: 'a circle of gateways',
    drawing: frame('xor x\nxor y\ns > x > y\ny > x : again\ny >> e'),
    found: 'endless-loop@x',
  },
  {
    name: 'a parallel join behind an exclusive choice',
    drawing: frame('xor x\nuser a\nuser b\nand j\ns > x\nx > a : n > 1\nx >> b\na > j\nb > j\nj > e'),
    found: 'join-starves@j',
  },
  {
    name: 'a parallel join one branch of which may be left by an error',
    drawing: frame(
      'and f\nservice a\nuser b\nboundary t on=a error=E\nand j\nend x\ns > f\nf > a > j\nf > b > j\nj > e\nt > x',
    ),
    found: 'join-starves@j',
  },
  {
    name: 'a parallel join inside a sub-process that starves',
    drawing: line(
      'sub part {\nstart ps\nor o\nuser a\nuser b\nand j\nend pe\nps > o\no > a : n > 1\no >> b\na > j\nb > j\nj > pe\n}',
      'part',
    ),
    found: 'join-starves@j',
  },
  {
    name: 'a parallel join that waits for its own outcome',
    drawing: frame('and j\nuser a\nand f\ns > j > a > f\nf > e\nf > j'),
    found: 'join-starves@j',
  },
  { name: 'a call of nothing', drawing: line('call c', 'c'), found: 'call-missing@c' },
  {
    name: 'a call of a process nobody has published',
    drawing: line('call c process=ghost', 'c'),
    found: 'call-unresolved@c',
  },
  {
    name: 'two elements with one id',
    drawing: 'start s\nuser a\nuser a\nend e\ns > a > e',
    found: 'duplicate-id@a',
  },
  {
    name: 'an id with a slash in it',
    drawing: line('user a/b', 'a/b'),
    found: 'bad-id@a/b,bad-id@s-a/b,bad-id@a/b-e',
  },
]

describe('Publishing refuses', () => {
  for (const { name, drawing, found } of refusals)
    it(name, async () => {
      const told = await problems(draw(drawing))
      assert.deepEqual(codes(told).join(','), found)
      for (const { title } of told) assert.match(title, /\p{Script=Han}/u, 'the reason is in Chinese')
    })
})

describe('A thrown message', () => {
  const receivers = [
    { noun: 'case', key: 'acceptance', messages: ['item-changed'] },
    { noun: 'change-ticket', key: 'p', messages: ['answer'] },
  ]
  const found = async (drawing: string) => codes(await problems(draw(drawing), undefined, { receivers }))

  it('is published when a process of that noun can take it', async () => {
    const drawing = line('throw x message=item-changed noun=case correlation=to', 'x')
    assert.deepEqual(await found(drawing), [])
  })

  it('is refused when none can, whoever else knows the name', async () => {
    for (const [name, noun] of [
      ['gone', 'case'],
      ['item-changed', 'change-ticket'],
    ]) {
      const drawing = line(`throw x message=${name} noun=${noun} correlation=to`, 'x')
      assert.deepEqual(await found(drawing), ['message-unreceivable@x'])
    }
  })

  it('to another instance of the process itself counts what is drawn now, not what was published', async () => {
    const throws = (name: string) => `throw x message=${name} noun=change-ticket correlation=to`
    assert.deepEqual(await found(line(throws('answer'), 'x')), ['message-unreceivable@x'])
    const both = frame(`catch c message=question\n${throws('question')}\ns > c > x > e`)
    assert.deepEqual(await found(both), [])
  })

  it('has a name that no person sends by in the process that takes it', async () => {
    const act = '<bpmn:extensionElements><banjian:act name="办" role="clerk"/></bpmn:extensionElements>'
    const both = frame('catch c message=m xml=ACT\ncatch d message=m\ns > c > d > e')
    assert.deepEqual(codes(await problems(draw(both).replace('ACT', act))), ['message-of-both@c'])
  })

  it('is not for what a person sends, nor for the start of a process', async () => {
    const caught = async (xml: string) => messagesCaught((await compileBpmn(xml)).net)
    const act = '<bpmn:extensionElements><banjian:act name="办" role="clerk"/></bpmn:extensionElements>'
    const acted = draw(`start s message=apply
      catch c message=by-person xml=ACT
      catch d message=by-instance
      end e
      s > c > d > e`).replace('ACT', act)
    assert.deepEqual(await caught(acted), ['by-instance'])
    const within = 'start s\nesub x {\nstart xs message=m non\nend xe\nxs > xe\n}\nend e\ns > e'
    assert.deepEqual(await caught(draw(within)), ['m'])
  })
})
