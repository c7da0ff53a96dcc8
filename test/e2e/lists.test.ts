import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import type { TestApp } from '../support/app.ts'
import { test } from '../support/browser.ts'
import { signIn } from './hands.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'

const database = 'e2e_lists'

describe('any list, in a real browser', function () {
  this.timeout(300_000)
  let pages: Pages
  let app: TestApp
  let browser: Browser
  let page: Page
  before(async () => {
    pages = await startPages(database)
    ;({ app, browser } = pages)
    for (let n = 0; n < 60; n++) await app.addUser({ roles: ['reviewer'], bureauCode: 'B01' })
    page = await signIn(browser, app.url, (await app.addUser({ roles: ['administrator'] })).username)
  })
  after(() => pages?.close())
  const rows = (n: number) =>
    page.waitForFunction(([row, wanted]) => document.querySelectorAll(String(row)).length === wanted, [
      test('row'),
      n,
    ] as const)

  it('has as many rows a page as a person asks, as close as they like, the next time too', async () => {
    await page.goto('/users?role=reviewer')
    await rows(50)
    await page.selectOption(test('page-size'), '25')
    await rows(25)
    await page.click(test('columns'))
    await page.check(test('dense'))
    await page.reload()
    await rows(25)
    assert.equal(await page.locator('.data-table.dense').count(), 1)
  })

  it('tells how many there are when asked, and forgets the number with other filters', async () => {
    await page.click(test('count'))
    await page.locator(test('total'), { hasText: '共 60 条' }).waitFor()
    await page.fill(test('user-q'), 'nobody-is-called-so')
    await page.waitForSelector(test('empty'))
    await page.click(test('filter-clear'))
    await rows(25)
    assert.equal(await page.locator(test('total')).count(), 0)
  })

  it('keeps a filter as a tab of its own', async () => {
    await page.goto('/users?role=reviewer')
    await rows(25)
    await page.click(test('save-filter'))
    await page.fill(test('filter-name'), '审批人员')
    await page.click(test('modal-submit'))
    await page.goto('/users')
    await page.locator(test('saved-filter'), { hasText: '审批人员' }).click()
    await page.waitForURL(/role=reviewer/)
    await page.goto('/audit')
    await page.waitForSelector(test('row'))
    assert.equal(await page.locator(test('saved-filter')).count(), 0, 'another list has its own')
  })

  it('gives the marked rows as a file', async () => {
    await page.goto('/users?role=reviewer')
    await rows(25)
    for (const n of [0, 3]) await page.locator(test('select-row')).nth(n).check()
    const arriving = page.waitForEvent('download')
    await page.click(test('export-marked'))
    assert.match((await arriving).suggestedFilename(), /^用户-\d{4}-\d\d-\d\d\.xlsx$/)
    const { detail } = await app.deps.db('audit').where({ action: 'user.export' }).first('detail')
    assert.deepEqual(detail, { role: 'reviewer', searched: false, marked: 2, format: 'xlsx' })
    const shots = process.env['SHOTS']
    for (const width of shots ? [1440, 390] : []) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${shots}/users-${width}.png` })
    }
  })
})
