import assert from 'node:assert/strict'
import { pdfOf } from '../file/samples.ts'
import { upload } from '../file/tus.ts'
import { openEvents } from '../support/events.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { ticketDesk } from './desk.ts'
import type { TicketDesk } from './desk.ts'

const because = { reason: '按清单核对' }

describe('变更工单 a change ticket', function () {
  this.timeout(120_000)
  let office: Office
  let desk: TicketDesk
  before(async () => {
    office = await startDirectOffice()
    desk = await ticketDesk(office)
  })
  after(() => office.close())

  const done = async (
    who: keyof TicketDesk & ('operator' | 'bureauHead' | 'second' | 'manager'),
    id: string,
    act: string,
  ) => {
    const answer = await desk.act(desk[who], id, act, because)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.status
  }

  it('is opened, reviewed, confirmed by the bureau, verified and closed', async () => {
    const id = await desk.open()
    assert.equal(await desk.status(id), 'reviewing')
    assert.equal(await done('operator', id, 'pass'), 'confirming')
    assert.equal(await done('bureauHead', id, 'confirm'), 'verifying')
    assert.equal(await done('operator', id, 'close'), 'closed')
    const states = (await desk.clocks(id)).map(({ kind, state }) => [kind, state])
    assert.deepEqual(states, [
      ['confirm', 'stopped'],
      ['first-review', 'stopped'],
      ['verify', 'stopped'],
    ])
    const { body } = await desk.operator.get(`/api/instances/${id}/timeline`)
    const names = body.rows.map(({ actName }: { actName: string }) => actName)
    assert.deepEqual(names, ['开立工单', '通过', '确认', '核实关闭'])
    assert.equal((await desk.operator.get(`/api/instances/${id}/diagram`)).status, 200)
    assert.equal((await desk.operator.get(`/api/instances/${id}`)).body.open, false)
  })

  it('shows the file an act was done with to those who work on it, and to nobody else', async () => {
    const id = await desk.open()
    const file = await upload(desk.operator, '清单依据.pdf', pdfOf('清单依据'))
    const answer = await desk.act(desk.operator, id, 'pass', { files: [file.id] })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const { rows } = (await desk.bureauHead.get(`/api/instances/${id}/timeline`)).body
    const [pass] = rows.filter(({ act }: { act: string }) => act === 'pass')
    assert.deepEqual(pass.files, [{ id: file.id, name: '清单依据.pdf' }])
    assert.equal((await desk.bureauHead.fetch(`/api/files/${file.id}`)).status, 200)
    assert.equal((await desk.clerk.fetch(`/api/files/${file.id}`)).status, 404)
  })

  it('is told to the lists of the city, whose operators see the tasks of every district', async () => {
    const city = await office.app.signIn({ roles: ['operator'], districtCode: '110000' })
    const stream = await openEvents(city, '/api/events?topics=worklist')
    try {
      await desk.open()
      await stream.waitFor(({ data }) => data?.id === 'platform:110000:operator')
    } finally {
      stream.close()
    }
  })

  it('goes back to the bureau when the change was not carried out, and to the first review when the bureau objects', async () => {
    const id = await desk.open()
    await done('operator', id, 'pass')
    await done('bureauHead', id, 'confirm')
    const bare = await desk.act(desk.operator, id, 'return')
    assert.equal(bare.status, 400, 'a return needs its reason')
    assert.equal(await done('operator', id, 'return'), 'confirming')
    assert.equal(await done('bureauHead', id, 'object'), 'reviewing')
    assert.equal(await done('operator', id, 'reject'), 'rejected')
    const rounds = (await desk.clocks(id)).map(({ kind, n }) => `${kind}#${n}`)
    assert.deepEqual(rounds, ['confirm#1', 'confirm#2', 'first-review#1', 'first-review#2', 'verify#1'])
  })

  it('asks a panel of three: each claims, speaks and has a clock of their own', async () => {
    const id = await desk.open()
    await done('operator', id, 'panel')
    assert.equal(await desk.status(id), 'in-panel')
    const tasks = await desk.tasks(id, 'opinion')
    assert.deepEqual(tasks.map(({ item }) => item).sort(), ['业务', '技术', '政策'])
    assert.deepEqual(
      (await desk.clocks(id)).filter(({ kind }) => kind === 'panel').map(({ ref, state }) => [ref, state]),
      [...['业务', '技术', '政策']].sort().map((ref) => [ref, 'running']),
    )
    const members = [desk.operator, desk.second, desk.manager]
    for (const [n, member] of members.entries()) {
      const path = `/api/tasks/${encodeURIComponent(id)}/${encodeURIComponent(tasks[n].key)}/claim`
      assert.equal((await member.post(path)).status, 200)
    }
    assert.equal((await desk.act(desk.operator, id, 'panel-agree')).status, 200)
    const stopped = (await desk.clocks(id)).filter(
      ({ kind, state }) => kind === 'panel' && state === 'stopped',
    )
    assert.deepEqual(
      stopped.map(({ ref }) => ref),
      [tasks[0].item],
    )
    const again = await desk.act(desk.operator, id, 'panel-agree', { task: tasks[1].key })
    assert.equal(again.status, 409)
    assert.equal((await desk.act(desk.manager, id, 'panel-object', because)).status, 200)
    assert.equal((await desk.act(desk.second, id, 'panel-agree')).status, 200)
    assert.equal(await desk.status(id), 'reviewing', 'one objection brings it back')
    const { body } = await desk.operator.get(`/api/instances/${id}`)
    assert.equal(body.panels[0].opinions.length, 3)
  })

  it('lets nobody speak twice in one panel, and goes on when all agree', async () => {
    const id = await desk.open()
    await done('operator', id, 'panel')
    assert.equal(await done('operator', id, 'panel-agree'), 'in-panel')
    const again = await desk.act(desk.operator, id, 'panel-agree')
    assert.deepEqual([again.status, again.body.code], [409, 'opinion-given'])
    const { acts } = (await desk.operator.get(`/api/instances/${id}`)).body
    assert.ok(acts.every((act: { disabledReason?: string }) => act.disabledReason?.includes('本轮')))
    const claim = (member: typeof desk.operator, key = '') =>
      member.post(`/api/tasks/${encodeURIComponent(id)}/${encodeURIComponent(key)}/claim`)
    const [second, third] = (await desk.tasks(id, 'opinion')).map(({ key }) => key as string)
    const claimed = await claim(desk.operator, second)
    assert.deepEqual([claimed.status, claimed.body.code], [409, 'opinion-given'], 'nor takes another task')
    assert.equal((await claim(desk.second, second)).status, 200)
    const both = await claim(desk.second, third)
    assert.deepEqual([both.status, both.body.code], [409, 'opinion-held'], 'nor holds two')
    assert.equal((await desk.act(desk.second, id, 'panel-agree')).status, 200)
    assert.equal((await desk.act(desk.manager, id, 'panel-agree')).body.status, 'confirming')
  })

  it('asks everybody anew in the next round of a panel', async () => {
    const id = await desk.open()
    await done('operator', id, 'panel')
    await done('operator', id, 'panel-object')
    await done('second', id, 'panel-agree')
    assert.equal(await done('manager', id, 'panel-agree'), 'reviewing')
    await done('operator', id, 'panel')
    assert.equal((await desk.act(desk.operator, id, 'panel-agree')).status, 200)
  })

  it('is claimed by one of thirty operators who reach for it at once, and the others are told by whom', async () => {
    const id = await desk.open()
    const [task] = await desk.tasks(id)
    const { districtCode } = desk.operator.actor
    const operators = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        office.app.signIn({ roles: ['operator'], name: `运营员${n}`, districtCode }),
      ),
    )
    const answers = await Promise.all(
      operators.map((who) => who.post(`/api/tasks/${id}/${encodeURIComponent(task.key)}/claim`)),
    )
    const won = answers.filter(({ status }) => status === 200)
    assert.equal(won.length, 1)
    const lost = answers.filter(({ status }) => status === 409)
    assert.equal(lost.length, 29)
    const winner = won[0]!.body.claimedName
    assert.ok(lost.every(({ body }) => body.winner.name === winner))
  })

  it('is read by a manager, who decides nothing outside the panel, and seen by no centre', async () => {
    const id = await desk.open()
    const number = id.split(':')[1]
    const { status, body } = await desk.manager.get(`/api/instances/${id}`)
    assert.deepEqual([status, body.acts], [200, []])
    assert.equal((await desk.manager.get(`/api/change-tickets/${number}`)).status, 200)
    assert.equal((await desk.act(desk.manager, id, 'pass')).status, 403)
    assert.equal((await desk.act(desk.bureauHead, id, 'pass')).status, 403)
    assert.equal(await desk.status(id), 'reviewing')
    for (const path of [
      `/api/instances/${id}`,
      `/api/change-tickets/${number}`,
      `/api/instances/${id}/ledger`,
    ])
      assert.equal((await desk.clerk.get(path)).status, 404)
    assert.equal((await desk.act(desk.clerk, id, 'pass')).status, 404)
    assert.deepEqual((await desk.clerk.get('/api/change-tickets')).body.rows, [])
  })

  it('stands on the worklist of those who do its next step, with its own clock', async () => {
    const id = await desk.open()
    const group = async (who: TicketDesk['operator']) =>
      (await who.get('/api/tasks?box=group&noun=change-ticket&limit=200')).body.rows as any[]
    const row = (await group(desk.operator)).find(({ instance }) => instance === id)
    assert.deepEqual([row.stepName, row.statusName, row.clock.kindName], ['初审', '初审中', '初审时限'])
    await done('operator', id, 'pass')
    assert.equal(
      (await group(desk.operator)).some(({ instance }) => instance === id),
      false,
    )
    const next = (await group(desk.bureauHead)).find(({ instance }) => instance === id)
    assert.equal(next.clock.kindName, '确认时限')
  })

  it('keeps a ledger of its clocks, and notes a term that ran out', async () => {
    const id = await desk.open()
    const { clocks } = (await desk.operator.get(`/api/instances/${id}/ledger`)).body
    assert.deepEqual([clocks[0].kindName, clocks[0].reading.budget], ['初审时限', 3])
    assert.equal(clocks[0].days.filter(({ kind }: { kind: string }) => kind === 'counted').length, 3)
    const { due_at } = await office.app.deps.db('clock').where({ instance: id }).first('due_at')
    await office.skipInstance(id, Date.parse(due_at) - office.app.deps.now().getTime() + 1000)
    const { body } = await desk.operator.get(`/api/instances/${id}/timeline`)
    assert.match(JSON.stringify(body), /环节时限届满/)
    assert.equal(await done('operator', id, 'pass'), 'confirming', 'an advising term stops nobody')
  })

  it('is found by number, title, item and state, page by page', async () => {
    const ids = [await desk.open(), await desk.open(), await desk.open()]
    const numbers = ids.map((id) => id.split(':')[1]!).reverse()
    const list = async (query: string) => (await desk.manager.get(`/api/change-tickets?${query}`)).body
    const first = await list('status=reviewing&item=LWPQ-01&limit=2')
    const second = await list(`status=reviewing&item=LWPQ-01&limit=2&cursor=${first.next}`)
    const found = [...first.rows, ...second.rows].map(({ number }: { number: string }) => number)
    assert.deepEqual(found.slice(0, 3), numbers)
    assert.equal((await list(`q=${numbers[0]}`)).rows.length, 1)
    assert.deepEqual((await list('q=没有这样的标题')).rows, [])
  })
})
