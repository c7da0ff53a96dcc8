/** An element's facts as lines of Chinese: label → text. Empty ones are left out. Pure. */
import type { ActFacts, ElementFacts, EventFacts, OutcomeFacts } from './facts'

/** Names on screen of roles, sides, clocks, services, forms and processes, by id. */
export type Names = ReadonlyMap<string, string>

const types: Record<string, string> = {
  Process: '流程',
  UserTask: '人工环节',
  ServiceTask: '自动环节',
  ReceiveTask: '等待消息的环节',
  CallActivity: '调用流程',
  SubProcess: '子流程',
  StartEvent: '开始',
  EndEvent: '结束',
  BoundaryEvent: '边界事件',
  IntermediateCatchEvent: '等待事件',
  IntermediateThrowEvent: '发出事件',
  ExclusiveGateway: '判断',
  ParallelGateway: '并行',
  InclusiveGateway: '包容判断',
  EventBasedGateway: '等待先到的事件',
  SequenceFlow: '连线',
  TextAnnotation: '注释',
  Association: '关联线',
}
export const typeName = ({ type }: Pick<ElementFacts, 'type'>): string => types[type] ?? type

export const reasonNames = { '': '不填', optional: '可填', required: '必填' } as const
export const eventKindNames: Record<EventFacts['kind'], string> = {
  none: '无',
  timer: '时间',
  message: '消息',
  signal: '信号',
  error: '错误',
  terminate: '终止全部',
  other: '不支持的类型',
}
export const modeNames: Record<string, string> = { advise: '仅提醒', enforce: '产生法律效果' }
export const multiNames = { once: '一次', parallel: '并行多人', sequential: '依次多人' } as const

export function linesOf(facts: ElementFacts, names: Names): Map<string, string> {
  const say = (id: string) => names.get(id) ?? id
  const all = (ids: string[]) => ids.map(say).join('、')
  const { user, service, event, multi, flow } = facts
  const lines: [string, string][] = [
    ['类型', typeName(facts)],
    ['名称', facts.name],
    ['说明', facts.documentation],
    ['办理角色', user ? all(user.roles) : ''],
    ['办理方', user ? say(user.side) : ''],
    ['时限', user ? say(user.clock) : ''],
    ['表单', user ? say(user.form) : ''],
    ['申请人可办', user?.applicant ? '是' : ''],
    ['指定办理人', user?.candidate ?? ''],
    ['办理地点', user?.place ?? ''],
    ...(user?.outcomes ?? []).map((one): [string, string] => [`结果 ${one.id}`, outcomeText(one, say)]),
    ['服务', (service?.calls ?? []).map((call) => callText(call, say)).join(' → ')],
    ['执行', service ? (service.local ? '立即完成' : '等待其他系统') : ''],
    ['答复变量', service?.answers ?? ''],
    ...eventLines(event, say),
    ['多人办理', multi && multi.way !== 'once' ? multiNames[multi.way] : ''],
    ['集合', multi?.collection ?? ''],
    ['完成条件', multi?.completion ?? ''],
    ['一人一次', multi?.oneVoice ? '是' : ''],
    ['条件', flow?.condition ?? ''],
    ['默认连线', flow?.isDefault ? '是' : ''],
    ['起点', flow?.from ?? ''],
    ['终点', flow?.to ?? ''],
    ['被调用的流程', facts.called ? say(facts.called) : ''],
  ]
  return new Map(lines.filter(([, text]) => text))
}

type Say = (id: string) => string

function outcomeText({ name, reason, final, form, hint, roles }: OutcomeFacts, say: Say): string {
  const parts = [
    name,
    reason && `理由${reasonNames[reason]}`,
    final && '办理后不能撤回',
    form && `表单 ${say(form)}`,
    roles.length && `限 ${roles.map(say).join('、')}`,
    hint,
  ]
  return parts.filter(Boolean).join('；')
}

function callText({ name, inputs }: { name: string; inputs: { name: string; value: string }[] }, say: Say) {
  const values = inputs.map((input) => `${input.name}=${input.value}`).join('，')
  return values ? `${say(name)}（${values}）` : say(name)
}

function eventLines(event: EventFacts | undefined, say: Say): [string, string][] {
  if (!event) return []
  const { kind, timer, act, target } = event
  const when = {
    clock: [say(timer.clock), modeNames[timer.mode], timer.ref].filter(Boolean).join('，'),
    duration: timer.duration,
    date: timer.date,
  }
  return [
    ['事件', kind === 'none' ? '' : eventKindNames[kind]],
    [eventKindNames[kind], kind === 'timer' ? when[timer.way] : event.name],
    ['由人发出', act ? actText(act, say) : ''],
    ['发给', target ? [say(target.noun), target.correlation].filter(Boolean).join('，') : ''],
    ['所带变量', target?.carries ?? ''],
  ]
}

function actText(act: ActFacts, say: Say): string {
  const who = [...act.roles.map(say), ...(act.applicant ? ['申请人'] : [])].join('、')
  return outcomeText({ ...act, id: '', name: `${act.name}（${say(act.side)} ${who}）`, roles: [] }, say)
}
