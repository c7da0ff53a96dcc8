import assert from 'node:assert/strict'
import { tellStaff, tellWhoActs } from '../../server/records/notification/inbox.ts'
import type { StaffMessage } from '../../server/records/notification/inbox.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { openEvents } from '../support/events.ts'
import type { HttpClient } from '../support/http.ts'
import { poll } from '../support/stack.ts'
import { addTask } from './records.ts'

const reminded = (given: Partial<StaffMessage<'task-reminded'>>): StaffMessage<'task-reminded'> => ({
  template: 'task-reminded',
  vars: { number: 'HD-1', title: '劳务派遣经营许可', step: '受理审查', by: '陈国栋' },
  instance: 'case:HD-1',
  key: 'remind/1',
  at: '2026-11-24T01:00:00.000Z',
  ...given,
})

describe('the inbox of the staff', () => {
  let app: TestApp
  before(async () => {
    app = await startApp()
  })
  after(() => app.close())
  const tell = (message: StaffMessage<'task-reminded'>) =>
    app.deps.db.transaction((trx) => tellStaff(trx, message))
  const rows = async (who: HttpClient, query = '') =>
    (await who.get(`/api/inbox${query}`)).body.rows as Record<string, any>[]

  it('tells a person once for an occasion, however often the step is done again', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const message = reminded({ users: [clerk.actor.id], groups: [`user:${clerk.actor.id}`] })
    assert.deepEqual(await tell(message), [clerk.actor.id])
    assert.deepEqual(await tell(message), [])
    const twice = await Promise.all([1, 2, 3].map(() => tell(reminded({ ...message, key: 'remind/2' }))))
    assert.equal(twice.flat().length, 1)
    const [newest, first, ...more] = await rows(clerk)
    assert.deepEqual(
      [newest?.text, more],
      ['陈国栋请您尽快办理“劳务派遣经营许可”（HD-1）的环节“受理审查”。', []],
    )
    const { kindName, levelName, popup, instance, readAt } = first!
    assert.deepEqual(
      [kindName, levelName, popup, instance, readAt],
      ['催办', '紧急', true, 'case:HD-1', null],
    )
  })

  it('tells whoever is in a group now: of that place, that role, and active', async () => {
    const here = await app.addUser({ roles: ['reviewer', 'head'], bureauCode: 'B7' })
    await app.addUser({ roles: ['clerk'], bureauCode: 'B7' })
    await app.addUser({ roles: ['head'], bureauCode: 'B8' })
    await app.addUser({ roles: ['head'], centreCode: 'B7' })
    const gone = await app.addUser({ roles: ['head'], bureauCode: 'B7' })
    await app.deps.db('app_user').where({ id: gone.id }).update({ status: 'disabled' })
    const groups = ['bureau:B7:head', 'bureau:B7:reviewer']
    assert.deepEqual(await tell(reminded({ groups, key: 'group' })), [here.id])
    const manager = await app.addUser({ roles: ['manager'], districtCode: '110105' })
    await app.addUser({ roles: ['manager'], districtCode: '110108' })
    assert.deepEqual(await tell(reminded({ groups: ['platform:110105:manager'], key: 'area' })), [manager.id])
  })

  it('is told with what happened, or not at all', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const failing = app.deps.db.transaction(async (trx) => {
      await tellStaff(trx, reminded({ users: [clerk.actor.id], key: 'undone' }))
      throw new Error('rolled back')
    })
    await assert.rejects(failing, /rolled back/)
    assert.deepEqual(await rows(clerk), [])
  })

  it('is nobody else’s: neither read nor marked by another', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const other = await app.signIn({ roles: ['clerk', 'head'], centreCode: 'C01' })
    await tell(reminded({ users: [clerk.actor.id], key: 'mine' }))
    const [{ id }] = (await rows(clerk)) as [{ id: number }]
    assert.deepEqual(await rows(other), [])
    assert.equal((await other.get('/api/inbox/summary')).body.unread, 0)
    for (const which of [{ ids: [id] }, { upTo: id }])
      assert.deepEqual((await other.post('/api/inbox/read', which)).body, { marked: 0 })
    assert.equal((await rows(clerk, '?state=unread')).length, 1)
  })

  it('marks one, the chosen, and all that were seen; a later one stays unread', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    for (const n of [1, 2, 3, 4, 5]) await tell(reminded({ users: [clerk.actor.id], key: `m${n}` }))
    const ids = (await rows(clerk)).map((row) => row.id as number)
    const mark = async (which: object) => (await clerk.post('/api/inbox/read', which)).body.marked
    assert.equal(await mark({ ids: [ids[0]] }), 1)
    assert.equal(await mark({ ids: [ids[0], ids[1]] }), 1)
    assert.equal(await mark({ upTo: ids[3] }), 2)
    assert.deepEqual(
      (await rows(clerk, '?state=unread')).map((row) => row.id),
      [ids[2]],
    )
    assert.equal((await rows(clerk, '?state=read')).length, 4)
    assert.equal((await clerk.get('/api/inbox/summary')).body.unread, 1)
  })

  it('is found by time, words, kind and level, page by page', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const users = [clerk.actor.id]
    for (const day of [20, 21, 22, 23])
      await tell(reminded({ users, key: `d${day}`, at: `2026-11-${day}T16:30:00.000Z` }))
    await tell(reminded({ users, key: 'plain', level: 'info', vars: { ...reminded({}).vars, step: '100%' } }))
    const found = async (query: string) => (await rows(clerk, `?${query}`)).length
    // 16:30Z is half past midnight of the next day in Beijing.
    assert.equal(await found('from=2026-11-22&to=2026-11-23'), 2)
    assert.equal(await found(`q=${encodeURIComponent('100%')}`), 1)
    assert.equal(await found(`q=${encodeURIComponent('%')}`), 1)
    assert.equal(await found('level=red&kind=reminder'), 4)
    assert.equal(await found('kind=digest'), 0)
    const first = (await clerk.get('/api/inbox?limit=2')).body
    await tell(reminded({ users, key: 'meanwhile' }))
    const second = (await clerk.get(`/api/inbox?limit=3&cursor=${first.next}`)).body
    assert.equal(second.next, null)
    assert.equal(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size, 5)
  })

  it('sums up what popped up while nobody looked, three at most, and then only what is new', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const users = [clerk.actor.id]
    for (const n of [1, 2, 3, 4, 5]) await tell(reminded({ users, key: `p${n}`, popup: n !== 5 }))
    const first = (await clerk.get('/api/inbox/summary')).body
    assert.deepEqual([first.unread, first.urgent, first.popups.length], [5, 4, 3])
    const again = (await clerk.get(`/api/inbox/summary?after=${first.newest}`)).body
    assert.deepEqual([again.unread, again.urgent, again.popups], [5, 0, []])
    await tell(reminded({ users, key: 'p6' }))
    const next = (await clerk.get(`/api/inbox/summary?after=${first.newest}`)).body
    assert.deepEqual([next.urgent, next.popups.length], [1, 1])
  })

  it('rings live on the person’s own pages only, and when another window marks it read', async () => {
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const other = await app.signIn({ roles: ['clerk'], centreCode: 'C01' })
    const listening = async () =>
      Boolean(
        await app.deps
          .db('pg_stat_activity')
          .where({ application_name: 'banjian-push', datname: app.deps.db.raw('current_database()') })
          .where('query', 'like', 'LISTEN%')
          .first(),
      )
    assert.ok(await poll(listening, 10_000, 20))
    const stream = await openEvents(clerk, '/api/events?topics=inbox')
    const foreign = await openEvents(other, '/api/events?topics=inbox')
    await tell(reminded({ users: [clerk.actor.id], key: 'live' }))
    const [event] = await stream.waitFor(({ event }) => event === 'change')
    assert.deepEqual(event?.data, { topic: 'inbox', id: `user:${clerk.actor.id}` })
    await clerk.post('/api/inbox/read', { upTo: Number.MAX_SAFE_INTEGER })
    await stream.waitFor(({ event }) => event === 'change', 2)
    await tell(reminded({ users: [other.actor.id], key: 'live' }))
    await foreign.waitFor(({ event }) => event === 'change')
    assert.equal(foreign.received.filter(({ event }) => event === 'change').length, 1)
    for (const one of [stream, foreign]) one.close()
  })

  it('shows operators and managers of the area who was told and who read it when', async () => {
    const { db } = app.deps
    const instance = await addTask(db, { number: 'TOLD-1', district: '110108' })
    const clerk = await app.signIn({ roles: ['clerk'], centreCode: 'C01', name: '诸葛小敏' })
    await tell(reminded({ users: [clerk.actor.id], key: 'told', instance }))
    const told = async (who: HttpClient) => {
      const answer = await who.get(`/api/inbox/told?instance=${encodeURIComponent(instance)}`)
      return answer.status === 200 ? answer.body.rows : answer.status
    }
    const manager = await app.signIn({ roles: ['manager'], districtCode: '110108' })
    assert.deepEqual(
      (await told(manager)).map((row: any) => [row.userName, row.readAt]),
      [['诸葛小敏', null]],
    )
    await clerk.post('/api/inbox/read', { upTo: Number.MAX_SAFE_INTEGER })
    const city = await app.signIn({ roles: ['operator'], districtCode: '110000' })
    assert.notEqual((await told(city))[0].readAt, null)
    assert.deepEqual(await told(await app.signIn({ roles: ['manager'], districtCode: '110105' })), [])
    assert.equal(await told(clerk), 403)
    assert.equal(await told(await app.signIn('administrator')), 403)
  })

  it('a term that ends is told to holders; a red one nobody holds to the head of the place', async () => {
    const { db } = app.deps
    const holder = await app.addUser({ roles: ['clerk'], centreCode: 'C31' })
    const head = await app.addUser({ roles: ['head'], centreCode: 'C31' })
    await app.addUser({ roles: ['clerk'], centreCode: 'C31' })
    const rung = (instance: string, level: 'yellow' | 'red') =>
      db.transaction((trx) =>
        tellWhoActs(trx, instance, {
          template: 'clock-rung',
          vars: { number: '1', title: '许可', clock: '受理时限', phase: '临期', lastDay: '11月27日' },
          level,
          key: `${instance}/${level}`,
          at: '2026-11-24T01:00:00.000Z',
        }),
      )
    const held = await addTask(db, { number: 'R-1', place: 'C31', claimedBy: holder.id })
    const free = await addTask(db, { number: 'R-2', place: 'C31' })
    assert.deepEqual(await rung(held, 'red'), [holder.id])
    assert.deepEqual(await rung(free, 'yellow'), [])
    assert.deepEqual(await rung(free, 'red'), [head.id])
  })
})
