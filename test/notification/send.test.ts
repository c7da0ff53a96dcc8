import assert from 'node:assert/strict'
import { createNotifications } from '../../activities/notification/send.ts'
import { createDb } from '../../server/db.ts'
import type { Db } from '../../server/db.ts'
import { listNotifications } from '../../server/records/notification/notification.ts'
import { createSimulators } from '../simulators/simulators.ts'
import type { Simulators } from '../simulators/simulators.ts'
import { createDatabase, dropDatabase } from '../support/stack.ts'

const database = 'notification_send'
const phone = '13812345678'

describe('sending a message', () => {
  let db: Db
  let simulators: Simulators
  let send: ReturnType<typeof createNotifications>['sendNotification']

  before(async () => {
    db = createDb(await createDatabase(database))
  })
  after(async () => {
    await db.destroy()
    await dropDatabase(database)
  })
  beforeEach(async () => {
    await db('notification').delete()
    simulators = await createSimulators()
    send = createNotifications({ db, smsUrl: simulators.url, timeoutMs: 300 }).sendNotification
  })
  afterEach(() => simulators.close())

  const received = (caseNo = 'HD1') =>
    ({
      instance: `case:${caseNo}`,
      stepKey: 'start#0',
      template: 'supplement-received',
      phone,
      vars: { caseNo, date: '2026年11月23日' },
      at: '2026-11-23T10:05:00+08:00',
    }) as const

  const statusOf = async (caseNo = 'HD1') =>
    (await listNotifications(db, `case:${caseNo}`)).find((row) => row.channel === 'sms')
  const delivered = (caseNo = 'HD1') => simulators.sms.list({ caseNo })

  it('reaches the phone and stands on the citizen page', async () => {
    await send(received())
    const [sms] = delivered()
    assert.equal(sms?.phone, phone)
    assert.equal(sms?.text, '【政务服务】您的办件HD1补正材料已于2026年11月23日收到，我们将尽快核对。')
    const rows = await listNotifications(db, 'case:HD1')
    assert.deepEqual(rows.map((row) => `${row.channel} ${row.status}`).sort(), ['inbox sent', 'sms sent'])
  })

  it('a step that runs twice, also at once, sends one message', async () => {
    await Promise.all([send(received()), send(received())])
    await send(received())
    assert.equal(delivered().length, 1)
  })

  it('when the answer is lost after delivery the retry sends no second message', async () => {
    simulators.sms.faults.set({ target: 'sms', mode: 'lost-answer', count: 1, delayMs: 0 })
    await assert.rejects(send(received()), { type: 'sms-gateway-unavailable' })
    assert.equal((await statusOf())?.status, 'pending')
    await send(received())
    assert.equal((await statusOf())?.status, 'sent')
    assert.deepEqual(
      delivered().map(({ deliveries, requests }) => [deliveries, requests]),
      [[1, 2]],
    )
  })

  for (const mode of ['500', 'slow'] as const)
    it(`a gateway that ${mode === 'slow' ? 'is too slow' : 'fails'} is asked again and delivers once`, async () => {
      simulators.sms.faults.set({ target: 'sms', mode, count: 1, delayMs: 600 })
      await assert.rejects(send(received()), { type: 'sms-gateway-unavailable' })
      assert.equal((await statusOf())?.errorCode, 'sms-gateway-unavailable')
      await send(received())
      assert.equal((await statusOf())?.status, 'sent')
      assert.equal(delivered().length, 1)
    })

  it('a gateway that is not there is a failure that can be tried again', async () => {
    await simulators.close()
    await assert.rejects(send(received()), { type: 'sms-gateway-unavailable', nonRetryable: false })
  })

  it('what the gateway refuses is refused for good, until the phone is corrected', async () => {
    await assert.rejects(send({ ...received(), phone: 'not a phone' }), {
      type: 'sms-refused',
      nonRetryable: true,
    })
    assert.equal((await statusOf())?.status, 'failed')
    await send(received())
    assert.equal((await statusOf())?.toPhoneMasked, '138****5678')
    assert.equal(delivered().length, 1)
  })

  it('a message with a hole in its text is not sent', async () => {
    const hollow = { ...received(), vars: { caseNo: 'HD1' } }
    await assert.rejects(send(hollow), { type: 'notification-incomplete', nonRetryable: true })
    assert.deepEqual(await listNotifications(db, 'case:HD1'), [])
  })

  it('without a phone only the citizen page is written', async () => {
    const { phone: _phone, ...noPhone } = received()
    await send(noPhone)
    assert.deepEqual(
      (await listNotifications(db, 'case:HD1')).map((row) => row.channel),
      ['inbox'],
    )
  })

  it('the record of the message does not hold the phone number', async () => {
    await send(received())
    assert.ok(!JSON.stringify(await db('notification')).includes(phone))
  })
})
