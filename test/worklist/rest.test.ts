import assert from 'node:assert/strict'
import { refreshNextDue } from '../../server/records/worklist/due.ts'
import { restOf } from '../../server/records/worklist/rest.ts'
import { completeIntake, enterpriseIntake } from '../intake/fixture.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { moveOn } from '../support/time.ts'

describe('the rest of a clock, as lists keep it', () => {
  const pause = (from: string, through?: string) => ({
    id: from,
    from,
    cause: '补正',
    ...(through && { through }),
  })
  const rest = (...pauses: ReturnType<typeof pause>[]) => restOf({ pauses }, '2026-03-10T04:00:00Z')

  it('is the one that is or comes next, from midnight to midnight here', () => {
    assert.deepEqual(rest(), { pause_from: null, pause_until: null })
    assert.deepEqual(rest(pause('2026-03-05', '2026-03-09')), { pause_from: null, pause_until: null })
    assert.deepEqual(rest(pause('2026-03-05', '2026-03-09'), pause('2026-03-11')), {
      pause_from: '2026-03-10T16:00:00.000Z',
      pause_until: 'infinity',
    })
    assert.deepEqual(rest(pause('2026-03-05', '2026-03-10')), {
      pause_from: '2026-03-04T16:00:00.000Z',
      pause_until: '2026-03-10T16:00:00.000Z',
    })
  })

  it('joins pauses that meet or overlap', () => {
    const joined = rest(
      pause('2026-03-09', '2026-03-12'),
      pause('2026-03-13', '2026-03-20'),
      pause('2026-03-10', '2026-03-11'),
    )
    assert.deepEqual(joined, {
      pause_from: '2026-03-08T16:00:00.000Z',
      pause_until: '2026-03-20T16:00:00.000Z',
    })
  })
})

describe('instants of a list’s row', function () {
  this.timeout(180_000)
  let office: Office
  before(async () => {
    office = await startDirectOffice()
  })
  after(() => office.close())

  const demanded = async (eDelivery: boolean): Promise<string> => {
    const { caseNo } = await office.take(enterpriseIntake({ eDelivery }))
    const { materials } = (await office.clerk.get(`/api/cases/${caseNo}`)).body
    const missing = materials
      .filter((one: { state: string }) => one.state !== 'present')
      .map(({ id, state, reason }: Record<string, string>) => ({ id, state, reason }))
    const answer = await office.act(office.clerk, caseNo, 'supplement', { data: { materials: missing } })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return caseNo
  }

  const inSpecialProcedure = async (): Promise<string> => {
    const { caseNo } = await office.take(completeIntake())
    assert.equal((await office.act(office.clerk, caseNo, 'accept')).status, 200)
    const special = { reason: '需要专家评审', data: { kind: 'expert-review', limitDays: 5 } }
    assert.equal((await office.act(office.reviewer, caseNo, 'start-special', special)).status, 200)
    return caseNo
  }

  const instantsOf = async (caseNo: string) => {
    const { db } = office.app.deps
    const text = (columns: string[]) => columns.map((column) => db.raw(`${column}::text`))
    const ofTask = text(['key', 'due_at', 'yellow_at', 'red_at', 'pause_from', 'pause_until'])
    const ofCase = text(['next_due_at', 'next_yellow_at', 'next_red_at', 'rest_from', 'rest_until'])
    return {
      tasks: await db('task').where({ number: caseNo, status: 'open' }).orderBy('key').select(ofTask),
      record: await db('case_record').where({ case_no: caseNo }).first(ofCase),
    }
  }

  it('are written by a step as a recomputation finds them, running or at rest', async () => {
    const { db, now } = office.app.deps
    const running = (await office.take(enterpriseIntake())).caseNo
    assert.ok((await instantsOf(running)).record.next_red_at)
    const resting = await demanded(false)
    const paused = await inSpecialProcedure()
    assert.equal((await instantsOf(paused)).record.rest_until, 'infinity')
    for (const caseNo of [running, resting, paused, await demanded(true)]) {
      const written = await instantsOf(caseNo)
      await refreshNextDue(db, [`case:${caseNo}`], now().toISOString())
      assert.deepEqual(await instantsOf(caseNo), written, caseNo)
    }
  })

  it('tell the light at any later day, with no step in between', async () => {
    const { db } = office.app.deps
    const cases = [
      (await office.take(enterpriseIntake())).caseNo,
      await demanded(false),
      await demanded(true),
    ]
    /** What they have to do, and what waits for the applicant. */
    const ownRows = async (query: string): Promise<any[]> => {
      const boxes = ['group', 'waiting'].map((box) =>
        office.clerk.get(`/api/tasks?box=${box}&limit=200${query}`),
      )
      const rows = (await Promise.all(boxes)).flatMap(({ body }) => body.rows)
      return rows.filter((row: any) => cases.includes(row.number))
    }
    for (let days = 0; days < 12; days += 2) {
      const own = await ownRows('')
      assert.ok(own.length >= 3)
      for (const light of ['green', 'yellow', 'red', 'paused']) {
        const found = await ownRows(`&light=${light}`)
        const keys = (list: any[]) => list.map(({ number, key }) => `${number} ${key}`).sort()
        const expected = own.filter((row: any) => row.clock?.light === light)
        assert.deepEqual(keys(found), keys(expected), light)
      }
      // Time alone goes on.
      for (const caseNo of cases) await moveOn(db, `case:${caseNo}`, 2 * 86_400_000)
    }
  })
})
