/**
 * "Why this date?" in Chinese, from the same ledger as the strip of days: two sentences with the articles for
 * staff and papers, and the same in plain words for the applicant.
 */
import { addDays, chineseDay, chineseWeekday } from './day.ts'
import type { Calendar, ClockFacts, ClockReading, Day, LedgerDay } from './domain.ts'
import { startEventOf, termOf } from './ledger.ts'
import type { Term } from './ledger.ts'

export interface ExplainOptions {
  /** The event that started the term when the item names another, e.g. 材料齐全. Default by kind of clock. */
  event?: string
}

const UNIT_NAMES = { 'working-day': '个工作日', 'calendar-day': '个自然日' } as const
const PLAIN_UNITS = { 'working-day': '个工作日', 'calendar-day': '天' } as const

interface Told {
  facts: ClockFacts
  reading: ClockReading
  term: Term
  event: string
  /** Writes a day, with its year when the term crosses a year. */
  on: (day: Day) => string
}

function tell(facts: ClockFacts, reading: ClockReading, calendar: Calendar, opts: ExplainOptions): Told {
  const term = termOf(facts, calendar)
  const years = new Set(term.rows.map((row) => row.day.slice(0, 4)))
  const on = (day: Day) => chineseDay(day, years.size > 1)
  return { facts, reading, term, event: opts.event ?? startEventOf(facts.kind), on }
}

/** Two sentences for staff and papers: how the term is counted, and its last day; each with its article. */
export function explain(
  facts: ClockFacts,
  reading: ClockReading,
  calendar: Calendar,
  opts: ExplainOptions = {},
): string {
  const told = tell(facts, reading, calendar, opts)
  return `${countingSentence(told)}${endSentence(told)}`
}

function countingSentence({ facts, term, event, on }: Told): string {
  const unit = UNIT_NAMES[facts.unit]
  if (term.total === 0) return `${event}之日${on(facts.startDay)}当日办结${cited(facts.basis)}。`
  const extra = facts.extensions
    .map((extension) => `，延长${extension.days}${unit}${cited(extension.basis)}`)
    .join('')
  const sum = extra === '' ? '' : `，共${term.total}${unit}`
  const articles = cited('民法典 第二百零一条', facts.basis, termBasis(facts))
  const assumed = facts.unitSource === 'assumed' ? '，原文只写“日”，按较早届满的自然日计算' : ''
  const start = `${event}之日${on(facts.startDay)}不计入，自${on(firstDay(facts, term))}起算`
  return `${start}${facts.budget}${unit}${articles}${extra}${sum}${assumed}。`
}

/** 行政许可法 第八十二条 makes the days of that law working days. */
function termBasis(facts: ClockFacts): string | undefined {
  const own = facts.basis?.startsWith('行政许可法') && !facts.basis.includes('第八十二条')
  return own && facts.unit === 'working-day' ? '行政许可法 第八十二条' : undefined
}

function endSentence(told: Told): string {
  const { facts, reading, term, on } = told
  const excluded = exclusions(told)
  const during = excluded === '' ? '' : `期间${excluded}，`
  if (term.dueDay === null) return `${during}${openPause(told)}。`
  const close = facts.closes === 'online' ? '24:00' : `${facts.closingTime}（窗口停止办理业务时）`
  const last = `${movedClause(told)}最后一日为${on(term.dueDay)}（${chineseWeekday(term.dueDay)}）`
  const end = `${last}，当日${close}届满（民法典第二百零三条）`
  return `${during}${end}${stateClause(facts, reading, on)}${provisionalClause(term)}。`
}

/** What did not count, holiday by holiday and pause by pause, and the make-up days that did. */
function exclusions({ facts, term, on }: Told): string {
  const rows = term.rows
  const weekends = rows.filter((row) => row.kind === 'weekend').length
  const off = [
    ...grouped(rows.filter((row) => row.kind === 'holiday')).map(
      ([name, days]) => `${name}放假${days.length}天`,
    ),
    ...(weekends > 0 ? [`周末${weekends}天`] : []),
    ...grouped(rows.filter((row) => row.kind === 'paused')).map(([name, days]) => pausedText(name, days, on)),
  ]
  const makeUp = rows.filter((row) => row.cause?.endsWith('调休上班') && row.count !== undefined)
  const on_ = facts.unit === 'working-day' && makeUp.length > 0
  const worked = on_ ? `${makeUp.map((row) => on(row.day)).join('、')}调休上班计入` : ''
  return [off.length > 0 ? `${off.join('、')}不计入` : '', worked].filter((text) => text !== '').join('，')
}

function pausedText(cause: string, days: LedgerDay[], on: (day: Day) => string): string {
  return `${cause}（${spans(days)
    .map(([a, b]) => (a === b ? on(a) : `${on(a)}至${on(b)}`))
    .join('、')}）暂停${days.length}天`
}

/** Runs of consecutive days. */
function spans(days: LedgerDay[]): [Day, Day][] {
  const found: [Day, Day][] = []
  for (const { day } of days) {
    const last = found[found.length - 1]
    if (last && addDays(last[1], 1) === day) last[1] = day
    else found.push([day, day])
  }
  return found
}

function grouped(rows: LedgerDay[]): [string, LedgerDay[]][] {
  const groups = new Map<string, LedgerDay[]>()
  for (const row of rows) groups.set(row.cause ?? '', [...(groups.get(row.cause ?? '') ?? []), row])
  return [...groups]
}

function openPause({ facts, reading, on }: Told): string {
  const { causes, from, bases } = openPauses(facts)
  const unit = UNIT_NAMES[facts.unit]
  const since = `因${causes}自${on(from)}起暂停计算${cited(...bases)}`
  return reading.state === 'stopped'
    ? `${since}，时限已于${on(facts.stoppedOn!)}停止`
    : `${since}，已用${reading.used}${unit}、余${reading.remaining}${unit}，暂停结束的次日起继续计算`
}

function openPauses(facts: ClockFacts): { causes: string; from: Day; bases: string[] } {
  const open = facts.pauses.filter((pause) => pause.through === undefined)
  return {
    causes: [...new Set(open.map((pause) => pause.cause))].join('、'),
    from: open.map((pause) => pause.from).sort()[0]!,
    bases: open.flatMap((pause) => pause.basis ?? []),
  }
}

function movedClause({ term, on }: Told): string {
  const moved = term.rows.filter((row) => row.kind === 'moved')
  return moved.length === 0 ? '' : `第${term.total}日${on(moved[0]!.day)}为${moved[0]!.cause}，顺延后`
}

function stateClause(facts: ClockFacts, reading: ClockReading, on: (day: Day) => string): string {
  const unit = UNIT_NAMES[facts.unit]
  const late = reading.remaining < 0 ? `，超期${-reading.remaining}${unit}` : ''
  if (reading.state === 'stopped')
    return `；已于${on(facts.stoppedOn!)}停止计算，用时${reading.used}${unit}${late}`
  return reading.state === 'overdue' ? `；现已届满${late}` : ''
}

function provisionalClause(term: Term): string {
  const first = term.rows.find((row) => row.provisional)
  return first === undefined
    ? ''
    : `；${first.day.slice(0, 4)}年节假日安排尚未公布，本日期为暂定，公布后重新计算`
}

function firstDay(facts: ClockFacts, term: Term): Day {
  return term.rows.find((row) => row.count === 1)?.day ?? addDays(facts.startDay, 1)
}

/** （民法典第二百零一条，行政许可法第四十二条、第八十二条）: articles of one law stand together. */
function cited(...bases: (string | undefined)[]): string {
  const laws = new Map<string, string[]>()
  for (const basis of bases) {
    if (!basis) continue
    const [law = '', article] = basis.split(' ', 2)
    const articles = laws.get(law) ?? []
    laws.set(law, article === undefined || articles.includes(article) ? articles : [...articles, article])
  }
  const texts = [...laws].map(([law, articles]) => `${law}${articles.join('、')}`)
  return texts.length === 0 ? '' : `（${texts.join('，')}）`
}

/** What the applicant has to do or may expect by the day, by kind of clock. */
const PLAIN_ENDS = {
  acceptance: (day: string) => `最晚${day}会告诉您是否受理`,
  supplement: (day: string) => `请在${day}前（含当天）把材料补齐`,
  statutory: (day: string) => `依法最晚${day}作出决定`,
  promised: (day: string) => `我们承诺最晚${day}办好`,
  delivery: (day: string) => `最晚${day}把结果送到您手中`,
} as const

/** A step of some other record just has its last day. */
const plainEndOf = (kind: string): ((day: string) => string) =>
  PLAIN_ENDS[kind as keyof typeof PLAIN_ENDS] ?? ((day) => `最晚${day}办完`)

/** The same in plain words for the applicant: no articles, dates with the day of the week. */
export function explainForCitizen(
  facts: ClockFacts,
  reading: ClockReading,
  calendar: Calendar,
  opts: ExplainOptions = {},
): string {
  const told = tell(facts, reading, calendar, opts)
  const { term, event, on } = told
  const length = `${term.total}${PLAIN_UNITS[facts.unit]}`
  const rule = facts.unit === 'working-day' ? '（周末和节假日不算）' : '（周末和节假日也算）'
  const start = `从${on(firstDay(facts, term))}开始算，一共${length}${rule}，${event}当天（${on(facts.startDay)}）不算`
  return `${term.total === 0 ? `这件事在${event}当天办完` : start}。${plainEnd(told)}。`
}

function plainEnd(told: Told): string {
  const { facts, reading, term, on } = told
  const pauses = grouped(term.rows.filter((row) => row.kind === 'paused'))
  const holidays = grouped(term.rows.filter((row) => row.kind === 'holiday'))
  const off = [
    ...holidays.map(([name, days]) => `${name}放假${days.length}天`),
    ...pauses.filter(() => term.dueDay !== null).map(([name, days]) => `${name}${days.length}天`),
  ]
  const during = off.length === 0 ? '' : `中间${off.join('、')}没有算进去，`
  if (reading.state === 'stopped') return `${during}已在${on(facts.stoppedOn!)}停止计时`
  if (term.dueDay === null) {
    const left = `还剩${reading.remaining}${PLAIN_UNITS[facts.unit]}`
    return `${during}因为${openPauses(facts).causes}，从${on(openPauses(facts).from)}起暂停计时，${left}，暂停结束的第二天接着算`
  }
  const day = `${on(term.dueDay)}（${chineseWeekday(term.dueDay)}${closingHint(facts)}）`
  const moved = term.rows.some((row) => row.kind === 'moved') ? '最后一天遇上休息日，往后顺延，' : ''
  const late = reading.state === 'overdue' ? '，这个日子已经过了' : ''
  const hint = term.provisional ? '；这一年的放假安排国家还没公布，日期可能会变，变了会告诉您' : ''
  return `${during}${moved}${plainEndOf(facts.kind)(day)}${late}${hint}`
}

function closingHint(facts: ClockFacts): string {
  return facts.closes === 'counter' ? `，窗口${facts.closingTime}停止办理` : ''
}
