import assert from 'node:assert/strict'
import { renderPaper } from '../../activities/paper/render.ts'
import { paperKindList, paperTitle } from '../../workflows/paper/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import { pdfFacts, pdfText } from './pdf-text.ts'
import { samplePaper } from './samples.ts'

/** What each paper is there to say. */
const says: Record<PaperKind, string[]> = {
  receipt: [
    '7K3M-9QWT',
    '2026年11月21日15:20',
    '已收到你单位“食品经营许可（新办）”的申请及材料3项（原件2项，复印件1项），其中1项需要补正，另有1项未提交',
  ],
  'acceptance-notice': ['决定予以受理', '7个工作日，至2026年12月2日', '20个工作日，至2026年12月21日'],
  'non-acceptance-decision': ['决定不予受理', '60日内向北京市海淀区人民政府申请行政复议', '6个月内'],
  'supplement-notice': [
    '需要补正的全部内容，共2项',
    '未提交设备设施布局图',
    '补正期限为15个工作日，自本告知书送达之次日起计算',
    '最后一日为2026年12月14日',
    '逾期未补正全部材料的，视为撤回申请',
  ],
  'extension-notice': ['第四十二条第一款', '延长办理期限10个工作日', '2027年1月5日', '现场核查工作量较大。'],
  'special-procedure-notice': ['专家评审', '12个工作日', '不计算在法定办理期限内'],
  'grant-decision': [
    '你单位于2026年11月21日提出“食品经营许可（新办）”申请，本机关于2026年11月23日受理。经审查，该申请符合法定条件、标准。',
    '本机关决定准予行政许可',
    'JY21101080012345',
    '自作出决定之日起10个工作日内送达',
  ],
  'refusal-decision': [
    '受理。经审查，该申请不符合法定条件、标准。依照',
    '本机关决定不予行政许可',
    '生熟未分开。',
    '北京市海淀区人民法院提起行政诉讼',
  ],
  'termination-notice': [
    '视为撤回',
    '京海政服〔2026〕补字第000012号',
    '已于2026年11月23日送达',
    '2026年12月14日届满',
  ],
  'proof-of-service': ['当面签收', '2026年11月23日10:12', '京海政服〔2026〕补字第000012号', '第八十七条'],
  'handover-list': ['接收单位北京市海淀区市场监督管理局', '共4项移交'],
  'send-back-notice': ['现予退回', '24小时内提出', '住所不一致。', '退件期间办理期限不停止计算'],
}

describe('a printed paper', () => {
  for (const kind of paperKindList)
    it(`${kind} says in readable Chinese what it is there to say`, async () => {
      const data = samplePaper(kind)
      const text = await pdfText(renderPaper(data).pdf)
      const always = [
        paperTitle(kind, true),
        data.number,
        data.caseNo,
        '2026年11月23日',
        '（盖章）',
        '—1—',
        '共1页',
      ]
      for (const part of [...always, ...says[kind]]) assert.ok(text.includes(part), `${part} not in ${text}`)
    })

  it('of an entrusted case names the bureau and the centre', async () => {
    const data = samplePaper('supplement-notice')
    const text = await pdfText(renderPaper(data).pdf)
    assert.match(
      text,
      /受北京市海淀区市场监督管理局委托（委托编号：海政委〔2026〕3号），北京市海淀区政务服务中心/,
    )
    assert.match(text, /委托机关：北京市海淀区市场监督管理局/)
    const { entrustment: _entrustment, ...own } = data
    assert.doesNotMatch(await pdfText(renderPaper(own).pdf), /委托/)
  })

  it('says of a last day in a year without its holiday notice that it is provisional, and of no other', async () => {
    const words = '（暂定，以公布的放假安排为准）'
    const text = await pdfText(
      renderPaper(samplePaper('extension-notice', { unpublishedFrom: '2027-01-01' })).pdf,
    )
    assert.ok(text.includes(`延长后届满日2027年1月5日${words}`), text)
    assert.ok(!text.includes(`2026年12月21日${words}`), text)
    const last = '2027-01-05'
    const term = { days: 10, unit: 'working-day' as const, lastDay: last, consequence: '逾期视为撤回。' }
    for (const kind of ['acceptance-notice', 'supplement-notice', 'grant-decision', 'receipt'] as const) {
      const data = samplePaper(kind, { unpublishedFrom: '2027-01-01', terms: term })
      const said = await pdfText(renderPaper(data).pdf)
      assert.ok(said.includes(`2027年1月5日${words}`), `${kind}: ${said}`)
    }
  })

  it('of a registration does not speak of licensing', async () => {
    const data = samplePaper('grant-decision')
    const item = { ...data.item, type: '行政登记', licensing: false }
    const text = await pdfText(renderPaper({ ...data, item }).pdf)
    assert.match(text, /HD20261121000123准予决定书/)
    assert.doesNotMatch(text, /行政许可/)
  })

  it('a site survey that counts towards the statutory term is not said to stop it', async () => {
    const data = samplePaper('special-procedure-notice')
    const special = { ...data.special!, name: '现场踏勘', countsStatutory: true }
    const text = await pdfText(renderPaper({ ...data, special }).pdf)
    assert.match(text, /所需时间计入法定办理期限/)
    assert.doesNotMatch(text, /不计算在法定办理期限内/)
  })

  it('gives the same bytes for the same data, other bytes for other data', async () => {
    const first = renderPaper(samplePaper('receipt'))
    const second = renderPaper(samplePaper('receipt'))
    assert.equal(second.sha256, first.sha256)
    assert.notEqual(renderPaper(samplePaper('receipt', { date: '2026-11-24' })).sha256, first.sha256)
  })

  it('is PDF/A-2u for the archive, dated by the act', () => {
    const xmp = renderPaper(samplePaper('receipt')).pdf.toString('latin1')
    assert.match(xmp, /<pdfaid:part>2<\/pdfaid:part>/)
    assert.match(xmp, /<pdfaid:conformance>U<\/pdfaid:conformance>/)
    assert.match(xmp, /<xmp:CreateDate>2026-11-23T02:05:00Z?/)
  })

  it('a receipt of eight materials is one sheet, and the table of more has its head on each', async () => {
    const material = { name: '与食品经营相适应的主要设备设施布局、操作流程等文件', copies: 1, form: '原件' }
    const faulty = { ...material, state: 'missing' as const, reason: '未加盖公章，且缺少健康管理制度一节' }
    const receipt = (n: number) =>
      renderPaper(samplePaper('receipt', { materials: Array.from({ length: n }, () => faulty) })).pdf
    assert.equal((await pdfFacts(receipt(8))).pages, 1)
    assert.equal((await pdfFacts(receipt(40))).pages, 4)
    const text = await pdfText(receipt(40))
    assert.equal(text.match(/序号材料名称/g)?.length, 4)
    for (const end of ['共4页—1—', '—2—', '共4页—3—', '—4—']) assert.ok(text.includes(end), end)
  })

  it('is small, with its fonts embedded as subsets', async () => {
    const { pdf } = renderPaper(samplePaper('receipt'))
    assert.ok(pdf.length < 120_000, `${pdf.length} bytes`)
    const { fonts } = await pdfFacts(pdf)
    assert.match(fonts, /\w{6}\+NotoSerifSC-Regular .* yes yes yes/)
  })
})

describe('hard names on paper', () => {
  const named = (name: string) =>
    renderPaper(samplePaper('acceptance-notice', { applicant: { name, type: '自然人' } }))

  it('rare characters of names are printed', async () => {
    const text = await pdfText((await named('㛃龘䶮𠮷')).pdf)
    assert.ok(text.includes('㛃龘䶮𠮷：'), text)
  })

  it('a character no font has is marked and explained, never an empty box', async () => {
    const text = await pdfText((await named('王\u{2A6A5}')).pdf)
    // Fonts of some machines do have it: then it is simply printed.
    if (!text.includes('王\u{2A6A5}：')) assert.match(text, /王〓：.*〓”为字库未收录的字（U\+2A6A5）/)
  })

  it('characters of every plane of Unicode can be printed or are marked: none makes a paper impossible', async () => {
    const every = Array.from({ length: 0x110000 / 197 }, (_, i) => String.fromCodePoint(i * 197)).join('')
    const text = await pdfText(named(every).pdf)
    assert.match(text, /〓/)
    // A private-use code looks like whatever the font maker wished.
    assert.match(await pdfText(named('\u{E000}').pdf), /〓：/)
  })

  it('very long names and unbroken words wrap inside the page', async () => {
    const name = `${'北京某某国际文化艺术交流发展促进中心'.repeat(8)}${'A'.repeat(180)}`
    const data = samplePaper('supplement-notice')
    const materials = Array.from({ length: 30 }, (_, i) => ({
      name: `${i}${name}`,
      state: 'missing' as const,
      reason: 'B'.repeat(120),
    }))
    const { pdf } = renderPaper({ ...data, applicant: { name, type: '企业法人' }, materials })
    const text = await pdfText(pdf)
    assert.equal(text.match(/B/g)?.length, 30 * 120)
    assert.ok((await pdfFacts(pdf)).pages > 3)
  })

  it('text cannot make the printer read files or fetch addresses', async () => {
    const { pdf } = await named('file:///etc/passwd http://127.0.0.1/secret <b>\u0000\ud800')
    assert.match(await pdfText(pdf), /file:\/\/\/etc\/passwdhttp:\/\/127\.0\.0\.1\/secret<b>：/)
  })
})
