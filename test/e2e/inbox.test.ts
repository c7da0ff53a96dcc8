import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { tellStaff } from '../../server/records/notification/inbox.ts'
import type { Actor } from '../../workflows/identity/domain.ts'
import { TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { openTab, test } from '../support/browser.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'

const database = 'e2e_inbox'

describe('the bell, in a real browser', function () {
  this.timeout(300_000)
  let pages: Pages
  let app: TestApp
  let browser: Browser
  let clerk: Actor
  before(async () => {
    pages = await startPages(database)
    ;({ app, browser } = pages)
  })
  after(() => pages?.close())
  beforeEach(async () => {
    clerk = await app.addUser({ roles: ['clerk'], centreCode: 'C01', name: '欧阳静姝' })
  })

  const remind = (key: string) =>
    app.deps.db.transaction((trx) =>
      tellStaff(trx, {
        template: 'task-reminded',
        vars: { number: 'HD-1', title: '劳务派遣经营许可', step: '受理审查', by: '陈国栋' },
        users: [clerk.id],
        link: `/items?q=${key}`,
        key,
        at: '2026-11-24T01:00:00.000Z',
      }),
    )

  async function signIn(page: Page): Promise<void> {
    await page.fill(test('username'), clerk.username)
    await page.fill(test('password'), TEST_PASSWORD)
    await page.click(test('login'))
    await page.waitForURL('**/home')
    await page.waitForSelector(test('tile-mine'))
  }
  const count = (page: Page, n: number) => page.locator(test('bell-count'), { hasText: String(n) }).waitFor()

  it('sums up at sign-in what was missed, and shows what comes then at once', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await remind(key)
    const { page, faults } = await openTab(browser, app.url)
    await page.goto('/')
    await signIn(page)
    await count(page, 4)
    await page.locator(test('popup-missed'), { hasText: '您不在时有 4 条紧急消息未读' }).waitFor()
    assert.equal(await page.locator(test('popup')).count(), 0)
    await remind('e')
    await page.waitForSelector(test('popup'))
    await count(page, 5)
    await page.click(test('popup-open'))
    await page.waitForURL('**/items?q=e')
    await count(page, 4)
    assert.equal(await page.locator(test('popup')).count(), 0)
    await page.reload()
    await count(page, 4)
    assert.equal(await page.locator(test('popup-missed')).count(), 0, 'a reload is no sign-in')
    assert.deepEqual(faults, [])
  })

  it('stacks three; read in one window, it is quiet in the other', async () => {
    const { page, context } = await openTab(browser, app.url)
    await page.goto('/')
    await signIn(page)
    for (const key of ['1', '2', '3', '4', '5']) await remind(key)
    await count(page, 5)
    assert.equal(await page.locator(test('popup')).count(), 3)
    await page.locator(test('popup-missed'), { hasText: '另有 2 条' }).waitFor()
    const other = await context.newPage()
    await other.goto('/inbox')
    await other.locator(test('select-row')).first().check()
    await other.click(test('inbox-mark'))
    await count(page, 4)
    await other.click(test('inbox-mark-all'))
    await other.waitForSelector(test('empty'))
    await page.locator(test('bell-count')).waitFor({ state: 'detached' })
    await page.locator(test('popup')).first().waitFor({ state: 'detached' })
    await page.click(test('bell'))
    await page.getByText('没有未读消息。').waitFor()
  })
})
