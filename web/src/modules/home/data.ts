import { lightNames } from '../../../../workflows/clock/domain'
import { chineseWeekday } from '../../../../workflows/clock/day'
import { chineseDay, shortDay, shortTime } from '../../format'
import type { Engine, Home, HomeTask, System, Work } from './api'

export interface Tile {
  id: string
  title: string
  value: string
  note?: string
  /** Only what calls for somebody has a colour. */
  tone?: 'warning' | 'danger'
  to?: string
}
export interface TileGroup {
  title: string
  tiles: Tile[]
}

/** Counts end at a thousand. */
const shown = (n: number) => (n >= 1000 ? '1000+' : String(n))
const toned = (n: number, tone: Tile['tone']) => (n > 0 ? tone : undefined)
const since = (at: string | null) => (at ? `最早 ${shortTime(at)}` : '没有')

/** Numbers by role; a group is left out where the role has no part in it. */
export function tilesOf({ work, cases, engine, system }: Home, works: boolean): TileGroup[] {
  return [
    ...(work && works ? [{ title: '我的工作', tiles: workTiles(work) }] : []),
    ...(cases ? [{ title: '办件', tiles: caseTiles(cases) }] : []),
    ...(engine ? [{ title: '运行', tiles: engineTiles(engine) }] : []),
    ...(system ? [{ title: '系统', tiles: systemTiles(system) }] : []),
  ]
}

function workTiles({ mine, group, overdue, soon, soonDay }: Work): Tile[] {
  return [
    { id: 'mine', title: '我的待办', value: shown(mine), to: '/worklist?box=mine' },
    { id: 'group', title: '本组待领取', value: shown(group), to: '/worklist?box=group' },
    {
      id: 'overdue',
      title: '已超期',
      value: shown(overdue),
      tone: toned(overdue, 'danger'),
      note: '含本组待领取',
    },
    {
      id: 'soon',
      title: '近期到期',
      value: shown(soon),
      tone: toned(soon, 'warning'),
      note: `至${shortDay(soonDay)}`,
    },
  ]
}

/** Each number leads to the list that shows just these. */
function caseTiles({ running, red, overdue, yellow, paused }: NonNullable<Home['cases']>): Tile[] {
  return [
    { id: 'cases-running', title: '在办办件', value: shown(running), to: '/cases' },
    {
      id: 'cases-red',
      title: `${lightNames.red}办件`,
      value: shown(red),
      note: `其中已过期限 ${shown(overdue)}`,
      tone: toned(red, 'danger'),
      to: '/cases?light=red',
    },
    {
      id: 'cases-yellow',
      title: `${lightNames.yellow}办件`,
      value: shown(yellow),
      tone: toned(yellow, 'warning'),
      to: '/cases?light=yellow',
    },
    { id: 'cases-paused', title: '计时暂停', value: shown(paused), to: '/cases?light=paused' },
  ]
}

function engineTiles(engine: Engine): Tile[] {
  const { incidents, staleActs, followUps, stoppedFollowUps, lateTimers } = engine
  return [
    {
      id: 'incidents',
      title: '流程异常',
      value: shown(incidents),
      tone: toned(incidents, 'danger'),
      note: since(engine.oldestIncidentAt),
      to: '/incidents',
    },
    {
      id: 'stale-acts',
      title: '未执行的操作',
      value: shown(staleActs),
      tone: toned(staleActs, 'warning'),
      note: since(engine.oldestActAt),
    },
    { id: 'follow-ups', title: '待发送', value: shown(followUps), note: since(engine.oldestFollowUpAt) },
    {
      id: 'stopped',
      title: '发送失败',
      value: shown(stoppedFollowUps),
      tone: toned(stoppedFollowUps, 'danger'),
      note: '文书、短信、消息',
    },
    {
      id: 'late-timers',
      title: '迟到的计时',
      value: shown(lateTimers),
      tone: toned(lateTimers, 'warning'),
      note: '到点 5 分钟未触发',
    },
  ]
}

function systemTiles(system: System): Tile[] {
  const { activeUsers, disabledUsers, lockedUsers, sessions, definitions, runningInstances, missingYear } =
    system
  return [
    {
      id: 'users',
      title: '启用的用户',
      value: shown(activeUsers),
      note: `停用 ${disabledUsers}，锁定 ${lockedUsers}`,
      tone: toned(lockedUsers, 'warning'),
      to: '/users',
    },
    { id: 'sessions', title: '登录会话', value: shown(sessions) },
    {
      id: 'definitions',
      title: '流程定义',
      value: shown(definitions),
      note: `在办 ${shown(runningInstances)}`,
      to: '/processes',
    },
    {
      id: 'calendar',
      title: '工作日历',
      value: missingYear ? `缺 ${missingYear}` : `至 ${Math.max(...system.calendarYears)}`,
      note: missingYear ? '公布前所跨期限为暂定' : '年度齐全',
      tone: missingYear ? 'warning' : undefined,
      to: '/calendars',
    },
  ]
}

/** A term's end in the words of a day. */
export function dueWords({ dueDay, overdue }: HomeTask, today: string): string {
  if (!dueDay) return '不计时'
  if (overdue) return `${shortDay(dueDay)}已到期`
  return dueDay === today ? '今日到期' : `${shortDay(dueDay)}到期`
}

export const todayWords = (day: string): string => `${chineseDay(day)}，${chineseWeekday(day)}`
/** 一 … 日 */
export const weekdayOf = (day: string): string => chineseWeekday(day).slice(-1)
