import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { tmpdir } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../../scripts/stack/web-build.ts'
import type { Role } from '../../workflows/identity/domain.ts'
import { startBrowser, test } from '../support/browser.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import * as hands from './hands.ts'

const key = 'urgent-change'
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** Whatever a ministry draws: a task, a panel of three, a clock that pauses for it, and a choice, without any code. */
describe('a process nobody wrote code for, in a real browser', function () {
  this.timeout(300_000)
  let office: Office
  let browser: Browser
  let file: string
  const faults: string[] = []
  before(async () => {
    await buildWeb(path.join(tmpdir(), 'banjian-web-build.log'))
    office = await startOffice(undefined, { webDist: path.resolve('dist/web') })
    browser = await startBrowser()
    file = path.join(tmpdir(), '会商材料.pdf')
    await writeFile(file, pdf)
  })
  after(async () => {
    await browser?.close()
    await office?.close()
  })

  async function signIn(username: string): Promise<Page> {
    const page = await hands.signIn(browser, office.app.url, username)
    page.on('pageerror', (error) => faults.push(error.message))
    return page
  }
  const staff = async (name: string, roles: Role[]) => {
    const { districtCode } = office.bureauHead.actor
    return signIn((await office.app.addUser({ roles, name, districtCode })).username)
  }

  it('is drawn, published, mapped to a kind of ticket and worked to its end', async () => {
    const { db } = office.app.deps
    const administrator = await signIn((await office.app.signIn('administrator')).actor.username)
    await draw(administrator)
    await publish(administrator)
    await map(administrator)

    const operator = await staff('韩冰', ['operator'])
    const { name: bureau } = await db('bureau')
      .where({ code: office.bureauHead.actor.bureauCode })
      .first('name')
    const { number, instance } = await openTicket(operator, bureau)
    await work(operator, number, 'consult', { reason: '涉及三个处室，需会商', file })
    const second = await staff('马骁', ['operator'])
    await work(operator, number, 'agree', { reason: '依据充分' })
    await work(second, number, 'agree')
    await office.skipInstance(instance, 2 * 86_400_000)
    const manager = await staff('程晓岚', ['manager'])
    await seesPanel(manager, number)
    await work(manager, number, 'agree', { reason: '同意实施' })

    await seesEnd(operator, number)
    await seesLedger(operator)
    const [first] = await db('clock').where({ instance, kind: 'first-review' })
    assert.equal(first.state, 'stopped')
    const pauses = await db('clock_pause').where({ clock_id: first.id })
    assert.deepEqual(
      pauses.map(({ cause }) => cause),
      ['等待专家会商'],
    )
    assert.equal((await db('process_instance').where({ id: instance }).first('status')).status, 'ended')
    assert.deepEqual(await db('incident').where({ instance }), [])
    assert.deepEqual(faults, [])
  })
})

async function draw(page: Page): Promise<void> {
  await begin(page)
  await drawCheck(page)
  const asked = await drawPanel(page)
  const agreed = await drawEnd(page, 'consulted', {
    service: { id: 'close', name: '落实变更' },
    status: '核实关闭',
    end: { id: 'closed', name: '完成' },
  })
  const objected = await drawEnd(page, 'consulted', {
    service: { id: 'refuse', name: '不予变更' },
    status: '不予处理',
    end: { id: 'refused', name: '不予变更' },
  })
  const settled = await drawEnd(page, 'checked', {
    service: { id: 'settle', name: '直接落实' },
    status: '核实关闭',
    end: { id: 'settled', name: '直接落实' },
  })

  await hands.clickFlow(page, asked)
  await hands.choose(page, 'flow-outcome', '提请会商')
  await hands.clickFlow(page, settled)
  await page.click(test('flow-default'))
  await hands.clickFlow(page, objected)
  await hands.write(page, 'flow-condition', 'list contains(consulting, "object")')
  await hands.clickFlow(page, agreed)
  await page.click(test('flow-default'))
}

/** A blank drawing: its start alone. */
async function begin(page: Page): Promise<void> {
  await page.goto('/drawings')
  await page.click(test('draft-new'))
  await page.locator('.el-radio-button', { hasText: '空白' }).click()
  await page.fill(test('begin-name'), '紧急变更')
  await page.fill(test('begin-key'), key)
  await page.click(test('modal-submit'))
  await page.waitForSelector(test('property-panel'))
  await hands.pick(page, 'end')
  await page.keyboard.press('Delete')
}

async function drawCheck(page: Page): Promise<void> {
  await hands.appendNamed(page, 'start', 'service-task', { id: 'begin', name: '开始核查' })
  await call(page, 0, '改变状态', { status: '初审中' })
  await call(page, 1, '开始计时', { kind: '初审时限', budget: '5' })
  await drawTask(page, 'begin', { id: 'check', name: '现场核查', clock: '初审时限' })
  await outcome(page, 0, 'settle', '核查无误')
  await outcome(page, 1, 'consult', '提请会商', '必填')
  await hands.appendNamed(page, 'check', 'gateway', { id: 'checked', name: '' })
}

/** The panel, while the first clock pauses; answers the flow that leads to it. */
async function drawPanel(page: Page): Promise<string> {
  await hands.appendNamed(page, 'checked', 'service-task', { id: 'pause', name: '转会商' })
  const asked = await hands.newestFlow(page)
  await call(page, 0, '改变状态', { status: '会审中' })
  await call(page, 1, '暂停计时', { kinds: '初审时限', cause: '等待专家会商' })
  await call(page, 2, '开始计时', { kind: '会审时限', budget: '2' })
  await drawTask(page, 'pause', { id: 'consulting', name: '专家会商', clock: '会审时限' })
  await outcome(page, 0, 'agree', '同意', '可填')
  await outcome(page, 1, 'object', '反对', '必填')
  await hands.choose(page, 'multi-way', '并行多人')
  await hands.write(page, 'multi-collection', '["法制","业务","信息"]')
  await hands.write(page, 'multi-completion', 'list contains(outcomes, "object")')
  await page.locator(test('multi-one-voice')).click()

  await hands.appendNamed(page, 'consulting', 'service-task', { id: 'resume', name: '会商结束' })
  await call(page, 0, '停止计时', { kinds: '会审时限' })
  await call(page, 1, '恢复计时', { kinds: '初审时限' })
  await hands.appendNamed(page, 'resume', 'gateway', { id: 'consulted', name: '' })
  return asked
}

/** One way to end: the clock stops, the status says how; answers the flow that leads there. */
async function drawEnd(
  page: Page,
  from: string,
  { service, status, end }: { service: Drawn; status: string; end: Drawn },
): Promise<string> {
  await hands.appendNamed(page, from, 'service-task', service)
  const flow = await hands.newestFlow(page)
  await call(page, 0, '停止计时', { kinds: '初审时限' })
  await call(page, 1, '改变状态', { status })
  await hands.appendNamed(page, service.id, 'end-event', end)
  return flow
}

async function publish(page: Page): Promise<void> {
  await page.locator(test('drawing-faults'), { hasText: '没有问题' }).waitFor()
  await page.waitForSelector('[data-saved="saved"]')
  await page.click(test('drawing-publish'))
  await page.fill(test('publish-note'), '紧急变更的办理')
  await page.click(test('modal-submit'))
  await page.waitForURL(`**/processes/${key}?version=1`)
}

async function map(page: Page): Promise<void> {
  await page.click(test('menu-definition-mappings'))
  await page.click(test('mapping-add'))
  await hands.choose(page, 'mapping-noun', '变更工单')
  await hands.choose(page, 'mapping-kind', '＋ 新增类别…')
  await page.fill(test('kind-name'), '紧急变更')
  await page.fill(test('kind-key'), 'urgent')
  await hands.choose(page, 'mapping-definition', '紧急变更')
  await page.click(test('modal-submit'))
  await page.locator(test('row'), { hasText: '紧急变更' }).getByText('生效中').waitFor()
}

async function openTicket(page: Page, bureau: string): Promise<{ number: string; instance: string }> {
  await page.goto('/change-tickets')
  await page.click(test('ticket-new'))
  const form = page.locator(test('drawer-form'))
  await form.getByLabel('类别').click({ force: true })
  await page.locator('.el-select-dropdown__item:visible', { hasText: '紧急变更' }).click()
  await form.locator(test('item-select')).locator('input').fill('劳务派遣')
  await page.locator('.el-select-dropdown__item:visible', { hasText: '劳务派遣经营许可' }).first().click()
  await form.locator(test('place-select')).locator('input').fill(bureau)
  await page.locator('.el-select-dropdown__item:visible', { hasText: bureau }).first().click()
  await form.getByLabel('标题').fill('承诺时限由十日缩短为五日')
  await form.getByLabel('变更内容').fill('按新公布的清单，承诺时限缩短。')
  await page.click(test('drawer-submit'))
  const number = (await page.locator(test('case-no')).textContent())!.trim()
  return { number, instance: `change-ticket:${number}` }
}

/** From the worklist of the group: claim, open, act on the general form. */
async function work(
  page: Page,
  number: string,
  act: string,
  { reason, file }: { reason?: string; file?: string } = {},
): Promise<void> {
  await page.goto('/worklist?box=group')
  const row = page.locator(test('row'), { hasText: number }).first()
  await row.locator(test('claim')).click()
  await page.goto('/worklist?box=mine')
  await row.locator('a').first().click()
  await page
    .locator('.task', { hasText: '我已领取' })
    .locator(test(`act-${act}`))
    .click()
  if (reason) await page.fill(test('reason'), reason)
  if (file) {
    await page.locator(`${test('act-files')} input[type=file]`).setInputFiles(file)
    await page.locator(test('file'), { hasText: path.basename(file) }).waitFor()
  }
  await page.click(test('modal-submit'))
  await page.locator(test('modal-form')).waitFor({ state: 'hidden' })
}

async function seesPanel(page: Page, number: string): Promise<void> {
  await page.goto(`/change-tickets/${number}`)
  const panel = page.locator(test('panel-opinions'), { hasText: '还有 1 人未办理' })
  await panel
    .locator(test('opinion'), { hasText: /法制|业务|信息/ })
    .filter({ hasText: '依据充分' })
    .waitFor()
  assert.equal(await panel.locator(test('opinion')).count(), 2)
}

async function seesEnd(page: Page, number: string): Promise<void> {
  await page.goto(`/change-tickets/${number}`)
  await page.waitForSelector('[data-test="status"][data-status="closed"]')
  await page.locator(test('no-acts'), { hasText: '变更工单已结束' }).waitFor()
  assert.equal(await page.locator(test('opinion')).count(), 3)
}

async function seesLedger(page: Page): Promise<void> {
  await page.click(test('tab-ledger'))
  await page.click(test('ledger-tab-first-review#1'))
  await page.locator(`${test('ledger')}[data-kind="first-review"]`, { hasText: '等待专家会商' }).waitFor()
}

interface Drawn {
  id: string
  name: string
}

async function drawTask(
  page: Page,
  from: string,
  { clock, ...drawn }: Drawn & { clock: string },
): Promise<void> {
  await hands.appendNamed(page, from, 'user-task', drawn)
  await hands.choose(page, 'prop-roles', '运营人员', '管理人员')
  await page.keyboard.press('Escape')
  await hands.chooseLike(page, 'prop-side', '平台')
  await hands.choose(page, 'prop-clock', clock)
}

async function outcome(page: Page, n: number, id: string, name: string, reason = ''): Promise<void> {
  await page.click(test('outcome-add'))
  await hands.write(page, `outcome-name-${n}`, name)
  await hands.write(page, `outcome-id-${n}`, id)
  if (reason) await hands.choose(page, `outcome-reason-${n}`, reason)
}

/** Adds a service to the chosen task; an input that is a list is chosen from, another is written. */
async function call(page: Page, n: number, service: string, inputs: Record<string, string>): Promise<void> {
  await hands.choose(page, 'service-add', service)
  await page.waitForSelector(test(`call-${n}`))
  for (const [name, value] of Object.entries(inputs)) {
    const field = `input-${n}-${name}`
    const isText = await page.locator(test(field)).evaluate((one) => one.matches('.el-input__inner'))
    if (isText) await hands.write(page, field, value)
    else await hands.chooseLike(page, field, value)
    if (name === 'kinds') await page.keyboard.press('Escape')
  }
}
