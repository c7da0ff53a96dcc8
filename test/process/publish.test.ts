import assert from 'node:assert/strict'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { draw } from './drawing.ts'
import { frame, line } from './publish.ts'

const good = frame(`user check ok,no
  xor x
  service file-it closeCase
  end no
  s > check > x
  x > no : outcome = "no"
  x >> file-it
  file-it > e`)

describe('publishing a process', function () {
  this.timeout(60_000)
  let app: TestApp
  let administrator: HttpClient
  let operator: HttpClient
  before(async () => {
    app = await startApp()
    administrator = await app.signIn('administrator')
    operator = await app.signIn('operator')
  })
  after(() => app.close())
  const versions = async () => (await app.deps.db('process_definition').select('id')).length

  const refused: [name: string, drawing: string, code: string, element: string][] = [
    ['an element that is not run', line('script x', 'x'), 'unsupported-element', 'x'],
    ['a dead end', frame('user x ok\nuser y ok\nxor g\ns > x > g\ng > y : x = 1\ng >> e'), 'dead-end', 'y'],
    ['a service that does not exist', line('service x acceptCas', 'x'), 'unknown-activity', 'x'],
    ['a role that does not exist', line('user x ok role=clark', 'x'), 'unknown-role', 'x'],
    ['a user task without a role', line('user x role=', 'x'), 'role-missing', 'x'],
    ['an expression that is no FEEL', frame('xor g\nend f\ns > g\ng > f : amount >\ng >> e'), '', 'g-f'],
  ]
  for (const [name, drawing, code, element] of refused) {
    it(`${name} is refused with the element and the reason in Chinese, and nothing is written`, async () => {
      const bpmn = draw(drawing)
      const before = await versions()
      const answer = await administrator.post('/api/processes', { bpmn, note: '试发布' })
      assert.deepEqual([answer.status, answer.body.code], [422, 'definition-refused'])
      const problem = answer.body.problems.find((one: any) => one.element === element)
      assert.ok(problem, JSON.stringify(answer.body.problems))
      if (code) assert.equal(problem.code, code)
      assert.match(problem.title, /\p{Script=Han}/u)
      assert.equal(await versions(), before)
      const check = await operator.post('/api/processes/check', { bpmn })
      assert.equal(check.status, 200)
      assert.deepEqual(check.body.problems, answer.body.problems)
    })
  }

  it('a good one is version 1, the same again is none, a changed one is version 2', async () => {
    const bpmn = draw(good)
    assert.deepEqual((await operator.post('/api/processes/check', { bpmn })).body.problems, [])
    const first = await administrator.post('/api/processes', { bpmn, note: '第一版' })
    assert.equal(first.status, 201, JSON.stringify(first.body))
    const { key } = first.body
    assert.deepEqual(first.body, { key, version: 1, unchanged: false })
    const again = await administrator.post('/api/processes', { bpmn, note: '再发' })
    assert.deepEqual([again.status, again.body], [200, { key, version: 1, unchanged: true }])
    const changed = await administrator.post('/api/processes', {
      bpmn: draw(good.replace('service file-it closeCase', 'user file-it ok')),
      note: '第二版',
    })
    assert.deepEqual([changed.status, changed.body.version], [201, 2])
    const list = (await operator.get('/api/processes')).body.rows
    assert.equal(list.length, 1)
    assert.deepEqual([list[0].version, list[0].open, list[0].incidents], [2, 0, 0])
    const newest = (await operator.get(`/api/processes/${key}`)).body
    assert.deepEqual([newest.version, newest.note, newest.versions.length], [2, '第二版', 2])
    const old = (await operator.get(`/api/processes/${key}?version=1`)).body
    assert.deepEqual([old.version, old.bpmn.root, old.counts], [1, bpmn, {}])
    const audit = await app.deps.db('audit').where({ action: 'process.publish', outcome: 'ok' }).orderBy('id')
    assert.deepEqual(
      audit.map((row) => row.object_id),
      [`${key}@1`, `${key}@1`, `${key}@2`],
    )
  })

  it('an earlier version comes back as a new one; nobody publishes against a version that is not in force any more', async () => {
    const first = draw(good, 'returning')
    const second = draw(good.replace('service file-it closeCase', 'user file-it ok'), 'returning')
    const publish = (bpmn: string, current: number | null) =>
      administrator.post('/api/processes', { bpmn, note: '改', current })
    const { key } = (await publish(first, null)).body
    assert.equal((await publish(second, 1)).status, 201)
    const late = await publish(first, 1)
    assert.deepEqual([late.status, late.body.code, late.body.version], [409, 'definition-changed', 2])
    assert.equal((await operator.get(`/api/processes/${key}`)).body.version, 2)
    const back = await publish(first, 2)
    assert.deepEqual([back.status, back.body.version], [201, 3])
    const running = (await operator.get(`/api/processes/${key}`)).body
    assert.deepEqual([running.bpmn.root, running.versions.length], [first, 3])
  })

  it('a called process is inlined in the version that is published; one that is not published is refused', async () => {
    const caller = draw(line('call c process=checking', 'c'), 'calling')
    const early = await administrator.post('/api/processes', { bpmn: caller, note: '先调用' })
    assert.deepEqual(
      [early.status, early.body.problems?.map((one: any) => `${one.code}@${one.element}`)],
      [422, ['call-unresolved@c']],
    )
    const called = (task: string) => draw(line(`user ${task} ok`, task), 'checking')
    await administrator.post('/api/processes', { bpmn: called('look'), note: '被调用' })
    assert.deepEqual((await operator.post('/api/processes/check', { bpmn: caller })).body.problems, [])
    const first = await administrator.post('/api/processes', { bpmn: caller, note: '调用' })
    assert.equal(first.status, 201, JSON.stringify(first.body))
    const { db } = app.deps
    const elements = async (version: number) =>
      Object.keys(
        (await db('process_definition').where({ key: 'calling', version }).first('net')).net.elements,
      )
    assert.ok((await elements(1)).includes('c/look'))
    // The called process changes: who calls it stays as it was published until it is published again.
    await administrator.post('/api/processes', { bpmn: called('look-twice'), note: '改动' })
    assert.ok((await elements(1)).includes('c/look'))
    const second = await administrator.post('/api/processes', { bpmn: caller, note: '再调用' })
    assert.deepEqual([second.status, second.body.version], [201, 2])
    assert.ok((await elements(2)).includes('c/look-twice'))
    const audit = await db('audit').where({ object_id: 'calling@2' }).first('detail')
    assert.deepEqual(audit.detail.calls, [{ element: 'c', key: 'checking', version: 2 }])
  })

  it('is the administrator’s right; a version or a process that is not there is 404', async () => {
    const clerk = await app.signIn('clerk')
    const body = { bpmn: draw(good), note: '越权' }
    assert.equal((await operator.post('/api/processes', body)).status, 403)
    for (const path of ['/api/processes', '/api/processes/p', '/api/incidents'])
      assert.equal((await clerk.get(path)).status, 403, path)
    assert.equal((await operator.get('/api/processes/none')).status, 404)
    assert.equal((await operator.get('/api/processes/p?version=99')).status, 404)
    assert.equal(
      (await administrator.post('/api/processes', { bpmn: 'not xml', note: '坏文件' })).status,
      422,
    )
  })
})
