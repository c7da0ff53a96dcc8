/**
 * The working calendar of 2025 and 2026 typed from the State Council's notices (国办发明电〔2024〕12号 and the notice of
 * 4 November 2025), not from the libraries that the product is seeded from.
 */
import { addDays } from '../../workflows/clock/day.ts'
import type { Calendar, ClockFacts, Day } from '../../workflows/clock/domain.ts'

type Span = readonly [name: string, from: Day, through: Day]

export const holidays: readonly Span[] = [
  ['元旦', '2025-01-01', '2025-01-01'],
  ['春节', '2025-01-28', '2025-02-04'],
  ['清明节', '2025-04-04', '2025-04-06'],
  ['劳动节', '2025-05-01', '2025-05-05'],
  ['端午节', '2025-05-31', '2025-06-02'],
  ['国庆节、中秋节', '2025-10-01', '2025-10-08'],
  ['元旦', '2026-01-01', '2026-01-03'],
  ['春节', '2026-02-15', '2026-02-23'],
  ['清明节', '2026-04-04', '2026-04-06'],
  ['劳动节', '2026-05-01', '2026-05-05'],
  ['端午节', '2026-06-19', '2026-06-21'],
  ['中秋节', '2026-09-25', '2026-09-27'],
  ['国庆节', '2026-10-01', '2026-10-07'],
]

export const makeUpDays: readonly (readonly [name: string, day: Day])[] = [
  ['春节', '2025-01-26'],
  ['春节', '2025-02-08'],
  ['劳动节', '2025-04-27'],
  ['国庆节、中秋节', '2025-09-28'],
  ['国庆节、中秋节', '2025-10-11'],
  ['元旦', '2026-01-04'],
  ['春节', '2026-02-14'],
  ['春节', '2026-02-28'],
  ['劳动节', '2026-05-09'],
  ['国庆节', '2026-09-20'],
  ['国庆节', '2026-10-10'],
]

function build(): Calendar {
  const days: Calendar['days'] = {}
  for (const [name, from, through] of holidays) {
    for (let day = from; day <= through; day = addDays(day, 1)) days[day] = { kind: 'holiday', name }
  }
  for (const [name, day] of makeUpDays) days[day] = { kind: 'make-up', name }
  return { version: 2, years: [2025, 2026], days }
}

export const calendar: Calendar = build()

/** A statutory clock of 20 working days received online; `given` replaces single facts. */
export function clockFacts(given: Partial<ClockFacts> = {}): ClockFacts {
  return {
    kind: 'statutory',
    unit: 'working-day',
    budget: 20,
    startDay: '2025-11-23',
    pauses: [],
    extensions: [],
    closes: 'online',
    ...given,
  }
}
