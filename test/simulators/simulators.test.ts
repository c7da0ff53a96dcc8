import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { trackingNumber } from './mail.ts'
import { createSimulators } from './simulators.ts'
import type { Simulators } from './simulators.ts'

const at = '2026-11-23T10:05:00+08:00'

async function call(simulators: Simulators, method: string, where: string, body?: unknown) {
  const response = await fetch(simulators.url + where, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as any }
}

const sms = (requestId: string, more: object = {}) => ({
  requestId,
  phone: '13812345678',
  text: '你好',
  caseNo: 'HD1',
  at,
  ...more,
})

describe('the simulated SMS gateway', () => {
  let simulators: Simulators
  beforeEach(async () => {
    simulators = await createSimulators()
  })
  afterEach(() => simulators.close())

  const list = async (query = '') => (await call(simulators, 'GET', `/sms${query}`)).body.messages
  const control = (mode: string, count?: number) => call(simulators, 'POST', '/control', { mode, count })

  it('delivers a request id once and answers the repetition with the first id', async () => {
    const first = await call(simulators, 'POST', '/sms', sms('a'))
    const again = await call(simulators, 'POST', '/sms', sms('a'))
    assert.deepEqual(again.body, { id: first.body.id, duplicate: true })
    assert.equal((await list('?caseNo=HD1')).length, 1)
    assert.equal((await list('?phone=13900000000')).length, 0)
  })

  it('refuses a request id with another text', async () => {
    await call(simulators, 'POST', '/sms', sms('a'))
    const other = await call(simulators, 'POST', '/sms', sms('a', { text: '再见' }))
    assert.deepEqual([other.status, other.body.code], [409, 'request-id-reused'])
  })

  it('refuses what is not of the contract', async () => {
    assert.equal((await call(simulators, 'POST', '/sms', sms('a', { phone: 'x' }))).status, 400)
    assert.equal((await call(simulators, 'POST', '/control', { mode: 'explode' })).status, 400)
  })

  it('fails as often as it is told', async () => {
    await control('500', 2)
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await call(simulators, 'POST', '/sms', sms('a'))).status)
    assert.deepEqual(statuses, [500, 500, 200])
  })

  it('drops the connection after delivery', async () => {
    await control('lost-answer', 1)
    await assert.rejects(call(simulators, 'POST', '/sms', sms('a')))
    assert.equal((await list()).length, 1)
  })

  it('delivers twice, and behind the next one, when told', async () => {
    await control('out-of-order', 1)
    await call(simulators, 'POST', '/sms', sms('late'))
    assert.equal((await list()).length, 0)
    await control('duplicate', 1)
    await call(simulators, 'POST', '/sms', sms('next'))
    const messages = (await list()) as { requestId: string; deliveries: number }[]
    assert.deepEqual(
      messages.map((m) => [m.requestId, m.deliveries]),
      [
        ['next', 2],
        ['late', 1],
      ],
    )
  })
})

describe('the simulated mail carrier', () => {
  let simulators: Simulators
  beforeEach(async () => {
    simulators = await createSimulators()
  })
  afterEach(() => simulators.close())

  const party = { name: '张三', address: '北京市海淀区某路1号', phone: '13812345678' }
  const shipment = {
    requestId: 'r1',
    caseNo: 'HD1',
    contents: ['一次性补正告知书'],
    sender: party,
    recipient: party,
    at,
  }

  it('gives a receipt only when somebody has signed, and the first signature stays', async () => {
    const { trackingNo } = (await call(simulators, 'POST', '/mail/shipments', shipment)).body
    assert.equal((await call(simulators, 'POST', '/mail/shipments', shipment)).body.trackingNo, trackingNo)
    const home = `/mail/shipments/${trackingNo}`
    assert.equal((await call(simulators, 'GET', `${home}/receipt`)).status, 404)
    await call(simulators, 'POST', `${home}/sign`, { signedBy: '张三', at: '2026-11-25T15:00:00+08:00' })
    await call(simulators, 'POST', `${home}/sign`, { signedBy: '李四', at: '2026-11-26T15:00:00+08:00' })
    const receipt = (await call(simulators, 'GET', `${home}/receipt`)).body
    assert.deepEqual([receipt.signedBy, receipt.signedAt], ['张三', '2026-11-25T15:00:00+08:00'])
    assert.equal((await call(simulators, 'GET', home)).body.status, 'signed')
  })

  it('numbers shipments by UPU S10', () => {
    assert.equal(trackingNumber(47_312_482), 'EX473124829CN')
  })

  it('does not know other shipments', async () => {
    assert.equal((await call(simulators, 'GET', '/mail/shipments/EX1')).status, 404)
    assert.equal(
      (await call(simulators, 'POST', '/mail/shipments/EX1/return', { reason: '查无此人', at })).status,
      404,
    )
  })
})

describe('the simulators over a restart', () => {
  it('know what they had delivered, also after a kill in the middle of a write', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'banjian-sim-'))
    const stateFile = path.join(dir, 'state')
    const first = await createSimulators({ stateFile })
    const { id } = (await call(first, 'POST', '/sms', sms('a'))).body
    await first.close()
    await appendFile(`${stateFile}.sms.jsonl`, '{"type":"sms","message":{"requestId":"torn"}')
    for (let restart = 0; restart < 2; restart++) {
      const again = await createSimulators({ stateFile })
      assert.deepEqual((await call(again, 'POST', '/sms', sms('a'))).body, { id, duplicate: true })
      assert.equal(again.sms.list().length, 1)
      await again.close()
    }
    await rm(dir, { recursive: true })
  })

  it('show the demo what arrived, whatever is in the text', async () => {
    const simulators = await createSimulators()
    await call(simulators, 'POST', '/sms', sms('a', { text: '<script>alert(1)</script>' }))
    const page = await (await fetch(simulators.url)).text()
    assert.ok(page.includes('13812345678') && !page.includes('<script>'))
    await simulators.close()
  })
})
