/** How days, instants, terms and people are put into words on papers. Pure. */
import type { PaperData } from '../../../workflows/paper/domain.ts'
import { provisionalWords } from '../../../workflows/clock/calendar.ts'
import { timeText } from '../../../workflows/clock/day.ts'
import type { DayUnit } from '../../../workflows/clock/domain.ts'

/** `2026-11-23` → `2026年11月23日`. */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** The last day of a term, said to be provisional where it is. */
export function lastDayText(data: Pick<PaperData, 'unpublishedFrom'>, day: string): string {
  const { unpublishedFrom: from } = data
  return dayText(day) + (from !== undefined && day >= from ? provisionalWords : '')
}

/** ISO instant → `2026年11月23日 14:05`, Asia/Shanghai. */
export function instantText(at: string): string {
  const [day, time] = timeText(at).split(' ')
  return `${dayText(day!)} ${time}`
}

/** The law's terms are working days (第八十二条); a bare 日 would leave the unit open, so it is always said. */
export function termText(term: { days: number; unit: DayUnit }): string {
  return term.unit === 'working-day' ? `${term.days}个工作日` : `${term.days}日（自然日）`
}

export function you(data: PaperData): string {
  return data.applicant.type === '自然人' ? '你' : '你单位'
}

/** Who speaks in the text: in an entrusted case both bodies, each in its role. */
export function speaker(data: PaperData): string {
  const { entrustment, centre } = data
  if (!entrustment) return centre.name
  return `受${entrustment.bureau}委托（委托编号：${entrustment.no}），${entrustment.centre}`
}

/** How a decision begins: who applied for what and when, and when it was accepted. Whole sentences. */
export function appliedText(data: PaperData): string {
  const on = data.receivedAt ? `于${dayText(timeText(data.receivedAt).split(' ')[0]!)}` : ''
  const accepted = data.acceptedOn ? `，本机关于${dayText(data.acceptedOn)}受理` : ''
  return `${you(data)}${on}提出${quoted(data.item.name)}申请${accepted}。`
}

export function quoted(name: string): string {
  return `“${name}”`
}

/** A reason typed without a full stop gets one. */
export function sentence(text: string): string {
  return /[。！？；.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}。`
}
