import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { blankBpmn } from '../../server/modules/process/draft-blank.ts'
import { TEST_PASSWORD } from '../support/app.ts'
import type { TestApp } from '../support/app.ts'
import { openTab, test } from '../support/browser.ts'
import type { HttpClient } from '../support/http.ts'
import { append, choose, clickFlow, connect, newestFlows, panelElement, rename } from './hands.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'

const key = 'drawn-here'
const database = `drawing_${randomBytes(5).toString('hex')}`

describe('drawing a process in a real browser', function () {
  this.timeout(300_000)
  let pages: Pages
  let app: TestApp
  let browser: Browser
  let administrator: HttpClient & { actor: { username: string } }
  before(async () => {
    pages = await startPages(database)
    ;({ app, browser } = pages)
    administrator = await app.signIn('administrator')
  })
  after(() => pages?.close())

  async function signIn(username: string, width?: number): Promise<{ page: Page; faults: string[] }> {
    const { page, faults } = await openTab(browser, app.url, width)
    await page.goto('/')
    await page.fill(test('username'), username)
    await page.fill(test('password'), TEST_PASSWORD)
    await page.click(test('login'))
    await page.waitForURL((url) => url.pathname !== '/login')
    return { page, faults }
  }
  async function begin(start: object): Promise<string> {
    const answer = await administrator.post('/api/process-drafts', start)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.id
  }
  const saved = (page: Page) => page.waitForSelector('[data-saved="saved"]')

  it('a task and a choice are drawn, a fault is mended, and version 2 is published', async () => {
    const blank = await begin({ from: 'blank', key, name: '画出来的流程' })
    await administrator.post(`/api/process-drafts/${blank}/publish`, {
      note: '空白',
      revision: 1,
      current: null,
    })
    const { page, faults } = await signIn(administrator.actor.username)
    await page.goto(`/processes/${key}`)
    await page.click(test('draw'))
    await page.waitForSelector(test('property-panel'))

    await clickFlow(page, 'start--end')
    await page.keyboard.press('Delete')
    await append(page, 'start', 'user-task')
    const task = await panelElement(page)
    await rename(page, '现场核查')
    await page.locator(test('panel-fault'), { hasText: '没有设置办理角色' }).waitFor()
    await page.waitForSelector(`[data-fault="${task}"]`)
    await choose(page, 'prop-roles', '审查人员')
    await page.keyboard.press('Escape')
    await page.click(test('outcome-add-pass'))
    await page.click(test('outcome-add-reject'))
    await page.locator(test('panel-fault'), { hasText: '没有设置办理角色' }).waitFor({ state: 'detached' })

    await append(page, task, 'gateway')
    const gateway = await panelElement(page)
    await connect(page, gateway, 'end')
    await append(page, gateway, 'end-event')
    const [passed, rejected] = await newestFlows(page)
    await clickFlow(page, rejected!)
    await choose(page, 'flow-outcome', '不通过')
    await clickFlow(page, passed!)
    await page.click(test('flow-default'))
    await page.locator(test('drawing-faults'), { hasText: '没有问题' }).waitFor()
    await saved(page)

    await page.click(test('drawing-publish'))
    const added = page.locator(`${test('changes')} [data-what="added"]`, { hasText: '人工环节“现场核查”' })
    await added.waitFor()
    await page.locator(`${test('changes')} [data-what="removed"][data-element="start--end"]`).waitFor()
    await page.fill(test('publish-note'), '增加现场核查')
    await page.click(test('modal-submit'))
    await page.waitForURL(`**/processes/${key}?version=2`)
    await page.getByText('第 2 版').first().waitFor()
    const { net } = await app.deps.db('process_definition').where({ key, version: 2 }).first('net')
    assert.equal(net.elements[task].name, '现场核查')
    assert.deepEqual(
      net.elements[task].user.outcomes.map((one: { id: string }) => one.id),
      ['pass', 'reject'],
    )
    assert.equal(net.flows[rejected!].condition, 'outcome = "reject"')
    assert.equal(net.elements[gateway].default, passed)

    await page.click(test('compare-open'))
    await page.locator(`${test('changes')} [data-what="added"]`, { hasText: '人工环节“现场核查”' }).waitFor()
    await page.waitForSelector(`${test('side-after')} [data-element-id="${task}"]`)
    assert.deepEqual(faults, [])
  })

  it('what a second person saved is not overwritten: one’s own drawing becomes a draft of its own', async () => {
    const id = await begin({ from: 'blank', key: 'two-draw', name: '两人画' })
    const { page } = await signIn(administrator.actor.username)
    await page.goto(`/drawings/${id}`)
    await page.waitForSelector(test('property-panel'))
    const { bpmn } = (await administrator.get(`/api/process-drafts/${id}`)).body
    const theirs = bpmn.replace('name="结束"', 'name="办结"')
    await administrator.put(`/api/process-drafts/${id}`, { bpmn: theirs, revision: 1 })
    await append(page, 'start', 'service-task')
    await page.keyboard.press('Escape')
    await page.waitForSelector(test('drawing-lost'))
    assert.equal((await administrator.get(`/api/process-drafts/${id}`)).body.bpmn, theirs)
    await page.click(test('lost-copy'))
    await page.waitForURL((url) => url.pathname.startsWith('/drawings/') && !url.pathname.endsWith(id))
    const own = new URL(page.url()).pathname.split('/').pop()!
    assert.match((await administrator.get(`/api/process-drafts/${own}`)).body.bpmn, /serviceTask/)
  })

  it('a called drawing opens inside its caller, and the breadcrumb leads back', async () => {
    const publish = async (bpmn: string) => {
      const answer = await administrator.post('/api/processes', { bpmn, note: '发布' })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
    }
    await publish(blankBpmn('called-one', '专家会审').replaceAll('"start"', '"panel-start"'))
    const end =
      '<bpmn:endEvent id="end" name="结束"><bpmn:incoming>start--end</bpmn:incoming></bpmn:endEvent>'
    const call = `<bpmn:callActivity id="end" name="会审" calledElement="called-one" />
      <bpmn:endEvent id="done" /><bpmn:sequenceFlow id="f" sourceRef="end" targetRef="done" />`
    await publish(blankBpmn('calling-one', '外层流程').replace(end, call))
    const { page, faults } = await signIn(administrator.actor.username)
    await page.goto('/processes/calling-one')
    await page.click(test('diagram-enter'))
    await page.waitForSelector('[data-element-id="panel-start"]')
    await page.locator(test('diagram-trail'), { hasText: '专家会审' }).getByText('外层流程').click()
    await page.waitForSelector(test('diagram-enter'))
    assert.equal(await page.locator('[data-element-id="panel-start"]').count(), 0)
    assert.deepEqual(faults, [])
  })

  it('on a phone a draft can be looked at, and the page says that drawing needs a wider screen', async () => {
    const id = await begin({ from: 'blank', key: 'narrow', name: '窄屏' })
    const { page, faults } = await signIn(administrator.actor.username, 390)
    await page.goto(`/drawings/${id}`)
    await page.locator(test('needs-wide'), { hasText: '更宽的屏幕' }).waitFor()
    await page.waitForSelector('[data-element-id="start"]')
    assert.equal(await page.locator(test('editor')).count(), 0)
    assert.deepEqual(faults, [])
  })
})
