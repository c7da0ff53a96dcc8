/** What a hand does: signing in; in the drawing editor choosing, appending, connecting, naming. */
import assert from 'node:assert/strict'
import type { Browser, Locator, Page } from 'playwright-core'
import { TEST_PASSWORD } from '../support/app.ts'
import { openTab, test } from '../support/browser.ts'
import { poll } from '../support/stack.ts'

const shape = (id: string) => `.drawing-canvas .djs-shape[data-element-id="${id}"]`
export const panelElement = async (page: Page) =>
  (await page.getAttribute(test('property-panel'), 'data-element'))!

/** In a tab of their own. */
export async function signIn(browser: Browser, url: string, username: string, width?: number): Promise<Page> {
  const { page } = await openTab(browser, url, width)
  await page.goto('/')
  await page.fill(test('username'), username)
  await page.fill(test('password'), TEST_PASSWORD)
  await page.click(test('login'))
  await page.waitForSelector(test('user-menu'))
  return page
}

/** A second click on what is chosen would let it go: the bare canvas first. */
export async function pick(page: Page, id: string): Promise<void> {
  const nothing = page.locator(`${test('property-panel')}[data-type="Process"]`)
  // The drawing takes no click right after something was dragged or connected.
  const free = await poll(async () => {
    await page.click(test('drawing-canvas'), { position: { x: 420, y: 640 } })
    return (await nothing.count()) > 0
  }, 10_000)
  assert.ok(free, 'nothing is chosen')
  await page.click(shape(id))
}

/** Chooses the element and takes a kind from the pad beside it. */
export async function append(page: Page, from: string, kind: string): Promise<void> {
  await pick(page, from)
  await page.click(`.djs-context-pad [data-action="append.${kind}"]`)
  await page.waitForFunction(
    ([panel, old]) => document.querySelector(panel!)?.getAttribute('data-element') !== old,
    [test('property-panel'), from],
  )
}

export async function connect(page: Page, from: string, to: string): Promise<void> {
  await pick(page, from)
  await page.click('.djs-context-pad [data-action="connect"]')
  await page.hover(shape(to))
  await page.click(shape(to))
}

export async function rename(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape') // the label's own box
  await page.fill(`${test('prop-name')}`, name)
  await page.press(test('prop-name'), 'Enter')
}

/** A bent flow is hit on its line, not in the middle of the box round it; near its end, away from the pad of its source. */
export async function clickFlow(page: Page, id: string): Promise<void> {
  const at = await page.evaluate((flow) => {
    const line = document.querySelector<SVGPathElement>(
      `.drawing-canvas [data-element-id="${flow}"] .djs-visual > path`,
    )!
    const point = line.getPointAtLength(line.getTotalLength() * 0.7)
    const { x, y } = point.matrixTransform(line.getScreenCTM()!)
    return { x, y }
  }, id)
  await page.mouse.click(at.x, at.y)
  await page.waitForSelector(`${test('property-panel')}[data-element="${id}"]`)
}

/** Opens a select; its own options, for the list of the one before may still be going away. */
async function openSelect(page: Page, field: string): Promise<Locator> {
  await page.click(test(field))
  const list = await page.locator(`${test(field)} [role="combobox"]`).getAttribute('aria-controls')
  return page.locator(`[id="${list}"] [role="option"]`)
}

/** Several where the field takes several. */
export async function choose(page: Page, field: string, ...options: string[]): Promise<void> {
  const all = await openSelect(page, field)
  for (const option of options) await all.filter({ hasText: new RegExp(`^${option}$`) }).click()
}

/** Chooses by a part of the name, in a list of one's own words. */
export async function chooseLike(page: Page, field: string, part: string): Promise<void> {
  const all = await openSelect(page, field)
  await all.filter({ hasText: part }).first().click()
}

/** A text of the panel, written when the field is left. */
export async function write(page: Page, field: string, text: string): Promise<void> {
  await page.fill(test(field), text)
  await page.locator(test(field)).blur()
}

/** Appends an element and gives it a name and an id of its own; all of the drawing is in sight then. */
export async function appendNamed(
  page: Page,
  from: string,
  kind: string,
  { id, name }: { id: string; name: string },
): Promise<void> {
  await append(page, from, kind)
  if (name) await rename(page, name)
  else await page.keyboard.press('Escape')
  await write(page, 'prop-id', id)
  await page.waitForSelector(`${test('property-panel')}[data-element="${id}"]`)
  await page.getByRole('button', { name: '适应' }).click()
}

/** Ids of the two flows that were drawn last. */
export async function newestFlows(page: Page): Promise<string[]> {
  const ids = await page
    .locator('.drawing-canvas .djs-connection')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-element-id')!))
  return ids.slice(-2)
}

export const newestFlow = async (page: Page): Promise<string> => (await newestFlows(page)).at(-1)!
