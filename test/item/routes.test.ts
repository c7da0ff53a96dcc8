import assert from 'node:assert/strict'
import { seedCatalogue } from '../../scripts/seed.ts'
import type { ProblemError } from '../../server/errors.ts'
import { createEntrustment } from '../../server/modules/item/entrustment-service.ts'
import { entrustmentBody } from '../../server/modules/item/schema.ts'
import { poll } from '../support/stack.ts'
import { startApp } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import type { HttpClient } from '../support/http.ts'

const now = '2026-11-20T02:00:00.000Z'

describe('The catalogue at the counter', () => {
  let app: TestApp
  let city: HttpClient
  let haidian: HttpClient
  let bureau: HttpClient
  let operator: Awaited<ReturnType<TestApp['signIn']>>
  let admin: HttpClient

  before(async () => {
    app = await startApp({ now: () => new Date(now) })
    await app.deps.db.transaction((trx) => seedCatalogue(trx, now))
    city = await app.signIn({ roles: ['clerk'], districtCode: '110000', centreCode: '110000-ZW' })
    haidian = await app.signIn({ roles: ['clerk'], districtCode: '110108', centreCode: '110108-ZW' })
    bureau = await app.signIn({ roles: ['head'], districtCode: '110000', bureauCode: '110000-RSJ' })
    operator = await app.signIn({ roles: ['operator'], districtCode: '110108', centreCode: '110108-ZW' })
    admin = await app.signIn({ roles: ['administrator'], districtCode: '110000' })
  })
  after(() => app?.close())

  it('offers every item of the data file while an agreement covers it', async () => {
    const { body } = await city.get('/api/items?forIntake=1')
    assert.equal(body.rows.length, 22)
    assert.ok(body.rows.every((row: any) => row.offered))
  })

  it('finds items by part of a name, bureau, theme and kind of applicant', async () => {
    const codes = async (query: string) =>
      (await city.get(`/api/items?${query}`)).body.rows.map((row: any) => row.code)
    assert.deepEqual(await codes('q=劳务派遣'), ['LWPQ-01'])
    assert.deepEqual(await codes('q=lwpq'), ['LWPQ-01'])
    assert.deepEqual(await codes('q=%25'), [])
    assert.deepEqual(await codes('bureau=110000-RSJ'), ['LWPQ-01', 'RLZY-01'])
    assert.deepEqual(await codes('theme=教育&applicantType=natural-person'), ['JSZG-01'])
    assert.deepEqual(await codes('theme=教育&applicantType=enterprise'), [])
    assert.equal((await city.get('/api/items?applicantType=robot')).status, 400)
  })

  it('shows an item with its terms, materials and the agreement of one’s own centre', async () => {
    const { body } = await haidian.get('/api/items/LWPQ-01')
    assert.equal(body.terms.supplement, 15)
    assert.equal(body.materials[0].n, 1)
    assert.equal(body.entrustment.bureauName, '北京市海淀区人力资源和社会保障局')
    assert.equal((await haidian.get('/api/items/NONE')).status, 404)
  })

  it('offers nothing to a bureau, where no counter is', async () => {
    const { body } = await bureau.get('/api/items/LWPQ-01')
    assert.equal(body.offered, false)
    assert.match(body.notOfferedReason, /窗口/)
  })

  it('lists agreements to those they concern', async () => {
    const centresOf = async (client: HttpClient) => [
      ...new Set((await client.get('/api/entrustments')).body.rows.map((row: any) => row.centre)),
    ]
    assert.deepEqual(await centresOf(haidian), ['110108-ZW'])
    assert.deepEqual(await centresOf(bureau), ['110000-ZW'])
    assert.equal((await centresOf(admin)).length, 3)
    const statuses = (await city.get('/api/entrustments')).body.rows.map((row: any) => row.status)
    assert.deepEqual([...new Set(statuses)].sort(), ['active', 'expired', 'future'])
  })

  it('gives the directory of places', async () => {
    const { body } = await city.get('/api/directory')
    assert.deepEqual([body.districts.length, body.centres.length, body.bureaus.length], [18, 3, 39])
  })

  describe('agreements', () => {
    const terms = (change: object = {}) => ({
      no: `测试${Math.random()}`,
      bureau: '110108-RSJ',
      centre: '110108-ZW',
      items: ['LWPQ-01'],
      scope: ['accept'],
      from: '2030-01-01',
      to: '2030-12-31',
      sealName: '测试专用章',
      ...change,
    })

    const parsed = (body: object) => entrustmentBody.parse(body)

    it('are refused when one for the same item at the same centre overlaps', async () => {
      const overlap = await operator.post('/api/entrustments', terms({ from: '2028-12-31' }))
      assert.deepEqual([overlap.status, overlap.body.code], [409, 'entrustment-overlap'])
      assert.match(overlap.body.detail, /劳务派遣/)
    })

    it('that overlap and come at the same moment become one', async () => {
      const first = await app.deps.db.transaction()
      const by = { actor: operator.actor, at: now }
      const agree = (no: string) => ({ ...parsed(terms()), no })
      await createEntrustment(first, agree('先'), by)
      let settled = false
      const second = app.deps.db.transaction((trx) => createEntrustment(trx, agree('后'), by))
      const outcome = second.then(
        () => 'agreed',
        (error: ProblemError) => error.code,
      )
      void outcome.then(() => (settled = true))
      const waiting = async () =>
        settled || (await app.deps.db('pg_locks').where({ granted: false, mode: 'ShareLock' })).length > 0
      assert.ok(await poll(waiting, 5_000, 20))
      await first.commit()
      assert.equal(await outcome, 'entrustment-overlap')
    })

    it('are refused for a bureau of another district, items of another line, and days that do not hold', async () => {
      const refused = async (change: object) => (await operator.post('/api/entrustments', terms(change))).body
      const later = { from: '2031-01-01', to: '2031-12-31' }
      assert.equal((await refused({ ...later, bureau: '110105-RSJ' })).errors[0].path, 'body.bureau')
      assert.equal((await refused({ ...later, items: ['SPJY-01'] })).errors[0].path, 'body.items.0')
      assert.equal((await refused({ from: '2031-02-01', to: '2031-01-01' })).errors[0].path, 'body.to')
      assert.equal((await refused({ from: '2031-02-30' })).code, 'invalid-request')
      assert.equal((await refused({ ...later, scope: [] })).code, 'invalid-request')
    })

    it('of another centre are not to be touched', async () => {
      const foreign = terms({
        centre: '110105-ZW',
        bureau: '110105-RSJ',
        from: '2031-01-01',
        to: '2031-12-31',
      })
      assert.equal((await operator.post('/api/entrustments', foreign)).status, 404)
      assert.equal((await operator.put('/api/entrustments/CY-RSJ-2025', foreign)).status, 404)
      assert.equal((await operator.post('/api/entrustments/CY-RSJ-2025/end', { reason: '试' })).status, 404)
      assert.equal((await haidian.post('/api/entrustments', terms())).status, 403)
    })

    it('that two people edit keep the first change and tell the second', async () => {
      const made = (await operator.post('/api/entrustments', terms({ from: '2032-01-01', to: '2032-12-31' })))
        .body
      const change = { ...terms({ from: '2032-01-01', to: '2032-06-30' }), version: made.version }
      assert.equal((await operator.put(`/api/entrustments/${made.id}`, change)).body.version, 2)
      const second = await operator.put(`/api/entrustments/${made.id}`, change)
      assert.deepEqual([second.status, second.body.code], [409, 'entrustment-changed'])
      const audit = await app.deps.db('audit').where({ object_id: made.id }).orderBy('id')
      assert.deepEqual(
        audit.map(({ action, outcome }) => `${action} ${outcome}`),
        ['entrustment.create ok', 'entrustment.change ok', 'entrustment.change refused'],
      )
      assert.equal(audit[1].detail.before.to, '2032-12-31')
    })

    it('once ended offer the item no more and are not edited', async () => {
      assert.equal((await haidian.get('/api/items/HSZC-01')).body.offered, true)
      const ended = await operator.post('/api/entrustments/HD-WSJK-2025/end', {
        reason: '机构改革，职责调整',
      })
      assert.deepEqual([ended.status, ended.body.status, ended.body.endedOn], [200, 'ended', '2026-11-20'])
      const item = (await haidian.get('/api/items/HSZC-01')).body
      assert.deepEqual([item.offered, item.notOfferedReason], [false, '委托协议已终止'])
      const again = await operator.post('/api/entrustments/HD-WSJK-2025/end', { reason: '再次' })
      assert.deepEqual([again.status, again.body.code], [409, 'entrustment-ended'])
      assert.equal((await haidian.get('/api/items?forIntake=1')).body.rows.length, 18)
    })

    it('may follow one that was ended', async () => {
      const next = terms({ bureau: '110108-WSJK', items: ['HSZC-01'], from: '2026-11-20', to: '2027-11-19' })
      assert.equal((await operator.post('/api/entrustments', next)).status, 201)
      assert.equal((await haidian.get('/api/items/HSZC-01')).body.offered, true)
    })
  })

  it('is loaded once, however often', async () => {
    assert.equal(await app.deps.db.transaction((trx) => seedCatalogue(trx, now)), false)
  })
})
