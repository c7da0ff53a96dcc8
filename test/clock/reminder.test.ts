import assert from 'node:assert/strict'
import { lightOf } from '../../workflows/clock/calculator.ts'
import type { ClockReading, Rung } from '../../workflows/clock/domain.ts'
import { rungFaults } from '../../workflows/clock/rungs.ts'
import { enterpriseIntake, personIntake } from '../intake/fixture.ts'
import type { HttpClient } from '../support/http.ts'
import { startDirectOffice } from '../support/direct/office.ts'
import type { Office } from '../support/desk.ts'
import { openTask, taskPath } from '../worklist/support.ts'
import { poll } from '../support/stack.ts'

const yellow = (remaining: number): Rung => ({ level: 'yellow', remaining })
const red = (remaining: number): Rung => ({ level: 'red', remaining })

describe('Reminders of terms', () => {
  it('keep yellow before red, each day once, and at least one of each', () => {
    assert.deepEqual(rungFaults([yellow(5), yellow(2), red(1), red(0)]), [])
    assert.deepEqual(rungFaults([yellow(5)]), ['黄灯、红灯各至少设一次提醒'])
    assert.deepEqual(rungFaults([yellow(5), yellow(5), red(0)]), ['同一天数不能重复'])
    assert.deepEqual(rungFaults([yellow(2), red(3)]), ['黄灯须早于红灯'])
    assert.deepEqual(rungFaults([yellow(0), red(-1)]), ['黄灯须在期限届满前亮起：剩余天数至少为 1'])
    assert.deepEqual(rungFaults([9, 8, 7, 6, 5, 4].map(yellow).concat(red(0))), ['提醒最多 6 次'])
  })

  it('turn a light red before the term is over where a red one is set there', () => {
    const reading = (remaining: number) => ({ state: 'running', remaining, total: 15 }) as ClockReading
    const rungs = [yellow(5), red(1)]
    assert.deepEqual(
      [6, 5, 2, 1].map((remaining) => lightOf(reading(remaining), rungs)),
      ['green', 'yellow', 'yellow', 'red'],
    )
  })

  describe('set by the administrator', function () {
    this.timeout(180_000)
    let office: Office
    let admin: HttpClient
    before(async () => {
      office = await startDirectOffice()
      admin = await office.app.signIn('administrator')
    })
    after(() => office?.close())

    const put = (address: string, rungs: Rung[], expectedVersion: number | null = null, who = admin) =>
      who.put(`/api/reminder-settings/${address}`, { rungs, expectedVersion })
    async function demanded(): Promise<string> {
      const { caseNo } = await office.take(enterpriseIntake({ eDelivery: true }))
      const materials = await office.app.deps
        .db('case_material')
        .where({ case_no: caseNo })
        .whereIn('state', ['missing', 'defective'])
        .select('id', 'state', 'reason')
      const answer = await office.act(office.clerk, caseNo, 'supplement', { data: { materials } })
      assert.equal(answer.body.status, 'supplementing', JSON.stringify(answer.body))
      return caseNo
    }
    const rungsOf = async (caseNo: string, kind: string): Promise<Rung[]> =>
      (
        await office.app.deps
          .db('clock')
          .where({ instance: `case:${caseNo}`, kind })
          .first('rungs')
      ).rungs

    it('come on their days, each told once, and the case’s light follows', async () => {
      const saved = await put('supplement/all', [red(1), yellow(5), yellow(3)])
      assert.deepEqual([saved.status, saved.body.rungs], [200, [yellow(5), yellow(3), red(1)]])
      const caseNo = await demanded()
      const key = await openTask(office.app.deps.db, caseNo)
      assert.equal((await office.clerk.post(taskPath(caseNo, key, 'claim'))).status, 200)
      const { due_at: due } = await office.clockOf(caseNo, 'supplement')
      const light = async () => {
        const { body } = await office.clerk.get(`/api/instances/case:${caseNo}`)
        return body.clocks.find((one: { kind: string }) => one.kind === 'supplement').light
      }
      assert.equal(await light(), 'green')
      const { rung_at: rungAt } = await office.app.deps
        .db('clock')
        .where({ instance: `case:${caseNo}`, kind: 'supplement' })
        .first('rung_at')
      const lights: string[] = []
      for (const { at } of rungAt) {
        await office.skipTo(caseNo, new Date(Date.parse(at) + 3_600_000).toISOString())
        lights.push(await light())
      }
      assert.deepEqual(lights, ['yellow', 'yellow', 'red'])
      const acts = () =>
        office.app.deps
          .db('trail')
          .where({ instance: `case:${caseNo}`, stage: '监测' })
          .orderBy('ended_at')
          .pluck('act_name')
      assert.ok(await poll(async () => (await acts()).length === 3, 30_000, 100))
      assert.deepEqual(await acts(), [
        '补正时限临期提醒（黄灯）',
        '补正时限临期提醒（黄灯）',
        '补正时限临期提醒（红灯）',
      ])
      const { body: inbox } = await office.clerk.get('/api/inbox?kind=deadline')
      assert.deepEqual(
        inbox.rows.map(({ level, popup }: { level: string; popup: boolean }) => [level, popup]),
        [
          ['red', true],
          ['yellow', false],
          ['yellow', false],
        ],
      )
      const told = async () =>
        (await office.texts(caseNo)).map(({ text }) => text).filter((text) => text.includes('提醒'))
      assert.ok(await poll(async () => (await told()).length === 3, 30_000, 100))
      assert.deepEqual(
        (await told()).map((text) => /还剩(\d+)个工作日/.exec(text)?.[1]),
        ['5', '3', '1'],
      )
      assert.ok(Date.parse(due) > Date.parse(rungAt.at(-1).at))
    })

    it('hold for the terms that start after them; those that run keep theirs', async () => {
      const before = (await office.take(personIntake())).caseNo
      assert.equal((await put('acceptance/all', [yellow(3), red(0)])).status, 200)
      const after = (await office.take(personIntake())).caseNo
      assert.deepEqual(
        [await rungsOf(before, 'acceptance'), await rungsOf(after, 'acceptance')],
        [
          [yellow(1), red(0)],
          [yellow(3), red(0)],
        ],
      )
    })

    it('of an item come before those of all items, and give way again when they are taken back', async () => {
      assert.equal((await put('acceptance/HSZC-01', [yellow(2), red(1)])).status, 200)
      const own = (await office.take(personIntake())).caseNo
      const other = (await office.take(enterpriseIntake())).caseNo
      assert.deepEqual(await rungsOf(own, 'acceptance'), [yellow(2), red(1)])
      assert.deepEqual(await rungsOf(other, 'acceptance'), [yellow(3), red(0)])
      const { body } = await office.clerk.get('/api/reminder-settings')
      const named = body.items.find((one: { itemCode: string }) => one.itemCode === 'HSZC-01')
      assert.equal(named.itemName, '护士执业注册')
      assert.equal((await admin.delete('/api/reminder-settings/acceptance/HSZC-01')).status, 204)
      const again = (await office.take(personIntake())).caseNo
      assert.deepEqual(await rungsOf(again, 'acceptance'), [yellow(3), red(0)])
      assert.equal((await admin.delete('/api/reminder-settings/acceptance/HSZC-01')).status, 404)
    })

    it('are refused when they make no sense, when another change came first, and for everybody else', async () => {
      const senseless = await put('delivery/all', [yellow(1), red(2)])
      assert.deepEqual([senseless.status, senseless.body.errors[0].message], [400, '黄灯须早于红灯'])
      assert.equal((await put('delivery/NO-SUCH', [yellow(2), red(0)])).status, 400)
      assert.equal((await put('lunch/all', [yellow(2), red(0)])).status, 400)
      const { version } = (await put('delivery/all', [yellow(2), red(0)])).body
      const stale = await put('delivery/all', [yellow(3), red(0)])
      assert.deepEqual([stale.status, stale.body.code], [409, 'reminder-changed'])
      const changed = await put('delivery/all', [yellow(3), red(0)], version)
      assert.deepEqual([changed.status, changed.body.rungs], [200, [yellow(3), red(0)]])
      const seen = changed.body.version
      assert.equal((await put('delivery/all', [yellow(4), red(0)], seen, office.clerk)).status, 403)
      // Taken back and made again by somebody else: what was seen before is stale.
      assert.equal((await admin.delete('/api/reminder-settings/delivery/all')).status, 204)
      assert.equal((await put('delivery/all', [yellow(1), red(0)])).status, 200)
      assert.equal((await put('delivery/all', [yellow(5), red(0)], seen)).status, 409)
    })
  })
})
