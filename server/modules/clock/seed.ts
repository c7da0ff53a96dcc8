import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Db } from '../../db.ts'
import { findEdition, lockCalendars, publishEdition, writeDraft } from '../../records/clock/calendar.ts'
import type { CalendarDay } from '../../records/clock/calendar.ts'

/** Years that are entered with the product, and the notice each is taken from. */
export const seedSources: Record<number, string> = {
  2025: '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）',
  2026: '国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）',
}

/** Names of chinese-days that the notices write in full. */
const fullNames: Record<string, string> = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' }

/**
 * Days of a year from the tables of chinese-days (`"2026-01-01": "New Year's Day,元旦,1"`). Its functions are not
 * asked: they answer for the machine's own time zone.
 */
export function seedDays(year: number): CalendarDay[] {
  const from = (table: Record<string, string>, kind: CalendarDay['kind']) =>
    Object.entries(table)
      .filter(([day]) => day.startsWith(`${year}-`))
      .map(([day, text]) => ({ day, kind, name: nameOf(text) }))
  const days = [...from(chineseDays.holidays, 'holiday'), ...from(chineseDays.workdays, 'make-up')]
  return days.sort((a, b) => (a.day < b.day ? -1 : 1))
}

function nameOf(text: string): string {
  const name = text.split(',')[1] ?? text
  return fullNames[name] ?? name
}

/** Publishes the years the product comes with where nobody entered them before. Gives the years it added. */
export async function seedCalendars(trx: Db, at: Instant, by = '系统'): Promise<number[]> {
  await lockCalendars(trx)
  const added: number[] = []
  for (const [text, source] of Object.entries(seedSources)) {
    const year = Number(text)
    if ((await findEdition(trx, year, 'published')) || (await findEdition(trx, year, 'draft'))) continue
    const draft = await writeDraft(trx, { year, source, days: seedDays(year), by }, at)
    await publishEdition(trx, draft, by, at)
    added.push(year)
  }
  return added
}
