import { request } from '../../api/http'

export interface HomeTask {
  instance: string
  key: string
  number: string
  title: string
  whoMasked: string
  stepName: string
  dueDay: string | null
  overdue: boolean
  light: 'green' | 'yellow' | 'red' | null
  mine: boolean
}
export interface HomeNews {
  instance: string
  number: string
  title: string
  whoMasked: string
  stepName: string | null
  seenAt: string
}
export interface Week {
  acts: number
  lastWeekActs: number
  days: { day: string; acts: number; instances: number }[]
}
export interface Work {
  mine: number
  group: number
  overdue: number
  soon: number
  soonDay: string
  waits: HomeTask[]
  due: HomeTask[]
  news: HomeNews[]
  week: Week
}
export interface Engine {
  incidents: number
  oldestIncidentAt: string | null
  staleActs: number
  oldestActAt: string | null
  followUps: number
  oldestFollowUpAt: string | null
  stoppedFollowUps: number
  lateTimers: number
}
export interface System {
  activeUsers: number
  disabledUsers: number
  lockedUsers: number
  sessions: number
  definitions: number
  runningInstances: number
  calendarYears: number[]
  missingYear: number | null
}
export interface Figure {
  name: string | null
  open?: number
  overdue: number
  soon: number
}
export interface Home {
  work: Work | null
  unit: Figure[] | null
  area: { overdue: number; soon: number; places: Figure[] } | null
  engine: Engine | null
  system: System | null
}

export const getHome = (background: boolean): Promise<Home> => request('GET', '/home', { background })
