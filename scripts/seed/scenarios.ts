/** Who of the place: the counter's clerk, or the bureau's reviewer or head. */
export type Who = 'clerk' | 'reviewer' | 'head'

export interface Step {
  who: Who
  /** An outcome of the open task, or one of `messages`. */
  act: string
  reason?: string
  data?: Record<string, unknown>
  /** The materials noted as gaps at intake are the ones asked for. */
  asksForGaps?: true
}

/** Acts that are messages to the process, not outcomes of a task. */
export const messages: readonly string[] = [
  'request-extension',
  'request-late-supplement',
  'start-special',
  'end',
  'propose-end',
]

export interface Scenario {
  /** What the case is left waiting for, for the log. */
  title: string
  item: string
  centre: 'city' | 'haidian' | 'chaoyang'
  eDelivery: boolean
  /** Places in the checklist, 1-based, with what is wrong. */
  gaps: Record<number, { state: 'missing' | 'defective'; reason: string }>
  steps: Step[]
  times: number
}

const accept: Step = { who: 'clerk', act: 'accept' }
const pass: Step = { who: 'reviewer', act: 'pass', reason: '材料齐全，符合法定条件，拟准予' }
const grant: Step = { who: 'head', act: 'grant', reason: '同意' }
const deliver: Step = {
  who: 'clerk',
  act: 'deliver',
  data: { method: 'counter-signature', proof: '申请人当面签收' },
}
const supplement: Step = { who: 'clerk', act: 'supplement', asksForGaps: true }
const gaps: Scenario['gaps'] = {
  2: { state: 'defective', reason: '报告已超过有效期，请提交最近一年度的' },
  3: { state: 'missing', reason: '未提交租赁合同或不动产权证书' },
}
const plain = { eDelivery: true, gaps: {}, times: 1 } as const

export interface PastScenario extends Scenario {
  /** Working days before today of the receipt, and of the steps. */
  taken: number
  steps: (Step & { on: number })[]
}

/** What shows the lights: near its end, over it, paused, and ended by it. Terms as the items have them. */
export const pastScenarios: PastScenario[] = [
  { ...plain, title: '受理时限临期', item: 'SPJY-01', centre: 'city', taken: 5, steps: [] },
  { ...plain, title: '视为受理', item: 'LWPQ-01', centre: 'city', taken: 7, steps: [] },
  {
    ...plain,
    title: '承诺时限临期',
    item: 'RLZY-01',
    centre: 'city',
    taken: 5,
    steps: [{ ...accept, on: 4 }],
  },
  {
    ...plain,
    title: '承诺时限超期',
    item: 'HSZC-01',
    centre: 'city',
    taken: 4,
    steps: [{ ...accept, on: 3 }],
  },
  {
    ...plain,
    title: '法定时限超期',
    item: 'YYYC-01',
    centre: 'haidian',
    taken: 4,
    steps: [{ ...accept, on: 4 }],
  },
  {
    ...plain,
    title: '检测中，时限暂停',
    item: 'WSXK-01',
    centre: 'city',
    taken: 4,
    steps: [
      { ...accept, on: 4 },
      {
        who: 'reviewer',
        act: 'start-special',
        reason: '需对空气质量、用品用具进行检测',
        data: { kind: 'testing', limitDays: 10 },
        on: 2,
      },
    ],
  },
  {
    ...plain,
    title: '补正时限临期',
    item: 'YYYC-01',
    centre: 'city',
    gaps,
    taken: 4,
    steps: [{ ...supplement, on: 3 }],
  },
  {
    ...plain,
    title: '补正逾期，视为撤回',
    item: 'YYYC-01',
    centre: 'city',
    gaps,
    taken: 4,
    steps: [{ ...supplement, on: 4 }],
  },
]

/** About forty cases, some in every state that is reached without waiting. */
export const scenarios: Scenario[] = [
  { ...plain, title: '待受理审查', item: 'LWPQ-01', centre: 'city', steps: [], times: 5 },
  { ...plain, title: '待受理审查', item: 'SPJY-01', centre: 'city', steps: [], times: 4 },
  { ...plain, title: '待受理审查', item: 'LWPQ-01', centre: 'haidian', steps: [], times: 2 },
  { ...plain, title: '待受理审查', item: 'SPJY-01', centre: 'chaoyang', steps: [], times: 1 },
  { ...plain, title: '材料有缺', item: 'LWPQ-01', centre: 'city', gaps, steps: [], times: 3 },
  {
    ...plain,
    title: '补正告知已电子送达',
    item: 'LWPQ-01',
    centre: 'city',
    gaps,
    steps: [supplement],
    times: 3,
  },
  {
    ...plain,
    title: '补正告知待送达',
    item: 'LWPQ-01',
    centre: 'city',
    eDelivery: false,
    gaps,
    steps: [supplement],
    times: 2,
  },
  { ...plain, title: '补正中', item: 'SPSC-01', centre: 'haidian', gaps, steps: [supplement], times: 1 },
  { ...plain, title: '审查中', item: 'LWPQ-01', centre: 'city', steps: [accept], times: 4 },
  { ...plain, title: '审查中', item: 'RLZY-01', centre: 'haidian', steps: [accept], times: 2 },
  { ...plain, title: '待决定', item: 'LWPQ-01', centre: 'city', steps: [accept, pass], times: 2 },
  { ...plain, title: '待送达', item: 'YPLS-01', centre: 'city', steps: [accept, pass, grant], times: 2 },
  {
    ...plain,
    title: '已办结',
    item: 'LWPQ-01',
    centre: 'city',
    steps: [accept, pass, grant, deliver],
    times: 3,
  },
  {
    ...plain,
    title: '不予受理',
    item: 'SPJY-01',
    centre: 'city',
    steps: [
      {
        who: 'clerk',
        act: 'refuse',
        reason: '申请事项依法不属于本机关职权范围，请向经营所在地区市场监督管理局申请',
      },
    ],
  },
  {
    ...plain,
    title: '不予许可',
    item: 'LWPQ-01',
    centre: 'city',
    steps: [
      accept,
      pass,
      {
        who: 'head',
        act: 'refuse-grant',
        reason: '注册资本不足二百万元，不符合劳动合同法第五十七条规定的条件',
      },
    ],
  },
  {
    ...plain,
    title: '退件更正',
    item: 'LWPQ-01',
    centre: 'city',
    steps: [
      accept,
      { who: 'reviewer', act: 'send-back', reason: '法定代表人姓名与营业执照不一致，请窗口核对后重新移交' },
    ],
  },
  {
    ...plain,
    title: '延期待批',
    item: 'LWPQ-01',
    centre: 'city',
    steps: [
      accept,
      {
        who: 'reviewer',
        act: 'request-extension',
        reason: '涉及跨省核查注册资本到位情况，二十个工作日内不能作出决定',
      },
    ],
  },
  {
    ...plain,
    title: '现场踏勘',
    item: 'LWPQ-01',
    centre: 'city',
    steps: [
      accept,
      {
        who: 'reviewer',
        act: 'start-special',
        reason: '需核实经营场所是否与业务规模相适应',
        data: { kind: 'site-survey', limitDays: 5 },
      },
    ],
  },
  {
    ...plain,
    title: '申请撤回',
    item: 'SPJY-01',
    centre: 'city',
    steps: [
      { who: 'clerk', act: 'end', reason: '申请人变更经营场所，申请撤回', data: { status: 'withdrawn' } },
    ],
  },
]
