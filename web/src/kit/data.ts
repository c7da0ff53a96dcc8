/** What the samples show: the trade's own words, long names, and a person with four characters. */
import { choicesOf } from '../components/choice'
import type { ChartData } from '../components/chart/data'
import type { DiffField } from '../components/diff'
import type { Field, FormValues } from '../components/form/field'
import type { FilterField } from '../components/list/filter'
import type { Column } from '../components/table'
import type { Page } from '../components/keyset'

export interface SampleRow {
  no: string
  item: string
  applicant: string
  holder: string
  state: '受理中' | '审查中' | '已办结'
  at: string
  days: number
}
const items = [
  '劳务派遣经营许可',
  '建设工程消防设计审查（含特殊建设工程和其他建设工程消防设计审查抽查）',
  '食品经营许可（新办）',
  '公共场所卫生许可证延续',
]
const applicants = [
  '北京远山近水人力资源管理咨询服务有限责任公司海淀第三分公司',
  '欧阳**',
  '李*',
  '内蒙古自治区呼和浩特市赛罕区民族团结乳业专业合作社联合社',
]
const holders = ['李思远', '欧阳若兰', '王晓燕', '迪丽努尔·艾力']
const states = ['受理中', '审查中', '已办结'] as const
const all: SampleRow[] = Array.from({ length: 137 }, (_, n) => ({
  no: `110108${String(20_261_100 + n).padStart(8, '0')}`,
  item: items[n % items.length]!,
  applicant: applicants[(n * 7) % applicants.length]!,
  holder: holders[(n * 3) % holders.length]!,
  state: states[n % 3]!,
  at: `2026-11-${String(24 - (n % 24)).padStart(2, '0')}`,
  days: (n * 13) % 21,
}))

export const filters: FilterField[] = [
  { kind: 'text', name: 'q', label: '搜索', placeholder: '编号、申请人、事项' },
  {
    kind: 'segmented',
    name: 'state',
    label: '状态',
    choices: [{ value: '', label: '全部' }, ...states.map((value) => ({ value, label: value }))],
  },
  {
    kind: 'select',
    name: 'holder',
    label: '经办人',
    choices: holders.map((value) => ({ value, label: value })),
  },
  { kind: 'days', name: 'from', to: 'to', label: '收件' },
]
export const columns: Column<SampleRow>[] = [
  { key: 'no', title: '办件编号', width: '150px', card: 'title' },
  { key: 'item', title: '事项' },
  { key: 'applicant', title: '申请人', width: '26%' },
  { key: 'state', title: '状态', width: '90px', card: 'side' },
  { key: 'at', title: '收件日', width: '110px', sortable: true },
  { key: 'holder', title: '经办人', width: '120px' },
  { key: 'days', title: '剩余', width: '70px', align: 'right', wide: true, text: ({ days }) => `${days} 天` },
]

/** A server of its own: filters, pages of twenty. */
export async function load(values: Record<string, string>, cursor: string | null): Promise<Page<SampleRow>> {
  const { q = '', state, holder, from, to } = values
  const rows = all.filter(
    (row) =>
      (!state || row.state === state) &&
      (!holder || row.holder === holder) &&
      (!from || row.at >= from) &&
      (!to || row.at <= to) &&
      [row.no, row.item, row.applicant].some((text) => text.includes(q)),
  )
  const begin = Number(cursor ?? 0)
  return { rows: rows.slice(begin, begin + 20), next: begin + 20 < rows.length ? String(begin + 20) : null }
}

export const fields: Field[] = [
  { kind: 'text', name: 'name', label: '名称', required: true, max: 60 },
  {
    kind: 'textarea',
    name: 'reason',
    label: '理由',
    required: true,
    max: 500,
    phrases: ['材料不齐全', '不符合法定形式', '申请人主动撤回'],
  },
  { kind: 'number', name: 'copies', label: '份数', min: 1, max: 20, unit: '份' },
  { kind: 'day', name: 'day', label: '送达日', last: '2026-11-24', required: true },
  { kind: 'days', name: 'from', to: 'to', label: '有效期' },
  {
    kind: 'select',
    name: 'mode',
    label: '送达方式',
    required: true,
    choices: choicesOf({ self: '窗口自取', post: '邮寄送达', electronic: '电子送达' }),
  },
  { kind: 'text', name: 'address', label: '收件地址', required: true, when: ({ mode }) => mode === 'post' },
  {
    kind: 'multi-select',
    name: 'scope',
    label: '委托内容',
    boxes: true,
    choices: choicesOf({ accept: '受理', notify: '告知', deliver: '送达' }),
  },
  {
    kind: 'radio',
    name: 'kind',
    label: '处理',
    buttons: true,
    choices: choicesOf({ once: '一次告知', part: '部分告知' }),
  },
  { kind: 'switch', name: 'agree', label: '申请人同意电子送达', text: '申请人同意电子送达' },
  { kind: 'place', name: 'bureau', of: 'bureau', label: '审批部门' },
  { kind: 'item', name: 'items', label: '事项', multiple: true },
  { kind: 'person', name: 'person', label: '转交给' },
  { kind: 'file', name: 'files', label: '附件', most: 3 },
  {
    kind: 'group',
    name: 'contact',
    label: '联系人',
    fields: [
      { kind: 'text', name: 'name', label: '姓名', required: true },
      {
        kind: 'text',
        name: 'phone',
        label: '手机号',
        rule: (value) => (/^1\d{10}$/.test(String(value)) ? undefined : '应为 11 位手机号'),
      },
    ],
  },
  {
    kind: 'repeat',
    name: 'experts',
    label: '评审专家',
    row: '专家',
    least: 1,
    most: 3,
    fields: [
      { kind: 'text', name: 'name', label: '姓名', required: true },
      { kind: 'text', name: 'unit', label: '单位' },
    ],
  },
]
export const filled: FormValues = {
  name: '关于调整“建设工程消防设计审查”办理时限的变更工单',
  reason: '法定时限由二十个工作日改为十五个工作日。',
  mode: 'post',
  address: '北京市海淀区中关村南大街甲十八号院三号楼一层政务服务中心综合窗口',
  day: '2026-11-20',
  scope: ['accept', 'notify'],
  contact: { name: '欧阳若兰', phone: '13812345678' },
  experts: [{ name: '迪丽努尔·艾力', unit: '市消防救援总队' }],
}

const districts = ['东城区', '西城区', '朝阳区', '海淀区', '丰台区', '石景山区', '北京经济技术开发区']
export const charts: { title: string; corner: string; data: ChartData }[] = [
  {
    title: '各区本月办件',
    corner: '区',
    data: {
      kind: 'stack',
      unit: '件',
      categories: districts,
      series: [
        { name: '按期办结', values: [412, 388, 640, 702, 351, 120, 96] },
        { name: '超期', values: [3, 8, 12, 5, 9, 0, 1] },
      ],
    },
  },
  {
    title: '平均用时',
    corner: '月份',
    data: {
      kind: 'line',
      unit: '天',
      categories: ['6 月', '7 月', '8 月', '9 月', '10 月', '11 月'],
      series: [
        { name: '法定', values: [20, 20, 20, 20, 20, 20] },
        { name: '承诺', values: [10, 10, 9, 9, 8, 8] },
        { name: '实际', values: [7.2, 6.9, 6.4, null, 5.8, 5.5] },
      ],
    },
  },
  {
    title: '补正原因',
    corner: '原因',
    data: {
      kind: 'pie',
      unit: '次',
      categories: ['未签字或未盖章', '已过有效期', '填写不完整', '复印件不清晰'],
      series: [{ name: '次数', values: [42, 17, 28, 9] }],
    },
  },
  {
    title: '事项办件量',
    corner: '事项',
    data: {
      kind: 'across',
      unit: '件',
      categories: items,
      series: [{ name: '办件', values: [120, 86, 240, 61] }],
    },
  },
  { title: '没有数据的图', corner: '', data: { kind: 'bar', categories: [], series: [] } },
]

export const diffFields: DiffField[] = [
  { path: 'name', label: '事项名称' },
  { path: 'statutory', label: '法定时限', text: (value) => `${String(value)} 个工作日` },
  { path: 'basis', label: '设定依据' },
  { path: 'materials', label: '申请材料' },
  { path: 'note', label: '备注' },
  { path: 'bureau', label: '主管部门' },
]
export const before = {
  name: '建设工程消防设计审查',
  statutory: 20,
  basis:
    '《中华人民共和国消防法》第十一条：国务院住房和城乡建设主管部门规定的特殊建设工程，建设单位应当将消防设计文件报送住房和城乡建设主管部门审查。',
  materials: ['消防设计审查申请表', '消防设计文件', '建设工程规划许可文件'],
  note: '涉及古建筑的另行会审',
  bureau: '市规划自然资源委',
}
export const after = {
  ...before,
  statutory: 15,
  basis:
    '《中华人民共和国消防法》第十一条：国务院住房和城乡建设主管部门规定的特殊建设工程，建设单位应当将消防设计文件报送住房和城乡建设主管部门审查，主管部门依法对审查的结果负责。',
  materials: ['消防设计审查申请表', '消防设计文件（电子版）', '建设工程规划许可文件', '特殊消防设计技术资料'],
  note: '',
}

export interface Indicator {
  code: string
  name: string
  weight: number
  inner?: Indicator[]
}
export const indicators: Indicator[] = [
  {
    code: '1',
    name: '办理时效',
    weight: 40,
    inner: [
      { code: '1.1', name: '按期办结率', weight: 25 },
      {
        code: '1.2',
        name: '平均压缩比',
        weight: 15,
        inner: [
          { code: '1.2.1', name: '承诺时限较法定时限的压缩（不含特别程序和中止期间）', weight: 8 },
          { code: '1.2.2', name: '实际用时较承诺时限的压缩', weight: 7 },
        ],
      },
    ],
  },
  { code: '2', name: '一次告知', weight: 30, inner: [{ code: '2.1', name: '补正次数', weight: 30 }] },
  { code: '3', name: '群众评价', weight: 30 },
]
export const indicatorColumns: Column<Indicator>[] = [
  { key: 'name', title: '指标' },
  { key: 'code', title: '编号', width: '120px' },
  { key: 'weight', title: '权重', width: '90px', align: 'right', text: ({ weight }) => `${weight}%` },
]
