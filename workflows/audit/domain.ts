/** The audit in Chinese words: for its page and for its export. Pure. */
import { nounWords, otherActName } from '../nouns.ts'

/** Actions are `<object>.<verb>`: both halves have a name, so that a new pair reads without a new line here. */
type Detail = Record<string, unknown> | undefined

const objects: Record<string, string> = {
  calendar: '工作日历',
  ...Object.fromEntries(nounWords.map(({ key, name }) => [key, name])),
  'definition-mapping': '流程映射',
  audit: '审计',
  'audit-list': '审计记录',
  'change-ticket-list': '变更工单列表',
  'task-list': '待办列表',
  'user-list': '用户列表',
  'case-list': '办件列表',
  citizen: '申请人',
  'citizen-session': '申请人查询',
  entrustment: '委托协议',
  file: '文件',
  filter: '筛选标签',
  incident: '流程异常',
  inbox: '站内消息',
  'intake-draft': '收件草稿',
  item: '事项',
  material: '材料',
  note: '备注',
  paper: '文书',
  process: '流程定义',
  'process-draft': '流程草稿',
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
  take: '补录',
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
  unlock: '解锁',
  unmask: '查看完整信息',
  upload: '上传',
  withdraw: '撤回',
}
const nameOf = (names: Record<string, string>, id: string) => names[id] ?? id
/** `case.act` → `办件 · 办理`; an act is called as it was drawn, which its row keeps. */
export function actionName(action: string, detail: Detail = {}): string {
  const [object = '', verb = ''] = action.split('.')
  const drawn = typeof detail?.['actName'] === 'string' ? detail['actName'] : undefined
  const done = drawn ?? otherActName(object, verb) ?? verbs[verb] ?? verb
  return [nameOf(objects, object), done].filter(Boolean).join(' · ')
}
export const objectName = (type: string): string => nameOf(objects, type)

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
  version: '版本',
}

/** Codes and numbers of an entry, each under its name. */
export function detailWords(detail: Detail): string {
  const words = detailLines(detail).map(([name, value]) => `${name}：${value}`)
  return words.join('，') || '—'
}
export function detailLines(detail: Detail): [name: string, value: string][] {
  return Object.entries(detail ?? {}).map(([name, value]) => [detailName(name, value), valueWords(value)])
}
/** Of a calendar's publication it is a number of terms, of a definition's whether it was the same file. */
function detailName(name: string, value: unknown): string {
  if (name === 'unchanged') return typeof value === 'boolean' ? '内容未变' : '不变时限'
  return nameOf(details, name)
}
function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(valueWords).join('、')
  if (typeof value !== 'string') return JSON.stringify(value)
  // A digest is told apart by its beginning.
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : nameOf(details, value)
}

/** Who an entry is of, in the words of a page. */
export function personOf({ username, personName }: { username: string | null; personName: string | null }) {
  if (username === 'system') return '系统'
  if (username?.startsWith('citizen:')) return '申请人'
  if (!username) return '未登录'
  return personName ? `${personName}（${username}）` : username
}

export const outcomeNames = { ok: '成功', refused: '被拒', failed: '失败' } as const

/** What is done most; the rest is found by its object. */
const asked = [
  'session.login',
  'session.logout',
  'user.create',
  'user.change',
  'user.reset-password',
  'user.change-own-password',
  'case.receive',
  'case.act',
  'case.unmask',
  'case.export',
  'change-ticket.open',
  'change-ticket.act',
  'task.claim',
  'task.release',
  'task.hand-over',
  'task.remind',
  'file.upload',
  'file.download',
  'material.take',
  'calendar.edit',
  'calendar.publish',
  'reminder.change',
  'process.publish',
  'definition-mapping.add',
  'incident.retry',
  'entrustment.create',
  'entrustment.change',
  'entrustment.end',
  'audit.export',
]
export const actionChoices = asked.map((value) => ({ value, label: actionName(value) }))
