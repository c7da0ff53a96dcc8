import assert from 'node:assert/strict'
import { caseServices } from '../../workflows/case/services.ts'
import { vocabulary } from '../../server/modules/process/vocabulary-words.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'
import { draw } from './drawing.ts'
import { codes, line } from './publish.ts'

const drafts = '/api/process-drafts'

describe('drawing a process', function () {
  this.timeout(60_000)
  let app: TestApp
  let first: HttpClient & { actor: { name: string } }
  let second: HttpClient
  let operator: HttpClient
  before(async () => {
    app = await startApp()
    first = await app.signIn('administrator')
    second = await app.signIn('administrator')
    operator = await app.signIn('operator')
  })
  after(() => app.close())

  async function begin(start: object): Promise<string> {
    const answer = await first.post(drafts, start)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.id
  }
  const audited = async (id: string) => {
    const rows = await app.deps.db('audit').where({ object_id: id }).orderBy('id').select('action', 'outcome')
    return rows.map(({ action, outcome }) => `${action} ${outcome}`)
  }

  it('a blank drawing has a start and an end, is named, and can be published as it is', async () => {
    const id = await begin({ from: 'blank', key: 'blank-one', name: '设备 <变更> & "登记"' })
    const { body } = await operator.get(`${drafts}/${id}`)
    assert.deepEqual(
      [body.key, body.name, body.basedOn, body.current],
      ['blank-one', '设备 <变更> & "登记"', null, null],
    )
    assert.deepEqual(body.problems, [])
    const { rows } = (await operator.get(drafts)).body
    assert.deepEqual([rows[0].id, rows[0].changedBy], [id, first.actor.name])
    await first.delete(`${drafts}/${id}`)
  })

  it('a save answers with what is wrong at which element, and keeps the drawing all the same', async () => {
    const id = await begin({ from: 'blank', key: 'faulty', name: '有问题的' })
    const bpmn = draw(line('user look ok role=', 'look'), 'faulty')
    const saved = await first.put(`${drafts}/${id}`, { bpmn, revision: 1 })
    assert.deepEqual([saved.status, saved.body.revision], [200, 2])
    assert.deepEqual(codes(saved.body.problems), ['role-missing@look'])
    assert.equal((await first.get(`${drafts}/${id}`)).body.bpmn, bpmn)
    const refused = await first.post(`${drafts}/${id}/publish`, { note: '试', revision: 2, current: null })
    assert.deepEqual([refused.status, refused.body.code], [422, 'definition-refused'])
    assert.equal(refused.body.problems[0].element, 'look')
    assert.deepEqual(await audited(id), ['process-draft.create ok', 'process-draft.save ok'])
    await first.delete(`${drafts}/${id}`)
  })

  it('two people in one draft: the later save is told who saved and when, and overwrites nothing', async () => {
    const id = await begin({ from: 'blank', key: 'shared', name: '两人' })
    const mine = draw(line('user mine ok', 'mine'), 'shared')
    const theirs = draw(line('user theirs ok', 'theirs'), 'shared')
    const [one, two] = await Promise.all([
      first.put(`${drafts}/${id}`, { bpmn: mine, revision: 1 }),
      second.put(`${drafts}/${id}`, { bpmn: theirs, revision: 1 }),
    ])
    const [won, lost] = one.status === 200 ? [one, two] : [two, one]
    assert.deepEqual([won.status, lost.status, lost.body.code], [200, 409, 'draft-changed'])
    const kept = (await first.get(`${drafts}/${id}`)).body
    assert.equal(kept.bpmn, won === one ? mine : theirs)
    assert.deepEqual(lost.body.winner, { name: kept.changedBy, at: kept.changedAt })
    assert.deepEqual((await audited(id)).sort(), [
      'process-draft.create ok',
      'process-draft.save ok',
      'process-draft.save refused',
    ])
    await first.delete(`${drafts}/${id}`)
  })

  it('from a published version to the next: published once, then the draft is done with', async () => {
    await first.post('/api/processes', { bpmn: draw(line('user look ok', 'look'), 'next'), note: '第一版' })
    const id = await begin({ from: 'version', key: 'next' })
    const view = (await first.get(`${drafts}/${id}`)).body
    assert.deepEqual([view.basedOn, view.current], [1, 1])
    const bpmn = draw(line('user look-again ok', 'look-again'), 'next')
    await first.put(`${drafts}/${id}`, { bpmn, revision: 1 })
    const path = `${drafts}/${id}/publish`
    const stale = await first.post(path, { note: '改', revision: 1, current: 1 })
    assert.deepEqual([stale.status, stale.body.code], [409, 'draft-changed'])
    const done = await first.post(path, { note: '改', revision: 2, current: 1 })
    assert.deepEqual([done.status, done.body], [201, { key: 'next', version: 2, unchanged: false }])
    assert.equal((await first.get(`${drafts}/${id}`)).status, 404)
    assert.equal((await first.get('/api/processes/next')).body.bpmn.root, bpmn)
    assert.ok((await audited('next@2')).includes('process.publish ok'))
  })

  it('a version published meanwhile is not overwritten unseen', async () => {
    const v = (task: string) => draw(line(`user ${task} ok`, task), 'meanwhile')
    await first.post('/api/processes', { bpmn: v('one'), note: '第一版' })
    const id = await begin({ from: 'version', key: 'meanwhile' })
    await first.put(`${drafts}/${id}`, { bpmn: v('mine'), revision: 1 })
    await second.post('/api/processes', { bpmn: v('theirs'), note: '别人的' })
    const answer = await first.post(`${drafts}/${id}/publish`, { note: '改', revision: 2, current: 1 })
    assert.deepEqual([answer.status, answer.body.code, answer.body.version], [409, 'definition-changed', 2])
    assert.equal((await first.get('/api/processes/meanwhile')).body.version, 2)
    assert.equal((await first.get(`${drafts}/${id}`)).body.current, 2)
  })

  it('the same process drawn more clearly is a new version, the same file is none', async () => {
    const bpmn = draw(line('user look ok', 'look'), 'layout')
    await first.post('/api/processes', { bpmn, note: '第一版' })
    const same = await begin({ from: 'version', key: 'layout' })
    const none = await first.post(`${drafts}/${same}/publish`, { note: '没改', revision: 1, current: 1 })
    assert.deepEqual([none.status, none.body.version, none.body.unchanged], [200, 1, true])
    const moved = await begin({ from: 'file', bpmn: bpmn.replace('</', '\n</') })
    const next = await first.post(`${drafts}/${moved}/publish`, { note: '排版', revision: 1, current: 1 })
    assert.deepEqual([next.status, next.body.version], [201, 2])
  })

  it('a file that is no process, and a key that is taken, begin no draft', async () => {
    const bad = await first.post(drafts, { from: 'file', bpmn: '<a/>' })
    assert.deepEqual([bad.status, bad.body.code], [422, 'not-a-drawing'])
    await first.post('/api/processes', { bpmn: draw(line('user look ok', 'look'), 'taken'), note: '第一版' })
    const taken = await first.post(drafts, { from: 'blank', key: 'taken', name: '重名' })
    assert.deepEqual([taken.status, taken.body.code], [409, 'key-taken'])
    assert.equal((await first.post(drafts, { from: 'version', key: 'taken', version: 9 })).status, 404)
  })

  it('versions and drafts are handed out as files', async () => {
    const bpmn = draw(line('user look ok', 'look'), 'handed')
    await first.post('/api/processes', { bpmn, note: '第一版' })
    const id = await begin({ from: 'version', key: 'handed' })
    for (const path of ['/api/processes/handed/bpmn?version=1', `${drafts}/${id}/bpmn`]) {
      const file = await operator.get(path)
      assert.equal(file.status, 200, path)
      assert.match(
        file.headers.get('content-disposition') ?? '',
        /^attachment; filename="?handed-(v1|draft)\.bpmn/,
      )
      assert.equal(file.body, bpmn)
    }
    assert.equal((await operator.get('/api/processes/handed/bpmn?version=2')).status, 404)
  })

  it('a definition is shown with the called drawings it runs, to any depth, whatever was published since', async () => {
    const publish = async (key: string, node: string, id: string) => {
      const answer = await first.post('/api/processes', { bpmn: draw(line(node, id), key), note: '发布' })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
    }
    await publish('inner', 'user look ok', 'look')
    await publish('middle', 'call in process=inner', 'in')
    await publish('outer', 'call mid process=middle', 'mid')
    await publish('inner', 'user look-twice ok', 'look-twice')
    const { calls } = (await operator.get('/api/processes/outer')).body.bpmn
    assert.deepEqual(
      Object.entries(calls).map(([path, one]: [string, any]) => [path, one.key, one.version]),
      [
        ['mid', 'middle', 1],
        ['mid/in', 'inner', 1],
      ],
    )
    assert.match(calls['mid/in'].bpmn, /id="look"/)
    assert.doesNotMatch(calls['mid/in'].bpmn, /look-twice/)
  })

  it('drawing is the administrator’s right; operators look on, others see nothing', async () => {
    const id = await begin({ from: 'blank', key: 'rights', name: '权限' })
    const clerk = await app.signIn('clerk')
    const bpmn = draw(line('user look ok', 'look'), 'rights')
    assert.equal((await operator.get(`${drafts}/${id}`)).status, 200)
    assert.equal((await operator.put(`${drafts}/${id}`, { bpmn, revision: 1 })).status, 403)
    assert.equal((await operator.post(drafts, { from: 'file', bpmn })).status, 403)
    assert.equal((await operator.delete(`${drafts}/${id}`)).status, 403)
    assert.equal(
      (await operator.post(`${drafts}/${id}/publish`, { note: '越权', revision: 1, current: null })).status,
      403,
    )
    for (const path of [drafts, `${drafts}/${id}`, `${drafts}/${id}/bpmn`, '/api/processes/vocabulary'])
      assert.equal((await clerk.get(path)).status, 403, path)
    await first.delete(`${drafts}/${id}`)
    assert.equal((await first.delete(`${drafts}/${id}`)).status, 404)
    assert.equal((await first.put(`${drafts}/${id}`, { bpmn, revision: 1 })).status, 404)
  })

  it('every service the engine has can be drawn and is explained in Chinese', async () => {
    const names = vocabulary.services.map(({ name }) => name)
    assert.deepEqual(
      caseServices.filter((name) => !names.includes(name)),
      [],
    )
    for (const { title, description } of vocabulary.services)
      assert.match(title + description, /\p{Script=Han}/u)
    const { body } = await operator.get('/api/processes/vocabulary')
    assert.ok(body.roles.some((role: any) => role.id === 'clerk' && role.name === '窗口人员'))
    assert.ok(body.processes.some((one: any) => one.key === 'inner' && one.version === 2))
  })
})
