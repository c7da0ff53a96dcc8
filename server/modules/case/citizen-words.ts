/**
 * A case in everyday Chinese: where it is, until when, how many days are left. No articles, no office words. Pure;
 * dates and remainders are the clocks' own.
 */
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import { chineseDay, dayOf } from '../../../workflows/clock/day.ts'
import type { ClockKind, Day, DayUnit, Instant } from '../../../workflows/clock/domain.ts'
import type { ClockView } from '../process/clock-view.ts'

export interface Situation {
  status: CaseStatus
  today: Day
  bureauName: string
  clocks: Pick<
    ClockView,
    'kind' | 'n' | 'state' | 'dueDay' | 'remaining' | 'unit' | 'provisional' | 'stoppedOn'
  >[]
  /** The open notice of 补正. */
  notice: { phase: 'acceptance' | 'handling'; delivered: boolean } | null
  /** Materials of it that are not handed in. */
  wanting: number
  /** Something was supplemented before. */
  supplemented: boolean
  /** Special procedure under way, e.g. 听证. */
  special: string | null
  result: { granted: boolean; explanation: string | null } | null
  endedAt: Instant | null
}

type Clock = Situation['clocks'][number]

const units: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '天' }
const again = '您可以重新申请，已交的材料还能用'

export function onDay(day: Day, today: Day): string {
  return chineseDay(day, day.slice(0, 4) !== today.slice(0, 4))
}

/** 还剩3个工作日 / 今天是最后一天 / 已经过期. */
export function daysText(clock: Clock, today: Day): string {
  if (clock.state === 'overdue') return '已经过期'
  if (clock.dueDay === today) return '今天是最后一天'
  return `还剩${clock.remaining}${units[clock.unit]}${clock.provisional ? '（暂定）' : ''}`
}

function newest({ clocks }: Situation, kind: ClockKind): Clock | undefined {
  return clocks
    .filter((clock) => clock.kind === kind && clock.state !== 'stopped')
    .sort((a, b) => b.n - a.n)[0]
}

/** One sentence: where is my case. */
export function plainSentence(it: Situation): string {
  return `${sentences[it.status](it)}。`
}

const sentences: Record<CaseStatus, (it: Situation) => string> = {
  received: (it) => {
    const what = it.supplemented
      ? '您补交的材料已经收到，窗口正在重新检查'
      : '您的申请已经收到，窗口正在检查材料'
    return what + until(it, 'acceptance', (day) => `最晚${day}告诉您是否受理`, '原来说好告诉您是否受理的日子')
  },
  supplementing: supplementing,
  accepted: (it) => handling(it, `${it.bureauName}正在审查`),
  'sent-back': (it) => handling(it, '窗口正在更正移交给审批部门的材料，您不用做什么'),
  deciding: (it) => handling(it, `审查已经完成，${it.bureauName}正在作出决定`),
  delivering: (it) =>
    `已经作出${it.result?.granted ? '准予' : '不予'}决定` +
    until(it, 'delivery', (day) => `最晚${day}把结果送到您手中`, '原来说好送达的日子'),
  closed: (it) => `已经办完，结果已在${ended(it)}送达`,
  'not-accepted': () => '窗口决定不受理这次申请，理由和不服时怎么办，写在《不予受理决定书》里',
  'deemed-withdrawn': (it) => {
    const term = it.clocks.filter((clock) => clock.kind === 'supplement').sort((a, b) => b.n - a.n)[0]
    const day = term?.stoppedOn ? `${onDay(term.stoppedOn, it.today)}` : '补正期限届满时'
    return `补正期限到${day}为止，材料没有交齐，这次申请按撤回处理。${again}`
  },
  withdrawn: (it) => `您已在${ended(it)}撤回申请，这次办理到此结束。${again}`,
  ended: (it) => {
    const reason = it.result?.explanation ? `，原因：${it.result.explanation.replace(/[。.]+$/, '')}` : ''
    return `这次办理已在${ended(it)}结束${reason}。${again}`
  },
}

function supplementing(it: Situation): string {
  const what = `材料还差${it.wanting}项，请补充`
  const term = newest(it, 'supplement')
  if (!it.notice?.delivered || !term?.dueDay)
    return `${what}。期限从补正告知书送达您的第二天开始算，现在还没有开始`
  const day = onDay(term.dueDay, it.today)
  if (term.state === 'overdue') return `补正期限到${day}为止，已经过期，正在办理终止手续`
  return `材料还差${it.wanting}项，请最晚${day}（含当天）交齐，${daysText(term, it.today)}`
}

function handling(it: Situation, doing: string): string {
  const promised = newest(it, 'promised')
  // No last day: a pause is open. The day of the notice itself still counts, so the state may yet say running.
  const stops = promised && promised.dueDay === null ? '，这期间承诺的时间暂停计算' : ''
  if (it.notice) return `已经受理。审查中发现还要您补充${it.wanting}项材料，请尽快交齐${stops}`
  if (it.special) return `已经受理，正在进行${it.special}${stops}`
  const late = `已经受理，${doing}`
  if (promised?.state !== 'overdue') return late + until(it, 'promised', (day) => `承诺最晚${day}办好`, '')
  const lawful = until(it, 'statutory', (day) => `依法最晚${day}作出决定`, '法定期限')
  return `${late}。原来承诺${onDay(promised.dueDay!, it.today)}办好，现在已经超过，我们正在催办${lawful}`
}

/** ，<what by that day>（还剩3个工作日）; when it is over, that it is. */
function until(it: Situation, kind: ClockKind, what: (day: string) => string, over: string): string {
  const clock = newest(it, kind)
  if (!clock?.dueDay) return ''
  const day = onDay(clock.dueDay, it.today)
  if (clock.state === 'overdue') return `，${over}（${day}）已经过了，请与我们联系`
  return `，${what(day)}（${daysText(clock, it.today)}）`
}

function ended(it: Situation): string {
  return it.endedAt ? onDay(dayOf(it.endedAt), it.today) : '今天'
}

/** Acts an applicant is told of; the others are the office's own business. */
const told: Record<string, string> = {
  receive: '窗口收下了您的申请',
  accept: '已受理，受理通知书已出具',
  refuse: '决定不受理，决定书已出具',
  'deemed-accepted': '到期没有答复，依法从收到申请那天起就算受理',
  supplement: '告诉您需要补充的材料，补正告知书已出具',
  'approve-demand': '告诉您新的补充要求，补正告知书已出具',
  'record-delivery': '补正告知书已送达，期限从第二天开始算',
  'hand-in-part': '收到您补交的一部分材料',
  'complete-supplement': '补充的材料已交齐，重新检查',
  'supplement-expired': '补正期限到了，材料没有交齐，按撤回处理',
  'supplement-yellow': '短信提醒您补充材料快到期了',
  'supplement-red': '短信再次提醒您补充材料快到期了',
  pass: '审查完成，提请作出决定',
  'send-back': '审批部门请窗口更正移交的材料，您不用做什么',
  resubmit: '窗口已更正，重新移交',
  'return-review': '退回重新审查',
  'approve-extension': '办理期限延长一次，延期告知书已出具',
  'request-late-supplement': '审查中需要您补充材料',
  'complete-late-supplement': '补充的材料已交齐，继续审查',
  'start-special': '进入特别程序，告知书已出具',
  'complete-special': '特别程序结束，继续审查',
  'statutory-overdue': '超过了法定期限，仍在办理',
  grant: '作出准予决定',
  'refuse-grant': '作出不予决定，决定书写明理由和不服时怎么办',
  deliver: '结果已送达，办完了',
  end: '这次办理结束，办件终止通知书已出具',
  withdraw: '您撤回了申请',
}

/** A line of the timeline; undefined for what is the office's own business. */
export function toldText(act: string, opinion: string | null): string | undefined {
  const text = told[act]
  return text && act === 'hand-in-part' && opinion ? `${text}：${opinion}` : text
}
