import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { compileBpmn, hashNet, type ResolveCall } from '../../server/modules/process/compile.ts'
import { draw } from './drawing.ts'
import { codes, frame, line, problems } from './publish.ts'

const tiny = 'start s\nend e\ns > e'

describe('Publishing refuses files', () => {
  it('that are not BPMN', async () => {
    for (const xml of ['', 'hello', '<html></html>', '{"a":1}', '<bpmn:definitions'])
      assert.deepEqual(codes(await problems(xml)), ['bad-xml@'], xml)
  })

  it('without a process, or with two that want to run', async () => {
    const empty = draw(tiny).replace(/<bpmn:process.*<\/bpmn:process>/, '')
    assert.deepEqual(codes(await problems(empty)), ['no-process@'])
    const [, process = ''] = /(<bpmn:process.*<\/bpmn:process>)/.exec(draw(tiny)) ?? []
    const twice = draw(tiny).replace(
      '</bpmn:definitions>',
      `${process.replaceAll(/="(p|s|e|s-e)"/g, '="q-$1"')}</bpmn:definitions>`,
    )
    assert.equal((await problems(twice))[0]?.code, 'several-processes')
  })

  it('with a misspelt attribute of ours, which would lose a term or a role', async () => {
    const xml = draw(line('user x', 'x')).replace('banjian:role', 'banjian:rolle')
    assert.deepEqual(codes(await problems(xml)), ['unknown-attribute@x', 'role-missing@x'])
  })

  it('with a flow to nowhere', async () => {
    const xml = draw('start s\nend e\ns > e\ns > gone')
    assert.deepEqual(codes(await problems(xml)), ['unresolved-reference@s-gone'])
  })

  it('that call themselves, directly or round a corner', async () => {
    const library: Record<string, string> = {
      p: 'start s\ncall c process=q\nend e\ns > c > e',
      q: 'start s\ncall d process=p\nend e\ns > d > e',
    }
    const resolveCall: ResolveCall = async (key) => ({ xml: draw(library[key] ?? '', key), version: 1 })
    assert.deepEqual(codes(await problems(draw(library.p ?? '', 'p'), resolveCall)), ['call-recursion@c/d'])
    assert.deepEqual(
      codes(await problems(draw('start s\ncall c process=p\nend e\ns > c > e', 'p'), resolveCall)),
      ['call-recursion@c'],
    )
  })

  it('whose called process has faults, told with the path to them', async () => {
    const resolveCall: ResolveCall = async () => ({ xml: draw(line('user x role=', 'x'), 'q'), version: 1 })
    assert.deepEqual(codes(await problems(draw(line('call c process=q', 'c')), resolveCall)), [
      'role-missing@c/x',
    ])
  })

  it('that are too large to travel with every case', async () => {
    const ids = Array.from({ length: 400 }, (_, i) => `step-number-${i}`)
    const long = `start s\nend e\n${ids.map((id) => `user ${id}`).join('\n')}\ns > ${ids.join(' > ')} > e`
    assert.deepEqual(codes(await problems(draw(long))), ['net-too-large@p'])
    assert.deepEqual(codes(await problems(`${draw(tiny)}${' '.repeat(2_000_000)}`)), ['xml-too-large@'])
  })

  it('with all faults at once, each with its element', async () => {
    const xml = draw(`start s
      user a role= none
      service v none
      script q
      catch t timer=soon
      end e
      s > a > v > q > t > e`)
    assert.deepEqual(codes(await problems(xml)), [
      'role-missing@a',
      'outcomes-missing@a',
      'activity-missing@v',
      'unsupported-element@q',
      'bad-duration@t',
    ])
  })
})

describe('Publishing', () => {
  const published = async (name: string) =>
    compileBpmn(await readFile(new URL(`models/${name}.bpmn`, import.meta.url), 'utf8'))

  it('reads a file as a modeler writes it: lanes, pools, data, notes and shapes around the process', async () => {
    const { net, warnings } = await published('as-exported')
    assert.deepEqual(Object.keys(net.elements), [
      'Activity_check',
      'Event_end',
      'Event_late',
      'Event_start',
      'Event_void',
      'Gateway_ok',
    ])
    assert.deepEqual(net.elements.Activity_check, {
      id: 'Activity_check',
      type: 'user',
      name: '受理审查',
      scope: '',
      in: ['Flow_1', 'Flow_back'],
      out: ['Flow_2'],
      user: {
        roles: ['clerk'],
        side: 'bureau',
        form: 'acceptance',
        outcomes: [
          { id: 'accept', name: '受理' },
          { id: 'back', name: '退回' },
        ],
      },
    })
    assert.deepEqual(net.elements.Event_late, {
      id: 'Event_late', type: 'boundary', name: '受理时限届满', scope: '', in: [], out: ['Flow_late'],
      attachedTo: 'Activity_check', interrupting: true, event: { kind: 'timer', timer: { clock: 'acceptance', mode: 'enforce' } },
    }) // prettier-ignore
    assert.equal(net.flows.Flow_back?.condition, 'outcome = "back"')
    assert.deepEqual(warnings, [])
  })

  it('gives equal hashes to equal processes, however they are laid out, and another to another', async () => {
    const xml = draw(line('user a', 'a'))
    const moved = xml.replace('id="definitions"', 'id="other" exporter="x"').replaceAll('><', '>\n  <')
    const one = await compileBpmn(xml)
    assert.equal((await compileBpmn(moved)).hash, one.hash)
    assert.equal(hashNet(JSON.parse(JSON.stringify(one.net))), one.hash)
    assert.match(one.hash, /^[0-9a-f]{64}$/)
    assert.notEqual((await compileBpmn(draw(line('user b', 'b')))).hash, one.hash)
  })

  it('pins the version of every called process', async () => {
    const resolveCall: ResolveCall = async () => ({ xml: draw(line('user x', 'x'), 'q'), version: 7 })
    const { calls, net } = await compileBpmn(draw(line('call c process=q', 'c')), { resolveCall })
    assert.deepEqual(calls, [{ element: 'c', key: 'q', version: 7 }])
    assert.equal(net.elements['c/x']?.scope, 'c')
  })

  it('warns of a choice that may have no answer', async () => {
    const { warnings } = await compileBpmn(
      draw(
        frame(
          'user a yes,no\nxor x\nuser b\ns > a > x\nx > b : outcome = "yes"\nx > e : outcome = "no"\nb > e',
        ),
      ),
    )
    assert.deepEqual(codes(warnings), ['no-default@x'])
  })

  it('takes the term from the event as well as from its definition', async () => {
    const xml = draw(line('catch t timer=P1D', 't'))
      .replace(
        '<bpmn:intermediateCatchEvent id="t"',
        '<bpmn:intermediateCatchEvent id="t" banjian:clock="supplement" banjian:mode="advise"',
      )
      .replace('<bpmn:timeDuration>P1D</bpmn:timeDuration>', '')
    const { net } = await compileBpmn(xml)
    assert.deepEqual(net.elements.t?.event, { kind: 'timer', timer: { clock: 'supplement', mode: 'advise' } })
  })
})
