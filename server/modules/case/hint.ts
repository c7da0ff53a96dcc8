/** What an act will do, with its real dates: "受理后，法定时限自 11 月 24 日起算 20 个工作日，最迟 12 月 21 日". Pure. */
import { caseActs } from '../../../workflows/case/domain.ts'
import type { CaseAct } from '../../../workflows/case/domain.ts'
import { read } from '../../../workflows/clock/calculator.ts'
import { addDays, chineseDay, dayOf } from '../../../workflows/clock/day.ts'
import type { Calendar, ClockFacts, Day, DayUnit, Instant } from '../../../workflows/clock/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'

const units: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '天' }

export interface HintSubject {
  item: Item
  bureauName: string
  receivedDay: Day
  /** The supplement term a repeated demand goes on with. */
  supplementTerm?: ClockFacts | undefined
}

export function hintOf(act: CaseAct, it: HintSubject, calendar: Calendar, at: Instant): string {
  const { item, bureauName, receivedDay } = it
  const today = dayOf(at)
  const term = (name: string, budget: number, unit: DayUnit, startDay: Day): string => {
    const facts = {
      kind: 'promised' as const,
      unit,
      budget,
      startDay,
      pauses: [],
      extensions: [],
      closes: 'online' as const,
    }
    const { dueDay, provisional } = read(facts, calendar, at)
    const from = chineseDay(addDays(startDay, 1))
    return `${name}自${from}起算${budget}${units[unit]}，最迟${chineseDay(dueDay ?? startDay)}${provisional ? '（暂定）' : ''}`
  }
  const { terms } = item
  switch (act) {
    case 'accept': {
      const startDay = terms.startEvent === 'receipt' ? receivedDay : today
      const parts = [term('承诺时限', terms.promised, terms.promisedUnit, startDay)]
      if (terms.statutory !== null) parts.unshift(term('法定时限', terms.statutory, terms.unit, startDay))
      return `受理后出具受理通知书并移交${bureauName}，${parts.join('；')}`
    }
    case 'supplement':
      if (it.supplementTerm) {
        const { remaining, dueDay } = read(it.supplementTerm, calendar, at)
        const last = dueDay ? `，最迟${chineseDay(dueDay)}` : ''
        return `只能再次要求首次告知书列明的内容；沿用首次告知的期限，尚余${remaining}个工作日${last}，不重新起算`
      }
      return `${caseActs.supplement.hint}；如今日送达，${term('补正时限', terms.supplement, 'working-day', today)}`
    case 'record-delivery':
      return `凭送达回证登记；如今日送达，${term('补正时限', terms.supplement, 'working-day', today)}，逾期视为撤回`
    case 'grant':
      return `出具准予决定书，${term('送达时限', terms.delivery, 'working-day', today)}`
    case 'approve-extension':
      return `法定时限延长${terms.extension}${units[terms.unit]}（只能一次），出具延期告知书说明理由`
    default:
      return caseActs[act].hint
  }
}
