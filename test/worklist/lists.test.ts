import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { pauseClock, resumeClock, startClock } from '../clock/acts.ts'
import { refreshNextDue } from '../../server/records/worklist/due.ts'
import { personalOf } from '../../server/personal.ts'
import { keysOf } from '../../server/search.ts'
import { addDays } from '../../workflows/clock/day.ts'
import type { HttpClient } from '../support/http.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { completeIntake } from '../intake/fixture.ts'
import { copyCase } from './support.ts'

describe('lists of tasks and cases', function () {
  this.timeout(180_000)
  let office: Office
  /** One real case of the centre; the others are copies of it. */
  let real: string
  before(async () => {
    office = await startDirectOffice()
    real = (await office.take(completeIntake())).caseNo
  })
  after(() => office.close())
  afterEach(async () => {
    const { db } = office.app.deps
    await db('task').where('instance', '<>', `case:${real}`).delete()
    await db('search_entry').where('number', '<>', real).delete()
    await db('process_instance').where('id', '<>', `case:${real}`).delete()
    await db('case_record').where('case_no', '<>', real).delete()
  })
  const rowsOf = async (who: HttpClient, path: string) => {
    const answer = await who.get(path)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.rows as any[]
  }
  const at = (ms: number) => new Date(Date.parse('2026-03-02T01:00:00Z') + ms).toISOString()
  const copies = async (n: number, change: (i: number) => Parameters<typeof copyCase>[3]) => {
    for (let i = 0; i < n; i++)
      await copyCase(office.app.deps.db, real, `COPY-${String(i).padStart(4, '0')}`, change(i))
  }

  it('a row tells the case, the step and its clock in words', async () => {
    const [row] = await rowsOf(office.clerk, '/api/tasks?box=group')
    assert.deepEqual(
      [row.number, row.stepName, row.statusName, row.claimedBy, row.mine, row.changed],
      [real, '受理审查', '已收件', null, false, true],
    )
    assert.deepEqual(
      [row.clock.kindName, row.clock.light, row.clock.text],
      ['受理时限', 'green', '剩 5 个工作日'],
    )
    assert.equal(row.dueDay, row.clock.dueDay)
    await office.clerk.get(`/api/instances/case:${real}`)
    assert.equal((await rowsOf(office.clerk, '/api/tasks?box=group'))[0].changed, false)
  })

  it('everyone sees their own place only, and the administrator no case', async () => {
    const { districtCode } = office.clerk.actor
    const elsewhere = await office.app.signIn({
      roles: ['clerk', 'head'],
      centreCode: 'C-NONE',
      districtCode,
    })
    const bureau = await office.app.signIn({
      roles: ['reviewer', 'head'],
      bureauCode: 'B-NONE',
      districtCode,
    })
    const administrator = await office.app.signIn({ roles: ['administrator'], districtCode })
    const operatorElsewhere = await office.app.signIn({ roles: ['operator'], districtCode: '110105' })
    const operator = await office.app.signIn({ roles: ['operator'], districtCode })
    const lists = [
      ...['group', 'mine', 'done'].map((box) => `/api/tasks?box=${box}`),
      '/api/cases',
      `/api/search?q=${real}`,
      `/api/search?q=${encodeURIComponent('北京远山人力资源有限公司')}`,
    ]
    for (const who of [elsewhere, bureau, administrator, operatorElsewhere])
      for (const list of lists) assert.deepEqual(await rowsOf(who, list), [], list)
    const file = await elsewhere.get('/api/cases/export?format=csv')
    assert.ok(!String(file.body).includes(real))
    assert.deepEqual((await elsewhere.get('/api/tasks/counts')).body, {
      mine: 0,
      group: 0,
      waiting: 0,
      filters: {},
    })
    assert.equal((await rowsOf(operator, '/api/cases')).length, 1)
    assert.equal((await rowsOf(office.reviewer, '/api/cases')).length, 1)
    assert.deepEqual(await rowsOf(office.reviewer, '/api/tasks?box=group'), [], 'the task is the centre’s')
  })

  it('a page misses nobody and shows nobody twice while cases come and go', async () => {
    await copies(60, (i) => ({
      case: { apply_at: at(i * 60_000) },
      task: { opened_at: at(i * 60_000), due_at: i % 3 === 0 ? null : at((i % 7) * 86_400_000) },
    }))
    const { db } = office.app.deps
    for (const list of ['/api/tasks?box=group&sort=due', '/api/tasks?box=group&sort=opened', '/api/cases?']) {
      const seen: string[] = []
      let next: string | null = null
      let page = 0
      do {
        const answer: any = await office.clerk.get(`${list}&limit=13${next ? `&cursor=${next}` : ''}`)
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        seen.push(...answer.body.rows.map((row: any) => row.number ?? row.caseNo))
        next = answer.body.next
        // Between two pages cases are taken, moved and claimed.
        const early = { apply_at: at(-86_400_000 - page) }
        await copyCase(db, real, `NEW-${randomUUID().slice(0, 8)}`, {
          case: early,
          task: { opened_at: at(-page), due_at: at(-86_400_000) },
        })
        await db('case_record')
          .where('case_no', seen[0]!)
          .update({ changed_at: at(page), revision: 99 })
        await db('task')
          .where('instance', `case:${seen.at(-1)}`)
          .update({ revision: 99 })
        page++
      } while (next)
      const copied = seen.filter((caseNo) => caseNo.startsWith('COPY-'))
      assert.equal(copied.length, 60, list)
      assert.equal(new Set(seen).size, seen.length, list)
    }
  })

  it('a cursor of another list, or made up, is refused', async () => {
    for (const cursor of ['x', 'W10', Buffer.from('["a","b","c"]').toString('base64url')])
      assert.equal((await office.clerk.get(`/api/tasks?cursor=${cursor}`)).status, 400, cursor)
  })

  it('the filter by light says what the calculator says, on every day and in every state of a clock', async () => {
    const { db } = office.app.deps
    const today = office.today()
    const now = office.app.deps.now().toISOString()
    await copies(60, (i) => {
      const ahead = { time_offset: (i % 30) * 86_400_000 }
      return { instance: ahead, task: ahead, case: ahead }
    })
    for (let i = 0; i < 60; i++) {
      const caseNo = `COPY-${String(i).padStart(4, '0')}`
      await db.transaction(async (trx) => {
        const unit = i % 2 ? ('working-day' as const) : ('calendar-day' as const)
        const rungs = [
          { level: 'yellow' as const, remaining: 5 },
          { level: 'red' as const, remaining: 2 },
        ]
        const clock = await startClock(
          trx,
          {
            ...{
              instance: `case:${caseNo}`,
              kind: 'promised',
              unit,
              budget: 8,
              startDay: today,
              closes: 'online',
              mode: 'advise',
            },
            ...{ startedBy: `start-${i}`, rungs },
          },
          now,
        )
        const pause = { clockId: clock.id, id: `p${i}`, noticedOn: addDays(today, 3), cause: '补正材料' }
        if (i % 3 > 0) await pauseClock(trx, pause, now)
        const end = { clockId: clock.id, pauseId: pause.id, id: `r${i}`, receivedOn: addDays(today, 9) }
        if (i % 3 > 1) await resumeClock(trx, end, now)
        await trx('task').where({ number: caseNo }).update({ due_at: null })
        await refreshNextDue(trx, [`case:${caseNo}`], now)
      })
    }
    const all = await rowsOf(office.clerk, '/api/tasks?box=group&limit=200')
    assert.equal(all.length, 61)
    for (const light of ['green', 'yellow', 'red', 'paused']) {
      const expected = all.filter((row) => row.clock.light === light).map((row) => row.number)
      assert.ok(expected.length >= 4, `${light}: ${expected.length}`)
      const found = (await rowsOf(office.clerk, `/api/tasks?box=group&limit=200&light=${light}`)).map(
        (row) => row.number,
      )
      assert.deepEqual([...found].sort(), [...expected].sort(), light)
      const paged: string[] = []
      for (let next: string | null = ''; next !== null;) {
        const page: any = await office.clerk.get(
          `/api/tasks?box=group&limit=3&light=${light}${next && `&cursor=${next}`}`,
        )
        assert.equal(page.status, 200, JSON.stringify(page.body))
        paged.push(...page.body.rows.map((row: any) => row.number))
        next = page.body.next
      }
      assert.deepEqual(paged, found, `${light}, page by page`)
      const cases = (await rowsOf(office.clerk, `/api/cases?limit=200&light=${light}`)).map(
        (row) => row.caseNo,
      )
      assert.deepEqual(cases.sort(), [...expected].sort(), light)
    }
    for (const { clock } of all) {
      if (clock.light === 'paused') assert.equal(clock.text, '暂停')
      else
        assert.match(clock.text, clock.remaining < 0 ? /^超期 \d+ (个工作日|日)$/ : /^剩 \d+ (个工作日|日)$/)
    }
    const dues = all.map((row) => row.dueDay ?? '9')
    assert.deepEqual(dues, [...dues].sort(), 'the first due comes first, those without a date last')
  })

  it('a list costs one statement beside its session, the numbers on the tabs two', async () => {
    await copies(49, () => ({}))
    await office.clerk.post('/api/filters', {
      list: 'worklist',
      name: '红',
      filter: { light: 'red', box: 'group' },
    })
    const { db } = office.app.deps
    for (const [list, most] of [
      ['/api/tasks?box=group', 1],
      ['/api/tasks?box=group&sort=opened&light=yellow&step=acceptance-check', 1],
      [`/api/tasks?box=group&q=${encodeURIComponent('远山')}`, 1],
      ['/api/tasks?box=mine', 1],
      ['/api/tasks?box=done', 1],
      ['/api/tasks/counts', 2],
      ['/api/cases?light=green', 1],
      [`/api/cases?q=${encodeURIComponent('远山')}`, 1],
      [`/api/search?q=${encodeURIComponent('远山')}`, 1],
      ['/api/change-tickets', 1],
    ] as const) {
      await office.clerk.get(list)
      const asked: string[] = []
      const listen = ({ sql }: { sql: string }) => asked.push(sql)
      db.on('query', listen)
      await office.clerk.get(list)
      db.off('query', listen)
      // Who asks was read with the session, by its own store.
      assert.ok(asked.length <= most, `${list}: ${asked.join('\n')}`)
    }
    const [filter] = (await office.clerk.get('/api/filters?list=worklist')).body.rows
    await office.clerk.delete(`/api/filters/${filter.id}`)
  })

  it('filters narrow by word, item, step, status and day', async () => {
    const personal = personalOf(office.app.deps)
    await copies(3, (i) => ({
      case: { item_code: i ? 'X' : 'LWPQ-01', item_name: `事项${i}`, apply_at: at(i * 86_400_000) },
      task: { item_code: i ? 'X' : 'LWPQ-01' },
      search: {
        keys: keysOf(personal, { number: `COPY-000${i}`, texts: [`事项${i}`], phones: ['13100005678'] }),
      },
    }))
    const count = async (query: string) => (await rowsOf(office.clerk, `/api/cases?${query}`)).length
    assert.equal(await count('q=COPY-0001'), 1)
    assert.equal(await count(`q=${encodeURIComponent('事项')}`), 3)
    assert.equal(await count(`q=${encodeURIComponent('北京远山人力资源有限公司')}`), 1)
    assert.equal(await count('q=5678'), 4, 'last four of the phone')
    assert.equal(await count('q=%25'), 0, 'a percent sign is a letter, not anything')
    assert.equal(await count('item=X'), 2)
    assert.equal(await count('status=closed'), 0)
    assert.equal(await count('from=2026-03-03&to=2026-03-03'), 1)
    assert.equal((await rowsOf(office.clerk, '/api/tasks?box=group&step=review')).length, 0)
    assert.equal((await rowsOf(office.clerk, '/api/tasks?box=group&step=acceptance-check&item=X')).length, 2)
  })

  it('numbers on the tabs stop at 100; a saved filter has its own', async () => {
    await copies(104, (i) => ({ task: { item_code: i < 3 ? 'X' : 'Y' } }))
    const saved = await office.clerk.post('/api/filters', {
      list: 'worklist',
      name: '三件',
      filter: { item: 'X', q: '', box: 'group' },
    })
    assert.deepEqual([saved.status, saved.body.filter], [201, { item: 'X', box: 'group' }])
    const counts = (await office.clerk.get('/api/tasks/counts')).body
    assert.deepEqual(counts, { mine: 0, group: 100, waiting: 0, filters: { [saved.body.id]: 3 } })
    assert.deepEqual((await office.secondClerk.get('/api/filters?list=worklist')).body.rows, [])
    assert.equal((await office.secondClerk.delete(`/api/filters/${saved.body.id}`)).status, 404)
    assert.equal((await office.clerk.delete(`/api/filters/${saved.body.id}`)).status, 204)
    assert.equal(
      (await office.clerk.post('/api/filters', { list: 'worklist', name: '', filter: {} })).status,
      400,
    )
  })

  it('the filters kept for one list are not those of another, and limit only it', async () => {
    const keep = (list: string, name: string) =>
      office.clerk.post('/api/filters', { list, name, filter: { q: name } })
    for (let n = 0; n < 20; n++) assert.equal((await keep('cases', `第${n}个`)).status, 201)
    assert.equal((await keep('cases', '第二十一个')).body.code, 'too-many-filters')
    const other = await keep('items', '许可')
    const { rows } = (await office.clerk.get('/api/filters?list=items')).body
    assert.deepEqual(rows, [{ id: other.body.id, name: '许可', filter: { q: '许可' } }])
    assert.deepEqual((await office.clerk.get('/api/tasks/counts')).body.filters, {}, 'not of the worklist')
  })

  it('a total is exact to a thousand and says when there are more', async () => {
    await copies(5, (i) => ({ task: { item_code: i < 3 ? 'X' : 'Y' } }))
    const total = async (query: string) => (await office.clerk.get(`/api/${query}`)).body
    assert.deepEqual(await total('tasks/total?box=group&item=X'), { total: 3, more: false })
    assert.deepEqual(await total('tasks/total?box=group&item=Y'), { total: 2, more: false })
    assert.deepEqual(await total('tasks/total?box=mine'), { total: 0, more: false })
    assert.deepEqual(await total('cases/total'), { total: 6, more: false })
    const { db } = office.app.deps
    const columns = await db('information_schema.columns')
      .where({ table_schema: 'public', table_name: 'case_record', is_generated: 'NEVER' })
      .pluck('column_name')
    const list = columns.map((column) => `"${column}"`).join(', ')
    const more = (from: number, to: number) =>
      db.raw(
        `insert into case_record (${list}) select ${list} from (
           select (jsonb_populate_record(r, jsonb_build_object('case_no', 'MANY-' || n))).*
           from case_record r, generate_series(?::int, ?::int) n where r.case_no = ?) copied`,
        [from, to, real],
      )
    await more(7, 1000)
    assert.deepEqual(await total('cases/total'), { total: 1000, more: false })
    await more(1001, 1001)
    assert.deepEqual(await total('cases/total'), { total: 1000, more: true })
    const stranger = await office.reviewer.get('/api/cases/total?bureau=X')
    assert.deepEqual(stranger.body, { total: 0, more: false })
  })

  it('all cases are narrowed by the step they stand in, who handles them, and the department', async () => {
    await copies(3, (i) => ({
      case: i === 0 ? { handler_id: '77' } : {},
      task: { element: i === 1 ? 'sub/check' : 'check' },
    }))
    const found = async (query: string) =>
      (await office.clerk.get(`/api/cases?${query}`)).body.rows.map((row: { caseNo: string }) => row.caseNo)
    const all = (await found('')) as string[]
    assert.equal((await found('step=check')).length, 3, 'in a called process too')
    assert.equal((await found('handler=77')).length, 1)
    const [own] = await office.app.deps.db('case_record').distinct('bureau')
    assert.equal((await found(`bureau=${own.bureau}`)).length, all.length)
    assert.deepEqual(await found('bureau=none'), [])
    await office.app.deps
      .db('case_record')
      .where({ handler_id: '77' })
      .update({ ended_at: '2026-11-24T00:00:00Z' })
    assert.equal((await found('step=check')).length, 2, 'an ended case stands in no step')
  })

  it('a page asks the database as often for 50 rows as for one', async () => {
    await copies(49, () => ({}))
    const { db } = office.app.deps
    const queriesOf = async (limit: number) => {
      let n = 0
      const listen = () => n++
      db.on('query', listen)
      await office.clerk.get(`/api/tasks?box=group&limit=${limit}`)
      db.off('query', listen)
      return n
    }
    assert.equal(await queriesOf(50), await queriesOf(1))
  })

  it('search finds by number, its end, whole name, document, phone and item, and shows masked names', async () => {
    const find = async (q: string) =>
      (await rowsOf(office.clerk, `/api/search?q=${encodeURIComponent(q)}`)).map((hit) => hit.caseNo)
    const { contact, applicant } = completeIntake()
    for (const q of [
      real,
      real.slice(-6),
      applicant.name,
      applicant.documentNo,
      contact.phone,
      '5678',
      '劳务派遣',
    ])
      assert.deepEqual(await find(q), [real], q)
    assert.deepEqual(await find('张三丰'), [])
    assert.equal((await office.clerk.get('/api/search?q=1')).status, 400)
  })
})
