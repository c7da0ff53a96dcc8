import assert from 'node:assert/strict'
import { BpmnModdle } from 'bpmn-moddle'
import descriptor from '../../workflows/process/banjian-moddle.json' with { type: 'json' }
import { compileBpmn } from '../../server/modules/process/compile.ts'
import * as edit from '../../web/src/bpmn/modeler/edit.ts'
import type { Writer } from '../../web/src/bpmn/modeler/edit.ts'
import { describe as factsOf } from '../../web/src/bpmn/modeler/facts.ts'
import type { Moddle } from '../../web/src/bpmn/modeler/facts.ts'
import { isMark, isPaletteEntry, isReplacement } from '../../web/src/bpmn/modeler/supported.ts'
import type { DrawnElement } from '../../web/src/bpmn/paint.ts'
import { draw } from './drawing.ts'
import { frame, line } from './publish.ts'

type Parser = BpmnModdle & {
  create: (type: string, props?: object) => Moddle
  toXML: (root: unknown) => Promise<{ xml: string }>
}

/** A drawing in memory with the writes of the modeler, but without its canvas. */
async function open(drawing: string) {
  const moddle = new BpmnModdle({ banjian: descriptor }) as Parser
  const { rootElement } = await moddle.fromXML(draw(drawing))
  const definitions = rootElement as Moddle
  const set = (one: Moddle, props: object) => {
    const setter = one as unknown as { set: (name: string, value: unknown) => void }
    for (const [name, value] of Object.entries(props)) setter.set(name, value)
  }
  const write: Writer = {
    update: ({ businessObject }, props) => set(businessObject as unknown as Moddle, props),
    updateModdle: (_element, one, props) => set(one, props),
    together: (run) => run(),
    create: (type, props) => moddle.create(type, props),
    definitions: () => definitions,
  }
  const all = (one: Moddle): Moddle[] => [one, ...((one.flowElements as Moddle[]) ?? []).flatMap(all)]
  const process = (definitions.rootElements as Moddle[]).find((one) => one.$type === 'bpmn:Process')!
  const find = (id: string): DrawnElement => {
    const bo = all(process).find((one) => one.id === id)!
    return { id, type: bo.$type, width: 0, height: 0, businessObject: bo } as unknown as DrawnElement
  }
  const xml = async () => (await moddle.toXML(definitions)).xml
  return { write, find, facts: (id: string) => factsOf(find(id).businessObject as unknown as Moddle), xml }
}
const outcome = { reason: '', final: false, form: '', hint: '', roles: [] } as const

describe('what the properties panel writes', () => {
  it('role, side and outcomes of a task are what the engine is given', async () => {
    const { write, find, facts, xml } = await open(
      frame('user look ok role=\nxor x\nend f\ns > look > x\nx > f : outcome = "reject"\nx >> e'),
    )
    edit.writeUser(write, find('look'), { roles: ['head'], side: 'bureau' })
    edit.writeUser(write, find('look'), {
      outcomes: [
        { ...outcome, id: 'pass', name: '通过', roles: [] },
        {
          ...outcome,
          id: 'reject',
          name: '不通过',
          reason: 'required',
          final: true,
          hint: '不再办理',
          roles: ['head'],
        },
      ],
    })
    const text = await xml()
    assert.match(
      text,
      /<banjian:outcome id="reject" name="不通过" reason="required" final="true" hint="不再办理" role="head" \/>/,
    )
    const { net } = await compileBpmn(text)
    assert.deepEqual(
      net.elements['look']?.user?.outcomes.map(({ id }) => id),
      ['pass', 'reject'],
    )
    assert.equal(net.elements['look']?.user?.side, 'bureau')
    assert.deepEqual(facts('look').user?.outcomes[1], {
      ...outcome,
      id: 'reject',
      name: '不通过',
      reason: 'required',
      final: true,
      hint: '不再办理',
      roles: ['head'],
    })
  })

  it('what is emptied leaves no empty attribute behind', async () => {
    const { write, find, xml } = await open(line('user look ok side=bureau', 'look'))
    const before = await xml()
    edit.writeUser(write, find('look'), { form: 'x', candidate: 'a', applicant: true })
    assert.notEqual(await xml(), before)
    edit.writeUser(write, find('look'), { form: '', candidate: ' ', applicant: false })
    assert.equal(await xml(), before)
  })

  it('one service without inputs stands in the attribute, more stand in order with their inputs', async () => {
    const { write, find, facts, xml } = await open(line('service run closeCase', 'run'))
    const calls = [
      { name: 'setStatus', inputs: [{ name: 'status', value: 'accepted' }] },
      { name: 'closeCase', inputs: [{ name: 'unused', value: '' }] },
    ]
    edit.writeService(write, find('run'), { calls })
    assert.match(
      await xml(),
      /<banjian:call name="setStatus"><banjian:input name="status" value="accepted" \/><\/banjian:call>/,
    )
    assert.deepEqual(facts('run').service?.calls, [calls[0], { name: 'closeCase', inputs: [] }])
    edit.writeService(write, find('run'), { calls: [calls[1]!] })
    const text = await xml()
    assert.match(text, /banjian:activity="closeCase"/)
    assert.doesNotMatch(text, /banjian:calls/)
  })

  it('a timer is one of clock, duration and date', async () => {
    const { write, find, facts, xml } = await open(frame('catch wait timer=P1D\ns > wait > e'))
    const timer = { clock: 'acceptance', mode: 'enforce', ref: '', duration: 'P5D', date: 'chaseAt' }
    edit.writeTimer(write, find('wait'), { ...timer, way: 'clock' })
    assert.deepEqual((await compileBpmn(await xml())).net.elements['wait']?.event?.timer, {
      clock: 'acceptance',
      mode: 'enforce',
    })
    edit.writeTimer(write, find('wait'), { ...timer, way: 'date' })
    assert.deepEqual((await compileBpmn(await xml())).net.elements['wait']?.event?.timer, { date: 'chaseAt' })
    assert.equal(facts('wait').event?.timer.way, 'date')
  })

  it('a message is found by its name or made, and says what a person does who sends it', async () => {
    const { write, find, facts, xml } = await open(
      frame('catch wait message=paid\ncatch also message=paid\ns > wait > also > e'),
    )
    edit.writeReference(write, find('wait'), 'message', 'delivered')
    edit.writeReference(write, find('also'), 'message', 'delivered')
    edit.writeAct(write, find('wait'), {
      name: '登记送达',
      roles: ['clerk'],
      side: 'centre',
      reason: 'optional',
      final: false,
      form: '',
      hint: '',
      applicant: true,
    })
    const text = await xml()
    assert.equal(text.match(/<bpmn:message [^>]*name="delivered"/g)?.length, 1)
    assert.match(
      text,
      /<banjian:act name="登记送达" role="clerk" side="centre" reason="optional" applicant="true" \/>/,
    )
    const { event } = facts('wait')
    assert.deepEqual([event?.name, event?.act?.name, event?.mayAct], ['delivered', '登记送达', true])
    edit.writeAct(write, find('wait'), null)
    assert.doesNotMatch(await xml(), /banjian:act /)
  })

  it('a thrown message says whom it is for and what it brings', async () => {
    const { write, find, facts, xml } = await open(line('throw tell message=changed', 'tell'))
    assert.deepEqual(facts('tell').event?.target, { noun: '', correlation: '', carries: '' })
    edit.writeTarget(write, find('tell'), { noun: 'case', correlation: 'caseNo', carries: 'itemCode kind' })
    assert.deepEqual((await compileBpmn(await xml())).net.elements['tell']?.target, {
      noun: 'case',
      correlation: 'caseNo',
      carries: ['itemCode', 'kind'],
    })
  })

  it('a repeated task has its list and its end', async () => {
    const { write, find, xml } = await open(line('user vote ok', 'vote'))
    edit.writeMulti(write, find('vote'), {
      way: 'parallel',
      collection: 'experts',
      completion: 'numberOfCompletedInstances >= 2',
      oneVoice: true,
    })
    const { net } = await compileBpmn(await xml())
    assert.deepEqual(net.elements['vote']?.multi, {
      sequential: false,
      collection: 'experts',
      completion: 'numberOfCompletedInstances >= 2',
      oneVoice: true,
    })
    edit.writeMulti(write, find('vote'), { way: 'once', collection: '', completion: '', oneVoice: false })
    assert.equal((await compileBpmn(await xml())).net.elements['vote']?.multi, undefined)
  })

  it('a way after a task offers the task’s outcomes for its condition', async () => {
    const { write, find, facts } = await open(
      frame('user check ok,no\nxor x\nend f\ns > check > x\nx > f : outcome = "no"\nx >> e'),
    )
    assert.deepEqual(
      facts('x-f').flow?.choices.map(({ id }) => id),
      ['outcome = "ok"', 'outcome = "no"'],
    )
    edit.writeCondition(write, find('x-f'), '')
    assert.equal(facts('x-f').flow?.condition, '')
    assert.equal(facts('x-e').flow?.isDefault, true)
  })
})

describe('what the editor offers to draw', () => {
  it('nothing that publishing refuses', () => {
    assert.ok(isReplacement('replace-with-user-task', false))
    for (const entry of [
      'replace-with-script-task',
      'replace-with-complex-gateway',
      'replace-with-escalation-boundary',
      'replace-with-link-intermediate-catch',
    ])
      assert.equal(isReplacement(entry, true), false, entry)
    assert.equal(isReplacement('replace-with-timer-start', false), false)
    assert.equal(isReplacement('replace-with-timer-start', true), true)
    assert.equal(isMark('toggle-loop', 'bpmn:UserTask'), false)
    assert.equal(isMark('toggle-parallel-mi', 'bpmn:ReceiveTask'), false)
    assert.equal(isPaletteEntry('create.data-object'), false)
  })
})
