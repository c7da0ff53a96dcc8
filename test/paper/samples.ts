import type { PaperData, PaperInput, PaperKind } from '../../workflows/paper/domain.ts'
import { buildNumber, issuingBody, legalRemedies } from '../../workflows/paper/domain.ts'

/** One case in Beijing, entrusted, with everything any paper may print. */
export const sampleInput: PaperInput = {
  item: {
    name: '食品经营许可（新办）',
    code: '11110108MB1234567X4000131011000',
    type: '行政许可',
    licensing: true,
    basis: ['《中华人民共和国食品安全法》第三十五条'],
  },
  applicant: {
    name: '北京稻香源餐饮管理有限公司',
    type: '企业法人',
    idMasked: '9111**********234X',
    phoneMasked: '138****5678',
  },
  agent: { name: '王小明', idMasked: '1101**********123X' },
  centre: {
    code: 'haidian',
    name: '北京市海淀区政务服务中心',
    mark: '京海政服',
    address: '北京市海淀区东北旺南路甲29号',
    phone: '010-12345678',
    hours: '工作日 9:00—17:00，周六 9:00—13:00',
  },
  bureau: { code: 'haidian-scjg', name: '北京市海淀区市场监督管理局', mark: '京海市监' },
  entrustment: {
    no: '海政委〔2026〕3号',
    bureau: '北京市海淀区市场监督管理局',
    centre: '北京市海淀区政务服务中心',
  },
  materials: [
    { name: '食品经营许可申请书', state: 'present', copies: 1, form: '原件' },
    { name: '营业执照', state: 'present', copies: 1, form: '复印件' },
    {
      name: '与食品经营相适应的主要设备设施布局、操作流程等文件',
      state: 'missing',
      reason: '未提交设备设施布局图',
      copies: 1,
      form: '原件',
    },
    {
      name: '食品安全管理制度',
      state: 'defective',
      reason: '未加盖公章，且缺少从业人员健康管理制度一节',
      copies: 1,
      form: '原件',
    },
  ],
  receivedAt: '2026-11-21T15:20:00+08:00',
  acceptedOn: '2026-11-23',
  querySecret: '7K3M-9QWT',
  progressUrl: 'https://banjian.example.gov.cn/m/progress?no=HD20261121000123',
}

/** What the single kinds need beyond that. */
const extras: Partial<Record<PaperKind, Partial<PaperInput>>> = {
  receipt: { terms: { days: 5, unit: 'working-day', lastDay: '2026-11-27' } },
  'acceptance-notice': {
    terms: { days: 7, unit: 'working-day', lastDay: '2026-12-02' },
    statutory: { days: 20, unit: 'working-day', lastDay: '2026-12-21' },
  },
  'non-acceptance-decision': {
    reasons: ['申请事项依法不属于本行政机关职权范围，应当向北京市药品监督管理局申请'],
    remedies: legalRemedies('北京市海淀区人民政府', '北京市海淀区人民法院'),
  },
  'supplement-notice': {
    terms: {
      days: 15,
      unit: 'working-day',
      lastDay: '2026-12-14',
      consequence: '逾期未补正全部材料的，视为撤回申请，本办件终止办理。',
    },
  },
  'extension-notice': {
    reasons: ['申请材料涉及两处经营场所，现场核查工作量较大', '需要征求相关街道办事处意见'],
    extension: { days: 10, unit: 'working-day', from: '2026-12-21', to: '2027-01-05', approvedBy: '李局长' },
  },
  'special-procedure-notice': {
    reasons: ['申请的经营项目涉及生食类食品制售，依法需要专家评审'],
    special: {
      name: '专家评审',
      days: 12,
      unit: 'working-day',
      startOn: '2026-11-25',
      countsStatutory: false,
      countsPromised: false,
    },
  },
  'grant-decision': {
    terms: { days: 10, unit: 'working-day', lastDay: '2026-12-16' },
    decision: {
      text: '准予经营项目：热食类食品制售、冷食类食品制售。',
      certificate: {
        name: '食品经营许可证',
        number: 'JY21101080012345',
        validFrom: '2026-12-02',
        validTo: '2031-12-01',
      },
    },
  },
  'refusal-decision': {
    reasons: [
      '经营场所与污染源的距离不符合《食品经营许可审查通则》第九条的规定',
      '主要设备设施布局不合理，生熟未分开',
    ],
    remedies: legalRemedies('北京市海淀区人民政府', '北京市海淀区人民法院'),
  },
  'termination-notice': {
    basis: ['一次性补正告知书（京海政服〔2026〕补字第000012号）', '委托协议（海政委〔2026〕3号）'],
    termination: {
      how: 'deemed-withdrawn',
      notice: { number: '京海政服〔2026〕补字第000012号', servedOn: '2026-11-23', lastDay: '2026-12-14' },
    },
  },
  'proof-of-service': {
    service: {
      papers: [{ name: '一次性补正告知书', number: '京海政服〔2026〕补字第000012号' }],
      method: 'counter-signature',
      place: '北京市海淀区政务服务中心综合窗口12号',
      servedAt: '2026-11-23T10:12:00+08:00',
    },
  },
  'send-back-notice': {
    reasons: ['营业执照复印件与原件的住所不一致'],
    sendBack: { handedOverAt: '2026-11-23T16:00:00+08:00', hours: 24 },
  },
}

export function sampleOf(kind: PaperKind): PaperInput {
  return { ...sampleInput, ...extras[kind] }
}

export function samplePaper(kind: PaperKind, change: Partial<PaperData> = {}): PaperData {
  const date = '2026-11-23'
  return {
    ...sampleOf(kind),
    kind,
    number: buildNumber(issuingBody(kind, sampleInput).mark, 2026, kind, 12),
    date,
    at: `${date}T10:05:00+08:00`,
    caseNo: 'HD20261121000123',
    ...change,
  }
}
