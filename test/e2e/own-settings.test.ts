import type { Browser } from 'playwright-core'
import { TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { test } from '../support/browser.ts'
import { signIn } from './hands.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'

const database = 'e2e_own_settings'
const NEXT = 'Brand-new-2026'

describe("one's own settings, in a real browser", function () {
  this.timeout(300_000)
  let pages: Pages
  let app: TestApp
  let browser: Browser
  before(async () => {
    pages = await startPages(database)
    ;({ app, browser } = pages)
  })
  after(() => pages?.close())

  it('a clerk changes the password from the menu under the name and signs in with the new one', async () => {
    const clerk = await app.addUser({ roles: ['clerk'], centreCode: 'C01', name: '欧阳静姝' })
    const page = await signIn(browser, app.url, clerk.username)
    await page.focus(test('user-menu'))
    await page.keyboard.press('Enter')
    await page.click(test('my-password'))
    const fill = (name: string, text: string) => page.fill(`input${test(name)}, ${test(name)} input`, text)
    await fill('own-password-current', TEST_PASSWORD)
    await fill('own-password-next', NEXT)
    await fill('own-password-again', NEXT)
    await page.click(test('modal-submit'))
    await page.waitForSelector(test('modal-form'), { state: 'detached' })
    await page.click(test('user-menu'))
    await page.click(test('logout'))
    await page.fill(test('username'), clerk.username)
    await page.fill(test('password'), TEST_PASSWORD)
    await page.click(test('login'))
    // The refused password is cleared before the next is typed.
    await page.locator('form [role="alert"]').waitFor()
    await page.waitForFunction(() => !document.querySelector<HTMLInputElement>('[name=password]')?.value)
    await page.fill(test('password'), NEXT)
    await page.click(test('login'))
    await page.waitForSelector(test('user-menu'))
  })

  it('the question mark opens the sheet of keys, Escape closes the menu and gives the focus back', async () => {
    const clerk = await app.addUser({ roles: ['clerk'], centreCode: 'C01', name: '欧阳静姝' })
    const page = await signIn(browser, app.url, clerk.username)
    await page.keyboard.press('?')
    await page.waitForSelector(test('shortcuts'))
    await page.keyboard.press('Escape')
    await page.waitForSelector(test('shortcuts'), { state: 'detached' })
    await page.click(test('user-menu'))
    await page.getByText(/办件通 \d+\.\d+\.\d+/).waitFor()
    await page.focus(test('my-info'))
    await page.keyboard.press('Escape')
    await page.waitForSelector(`${test('user-menu')}:focus`)
    await page.click(test('user-menu'))
    await page.click(test('my-info'))
    await page.locator('dl', { hasText: '欧阳静姝' }).waitFor()
  })
})
