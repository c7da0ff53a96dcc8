import { z } from 'zod'

const light = z.enum(['green', 'yellow', 'red']).nullable()

const task = z.object({
  instance: z.string(),
  key: z.string(),
  number: z.string(),
  title: z.string(),
  whoMasked: z.string(),
  stepName: z.string(),
  dueDay: z.string().nullable().meta({ description: '最后一日' }),
  overdue: z.boolean(),
  light,
  mine: z.boolean(),
})

const news = z.object({
  instance: z.string(),
  number: z.string(),
  title: z.string(),
  whoMasked: z.string(),
  stepName: z.string().nullable(),
  seenAt: z.string(),
})

const week = z.object({
  acts: z.int(),
  lastWeekActs: z.int(),
  days: z.array(z.object({ day: z.string(), acts: z.int(), instances: z.int() })),
})

const work = z.object({
  mine: z.int(),
  group: z.int(),
  overdue: z.int(),
  soon: z.int(),
  soonDay: z.string().meta({ description: '“近期到期”算到这一天' }),
  waits: z.array(task),
  due: z.array(task),
  news: z.array(news),
  week,
})

const figures = { overdue: z.int(), soon: z.int() }
const unit = z.array(z.object({ name: z.string().nullable(), open: z.int(), ...figures }))
const area = z.array(z.object({ name: z.string(), ...figures }))
const cases = z
  .object({ running: z.int(), red: z.int(), overdue: z.int(), yellow: z.int(), paused: z.int() })
  .meta({ description: '在办办件按时限灯计数，与“全部办件”的筛选一致；overdue 为 red 中已超期的' })

const engine = z.object({
  incidents: z.int(),
  oldestIncidentAt: z.string().nullable(),
  staleActs: z.int(),
  oldestActAt: z.string().nullable(),
  followUps: z.int(),
  oldestFollowUpAt: z.string().nullable(),
  stoppedFollowUps: z.int(),
  lateTimers: z.int(),
})

const system = z.object({
  activeUsers: z.int(),
  disabledUsers: z.int(),
  lockedUsers: z.int(),
  sessions: z.int(),
  definitions: z.int(),
  runningInstances: z.int(),
  calendarYears: z.array(z.int()),
  missingYear: z.int().nullable().meta({ description: '应已公布而尚未公布的年度' }),
})

/** Which parts there are follows from the roles. */
export const homeView = z
  .object({
    work: work.nullable(),
    unit: unit.nullable(),
    cases: cases.nullable(),
    area: area.nullable(),
    engine: engine.nullable(),
    system: system.nullable(),
  })
  .meta({ id: 'Home' })

export type HomeView = z.input<typeof homeView>
