import { z } from 'zod'
import { isDay, weekdayOf, dayNumber } from '../../../workflows/clock/day.ts'

const FIRST_YEAR = 2008
const LAST_YEAR = 2100

const day = z.string().refine(isDay, '日期应为存在的 YYYY-MM-DD').meta({ format: 'date' })
export const calendarDay = z.object({
  day,
  kind: z.enum(['holiday', 'make-up']).meta({ description: 'holiday 放假，make-up 调休上班' }),
  name: z.string().trim().min(1).max(20),
})

export const yearParams = z.object({ year: z.coerce.number().int().min(FIRST_YEAR).max(LAST_YEAR) })
export const jobParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

const version = z.int().min(1).max(1_000_000)

export const draftEdit = z.object({
  source: z.string().trim().min(4).max(200).meta({ description: '依据的通知及文号' }),
  days: z
    .array(calendarDay)
    .min(1)
    .max(120)
    .superRefine((days, ctx) => {
      const seen = new Set<string>()
      days.forEach(({ day, kind }, index) => {
        if (seen.has(day)) ctx.addIssue({ code: 'custom', path: [index, 'day'], message: '日期重复' })
        seen.add(day)
        const isWeekend = isDay(day) && [0, 6].includes(weekdayOf(dayNumber(day)))
        if (kind === 'make-up' && !isWeekend) {
          ctx.addIssue({ code: 'custom', path: [index, 'kind'], message: '只有周六、周日可以调休上班' })
        }
      })
    }),
  expectedVersion: version.nullable().meta({ description: '看到的草稿版本；还没有草稿时为 null' }),
})

export const publishRequest = z.object({ expectedVersion: version })

export const edition = z.object({
  version: z.int(),
  source: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
  publishedAt: z.string().nullable(),
  publishedBy: z.string().nullable(),
  days: z.array(calendarDay),
})

export const calendarYear = z
  .object({ year: z.int(), published: edition.nullable(), draft: edition.nullable() })
  .meta({ id: 'CalendarYear' })

const editionSummary = edition.omit({ days: true }).extend({ holidays: z.int(), makeUpDays: z.int() })
export const calendarYears = z.object({
  items: z.array(
    z.object({ year: z.int(), published: editionSummary.nullable(), draft: editionSummary.nullable() }),
  ),
})

/** The calendar that the calculator takes. */
export const workingCalendar = z
  .object({
    version: z.int(),
    years: z.array(z.int()),
    days: z.record(z.string(), z.object({ kind: z.enum(['holiday', 'make-up']), name: z.string() })),
  })
  .meta({ id: 'WorkingCalendar' })

export const preview = z.object({
  moved: z.int().meta({ description: '最后一日将改变的时限' }),
  unchanged: z.int(),
  samples: z.array(
    z.object({
      number: z.string(),
      kindName: z.string(),
      oldDueDay: z.string().nullable(),
      newDueDay: z.string().nullable(),
    }),
  ),
})

export const job = z
  .object({
    id: z.int(),
    year: z.int(),
    status: z.enum(['running', 'done']),
    total: z.int().meta({ description: '发布时未停止的时限' }),
    done: z.int(),
    moved: z.int(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'CalendarJob' })
