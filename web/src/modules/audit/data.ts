import { nounWords, otherActName } from '../../../../workflows/nouns'
import { choicesOf } from '../../components/choice'
import type { FilterField } from '../../components/list/filter'
import type { Column } from '../../components/table'
import { dateTime } from '../../format'
import type { AuditRow } from './api'

export const outcomes = {
  ok: { name: '成功', tone: 'success' },
  refused: { name: '被拒', tone: 'warning' },
  failed: { name: '失败', tone: 'danger' },
} as const

/** Actions are `<object>.<verb>`: both halves have a name, so that a new pair reads without a new line here. */
const objects: Record<string, string> = {
  calendar: '工作日历',
  ...Object.fromEntries(nounWords.map(({ key, name }) => [key, name])),
  'definition-mapping': '流程映射',
  'case-list': '办件列表',
  'task-list': '待办列表',
  'user-list': '用户列表',
  'audit-list': '审计记录',
  'change-ticket-list': '变更工单列表',
  citizen: '申请人',
  'citizen-session': '申请人查询',
  entrustment: '委托协议',
  file: '文件',
  filter: '筛选标签',
  incident: '流程异常',
  'intake-draft': '收件草稿',
  item: '事项',
  material: '材料',
  note: '备注',
  paper: '文书',
  process: '流程定义',
  reminder: '时限提醒',
  'reminder-setting': '时限提醒',
  session: '登录会话',
  task: '待办',
  user: '用户',
}
const verbs: Record<string, string> = {
  act: '办理',
  add: '新增',
  change: '修改',
  'change-own-password': '修改本人密码',
  check: '检查',
  claim: '领取',
  create: '新增',
  delete: '删除',
  download: '下载',
  edit: '编辑',
  end: '终止',
  export: '导出',
  'hand-in': '补交',
  'hand-over': '转交',
  login: '登录',
  logout: '退出',
  note: '备注',
  preview: '试算',
  publish: '发布',
  read: '查看',
  receive: '收件',
  release: '退回',
  remind: '催办',
  reset: '恢复默认',
  'reset-password': '重置密码',
  retry: '重试',
  save: '保存',
  start: '进入',
  unmask: '查看完整信息',
  upload: '上传',
  withdraw: '撤回',
}
const nameOf = (names: Record<string, string>, id: string) => names[id] ?? id
/** `case.act` → `办件 · 办理`; an act is called as it was drawn, which its row keeps. */
export function actionName(action: string, detail: AuditRow['detail'] = {}): string {
  const [object = '', verb = ''] = action.split('.')
  const drawn = typeof detail?.['actName'] === 'string' ? detail['actName'] : undefined
  const done = drawn ?? otherActName(object, verb) ?? verbs[verb] ?? verb
  return [nameOf(objects, object), done].filter(Boolean).join(' · ')
}
const objectName = (type: string) => nameOf(objects, type)

const details: Record<string, string> = {
  act: '操作编号',
  actName: '操作',
  step: '环节',
  definitionKey: '流程',
  effectiveFrom: '生效时间',
  after: '改为',
  before: '原为',
  calls: '调用',
  code: '原因代码',
  days: '日数',
  fields: '修改项',
  hash: '摘要',
  itemCode: '事项',
  jobId: '重算任务',
  kind: '类型',
  marked: '所选',
  moved: '变动时限',
  problems: '问题数',
  publication: '发布次序',
  repeated: '重复提交',
  revision: '修订',
  roles: '角色',
  searched: '按词搜索',
  sha256: '摘要',
  size: '字节数',
  status: '状态',
  task: '环节',
  to: '转给',
  unchanged: '不变时限',
  version: '版本',
}

/** Codes and numbers of an entry, each under its name. */
export function detailWords(detail: AuditRow['detail']): string {
  const words = Object.entries(detail ?? {}).map(
    ([name, value]) => `${nameOf(details, name)}：${valueWords(value)}`,
  )
  return words.join('，') || '—'
}
function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(valueWords).join('、')
  if (typeof value !== 'string') return JSON.stringify(value)
  // A digest is told apart by its beginning.
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : nameOf(details, value)
}

export const filters: FilterField[] = [
  { kind: 'text', name: 'objectId', label: '对象', placeholder: '办件编号或对象', test: 'audit-object' },
  { kind: 'text', name: 'action', label: '操作', placeholder: '操作，如 case.accept', width: 190 },
  { kind: 'select', name: 'outcome', label: '结果', choices: choicesOf(outcomes), width: 110 },
  { kind: 'days', name: 'from', to: 'to', label: '日期' },
]

export const columns: Column<AuditRow>[] = [
  { key: 'at', title: '时间', width: '150px', text: (row) => dateTime(row.at), card: 'title' },
  { key: 'username', title: '操作人', width: '140px', text: (row) => personOf(row) },
  { key: 'action', title: '操作', width: '200px' },
  {
    key: 'objectId',
    title: '对象',
    width: '220px',
    text: (row) => [objectName(row.objectType), row.objectId].filter(Boolean).join(' '),
  },
  { key: 'detail', title: '内容' },
  { key: 'address', title: '地址', width: '140px', wide: true },
  { key: 'outcome', title: '结果', width: '80px', card: 'side' },
]

function personOf(row: AuditRow): string {
  if (row.username === 'system') return '系统'
  if (row.username?.startsWith('citizen:')) return '申请人'
  return row.username ?? '未登录'
}
