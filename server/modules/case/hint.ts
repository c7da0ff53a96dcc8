/** What an act will do, with its real dates: "受理后，法定时限自 11 月 24 日起算 20 个工作日，最迟 12 月 21 日". Pure. */
import { completeDay, handlingStartDay } from '../../../workflows/case/terms.ts'
import { provisionalWords } from '../../../workflows/clock/calendar.ts'
import { read } from '../../../workflows/clock/calculator.ts'
import { addDays, chineseDay, dayOf } from '../../../workflows/clock/day.ts'
import type { Calendar, ClockFacts, Day, DayUnit, Instant } from '../../../workflows/clock/domain.ts'
import { newestOf } from '../../../workflows/clock/newest.ts'
import type { DrawnAct } from '../../../workflows/process/people.ts'
import type { CaseScene } from './scene.ts'

const units: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '天' }

/** Undefined: what the drawing says. */
export function caseHint({ id, hint = '' }: DrawnAct, scene: CaseScene): string | undefined {
  const { context, calendar, at, clocks } = scene
  const { terms } = context.item
  const today = dayOf(at)
  const term = (name: string, budget: number, unit: DayUnit, startDay: Day) =>
    termText({ name, budget, unit, startDay }, calendar, at)
  switch (id) {
    case 'accept':
      return acceptHint(scene, term)
    case 'supplement': {
      const running = newestOf(clocks, 'supplement')
      if (running && running.state !== 'stopped') return goesOn(running.facts, calendar, at)
      return `${hint}；如今日送达，${term('补正时限', terms.supplement, 'working-day', today)}`
    }
    case 'record-delivery':
      return `凭送达回证登记；如今日送达，${term('补正时限', terms.supplement, 'working-day', today)}，逾期视为撤回`
    case 'grant':
      return `出具准予决定书，${term('送达时限', terms.delivery, 'working-day', today)}`
    case 'approve-extension':
      return `法定时限延长${terms.extension}${units[terms.unit]}（只能一次），出具延期告知书说明理由`
    default:
      return undefined
  }
}

type Term = (name: string, budget: number, unit: DayUnit, startDay: Day) => string

/** The same days as the clocks that acceptance starts. */
function acceptHint({ context: { row, item, supplements }, at }: CaseScene, term: Term): string {
  const { terms } = item
  const complete = completeDay(row.receivedDay, supplements)
  const startDay = handlingStartDay(terms.startEvent, { accepted: dayOf(at), complete })
  const parts = [term('承诺时限', terms.promised, terms.promisedUnit, startDay)]
  if (terms.statutory !== null) parts.unshift(term('法定时限', terms.statutory, terms.unit, startDay))
  return `受理后出具受理通知书并移交${row.bureauName}，${parts.join('；')}`
}

function goesOn(facts: ClockFacts, calendar: Calendar, at: Instant): string {
  const { remaining, dueDay } = read(facts, calendar, at)
  const last = dueDay ? `，最迟${chineseDay(dueDay)}` : ''
  return `只能再次要求首次告知书列明的内容；沿用首次告知的期限，尚余${remaining}个工作日${last}，不重新起算`
}

function termText(
  it: { name: string; budget: number; unit: DayUnit; startDay: Day },
  calendar: Calendar,
  at: Instant,
): string {
  const { name, budget, unit, startDay } = it
  if (budget === 0) return `${name}为当场办结（${chineseDay(startDay)}当日）`
  const facts: ClockFacts = {
    kind: 'promised',
    unit,
    budget,
    startDay,
    pauses: [],
    extensions: [],
    closes: 'online',
  }
  const { dueDay, provisional } = read(facts, calendar, at)
  const from = chineseDay(addDays(startDay, 1))
  return `${name}自${from}起算${budget}${units[unit]}，最迟${chineseDay(dueDay ?? startDay)}${provisional ? provisionalWords : ''}`
}
