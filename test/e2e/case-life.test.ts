import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { tmpdir } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../../scripts/stack/web-build.ts'
import { openTab, startBrowser, test } from '../support/browser.ts'
import { startOffice } from '../support/office.ts'
import type { Office } from '../support/office.ts'
import { completeIntake, creditCode } from '../intake/fixture.ts'
import { poll } from '../support/stack.ts'
import * as hands from './hands.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

describe('in a real browser', function () {
  this.timeout(300_000)
  let office: Office
  let browser: Browser
  let file: string
  before(async () => {
    await buildWeb(path.join(tmpdir(), 'banjian-web-build.log'))
    office = await startOffice(undefined, { webDist: path.resolve('dist/web'), printed: true })
    browser = await startBrowser()
    file = path.join(tmpdir(), '验资报告.pdf')
    await writeFile(file, pdf)
  })
  after(async () => {
    await browser?.close()
    await office?.close()
  })

  const signIn = (username: string, width?: number) => hands.signIn(browser, office.app.url, username, width)

  async function intake(page: Page): Promise<{ caseNo: string; secret: string }> {
    await page.goto('/intake')
    await page.fill(test('intake-item-q'), '劳务派遣')
    await page.locator(test('intake-item'), { hasText: '劳务派遣经营许可' }).click()
    await page.waitForSelector(test('intake-chosen'))
    await page.fill(test('applicant-name'), '北京远山近水人力资源管理咨询服务有限责任公司')
    await page.fill(test('applicant-document'), creditCode('91110108MA01X2Y34'))
    await page.fill(test('legal-representative'), '欧阳锋')
    await page.fill(test('contact-name'), '钱多多')
    await page.fill(test('contact-phone'), '13812345678')
    await page.locator(test('e-delivery')).click()
    const materials = page.locator(test('material'))
    await materials.nth(0).locator(test('material-present')).click()
    await materials.nth(1).locator(test('material-missing')).click()
    await materials.nth(2).locator(test('material-present')).click()
    await materials.nth(3).locator(test('material-present')).click()
    await page.click(test('intake-submit'))
    await page.waitForSelector(test('receipt'))
    const caseNo = (await page.textContent(test('case-no')))!.trim()
    const secret = (await page.textContent(test('query-secret')))!.trim()
    return { caseNo, secret }
  }

  /** Opens the case, does an act in its dialog and waits for the status it brings. */
  async function act(
    page: Page,
    caseNo: string,
    id: string,
    status: string,
    fill?: (page: Page) => Promise<void>,
  ) {
    await page.goto(`/cases/${caseNo}`)
    await page.click(test(`act-${id}`))
    await page.waitForSelector(test(`act-form-${id}`))
    await fill?.(page)
    await page.click(test('modal-submit'))
    // A refused act leaves its dialog open, with the reason in it.
    await page.waitForSelector(test('modal-form'), { state: 'detached' })
    await office.becomes(caseNo, status, 60_000)
    await page.waitForSelector(`[data-test="status"][data-status="${status}"]`)
  }

  it('a case is taken, supplemented on a phone, accepted, reviewed, granted, delivered and closed', async () => {
    const clerk = await signIn(office.clerk.actor.username)
    const { caseNo, secret } = await intake(clerk)
    assert.ok(
      await poll(async () => (await office.tasksOf(caseNo)).includes('acceptance-check'), 60_000, 100),
    )
    await act(clerk, caseNo, 'supplement', 'supplementing')

    const { page: phone, faults } = await openTab(browser, office.app.url, 390)
    await phone.goto(`/c?no=${caseNo}`)
    await phone.fill(test('citizen-case-no'), caseNo)
    await phone.fill(test('citizen-secret'), secret)
    await phone.click(test('citizen-enter'))
    await phone.waitForSelector(test('citizen-supplement'))
    await phone.locator('input[type=file]').first().setInputFiles(file)
    await phone.locator(`${test('citizen-hand-in')}:enabled`).click()
    const sure = phone.locator(test('citizen-confirm'))
    await sure.first().click()
    await office.becomes(caseNo, 'received', 60_000)

    await act(clerk, caseNo, 'accept', 'accepted')
    const reviewer = await signIn(office.reviewer.actor.username)
    await act(reviewer, caseNo, 'pass', 'deciding')
    const head = await signIn(office.bureauHead.actor.username)
    await act(head, caseNo, 'grant', 'delivering')
    await act(clerk, caseNo, 'deliver', 'closed', async (page) => {
      await page.fill(test('delivery-proof'), '本人签收')
    })
    await clerk.click(test('tab-diagram'))
    await clerk.waitForSelector('.djs-container')
    assert.deepEqual(faults, [])
    for (const kind of [
      'receipt',
      'supplement-notice',
      'acceptance-notice',
      'grant-decision',
      'proof-of-service',
    ]) {
      assert.ok((await office.paperText(caseNo, kind)).includes('北京远山近水人力资源'), kind)
    }
  })
  it('an act whose form is made of the case cannot be sent before the case is read', async () => {
    const { caseNo } = await office.take(completeIntake())
    assert.ok(
      await poll(async () => (await office.tasksOf(caseNo)).includes('acceptance-check'), 60_000, 100),
    )
    const clerk = await signIn(office.clerk.actor.username)
    let read = () => {}
    const held = new Promise<void>((resolve) => (read = resolve))
    await clerk.route(`**/api/cases/${caseNo}`, async (route) => {
      await held
      await route.continue()
    })
    await clerk.goto(`/cases/${caseNo}`)
    await clerk.click(test('act-supplement'))
    await clerk.waitForSelector(test('act-reading'))
    assert.ok(await clerk.isDisabled(test('modal-submit')))
    read()
    await clerk.waitForSelector(test('supplement-1'))
    assert.equal(await clerk.locator(test('act-reading')).count(), 0)
  })
  it('a case that was ended is taken again with the materials of the first', async () => {
    const clerk = await signIn(office.clerk.actor.username)
    const document = creditCode('91110108MA01B7C8D')
    const begin = async () => {
      await clerk.goto('/intake')
      await clerk.fill(test('intake-item-q'), '劳务派遣')
      await clerk.locator(test('intake-item'), { hasText: '劳务派遣经营许可' }).click()
      await clerk.waitForSelector(test('intake-chosen'))
      await clerk.fill(test('applicant-name'), '北京远山近水人力资源管理咨询服务有限责任公司')
      await clerk.fill(test('applicant-document'), document)
      await clerk.fill(test('contact-name'), '钱多多')
      await clerk.fill(test('contact-phone'), '13812345678')
    }
    const submit = async () => {
      await clerk.click(test('materials-paper'))
      await clerk.click(`${test('intake-submit')}:enabled`)
      await clerk.waitForSelector(test('receipt'))
      return (await clerk.textContent(test('case-no')))!.trim()
    }
    await begin()
    await clerk.locator(test('material')).nth(1).locator(test('material-input')).setInputFiles(file)
    await clerk.waitForSelector(test('material-file'))
    const first = await submit()
    await office.act(office.clerk, first, 'end', { reason: '申请人要求改日再办', data: { status: 'ended' } })
    await office.becomes(first, 'ended', 60_000)

    await begin()
    await clerk.click(test('materials-reuse'))
    await clerk.locator(test('material-file'), { hasText: `沿用自 ${first}` }).waitFor()
    const second = await submit()
    await office.becomes(second, 'received', 60_000)
    await clerk.goto(`/cases/${second}`)
    await clerk.locator(test('material-2'), { hasText: `沿用自办件 ${first}` }).waitFor()
  })
  it('the administrator sets when the supplement term turns yellow, and takes it back', async () => {
    const { username } = (await office.app.signIn('administrator')).actor
    const page = await signIn(username)
    assert.equal(await page.locator(test('menu-cases')).count(), 0, 'the administrator reads no cases')
    await page.waitForURL('**/home')
    await page.goto('/reminders')
    await page.click(test('reminder-edit-supplement'))
    await page
      .locator(`${test('yellow')} input`)
      .first()
      .fill('7')
    await page.click(test('yellow-add'))
    await page
      .locator(`${test('red')} input`)
      .first()
      .fill('1')
    await page
      .locator(test('reminder-effect'), { hasText: '第 14 天起黄灯，第 15 天起黄灯，第 20 天起红灯' })
      .waitFor()
    await page.click(test('drawer-submit'))
    await page.getByText('剩 7 天、剩 6 天').waitFor()
    const { db } = office.app.deps
    const rungs = await db('reminder_setting').where({ kind: 'supplement' }).first('rungs')
    assert.deepEqual(
      rungs.rungs.map(({ remaining }: { remaining: number }) => remaining),
      [7, 6, 1],
    )
    await page.click(test('reminder-reset'))
    await page.click(test('modal-submit'))
    await page.getByText('剩 7 天、剩 6 天').waitFor({ state: 'detached' })
    assert.deepEqual(await db('reminder_setting'), [])
  })
})
