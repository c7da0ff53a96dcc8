/** The home page of those who watch: the managers' area, the engine, the system. Numbers only, over indexed columns. */
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import type { Until } from './waiting.ts'

const mostPlaces = 8
/** Beyond this a number is told as "more". */
const mostCounted = 1000

/** Records, not tasks: several tasks of one record are one. */
export interface AreaFigure {
  name: string
  overdue: number
  soon: number
}

/** Where in a manager's area something is over its term or ends soon, whatever noun it is of. */
export async function countArea(db: Db, actor: Actor, { at, soonEnd }: Until): Promise<AreaFigure[]> {
  const due = db('task as t').where('t.status', 'open').where('t.due_at', '<=', soonEnd)
  scopeQuery(due, actor, 't')
  const over = db.raw('(count(distinct d.instance) filter (where d.due_at <= ?))::int as overdue', [at])
  const soon = db.raw('(count(distinct d.instance) filter (where d.due_at > ?))::int as soon', [at])
  const found = due.orderBy('t.due_at').limit(mostCounted).select('t.instance', 't.due_at', 't.place')
  const rows: { name: string | null; overdue: number; soon: number }[] = await db
    .with('found', found)
    .from('found as d')
    .leftJoin('centre as c', 'c.code', 'd.place')
    .leftJoin('bureau as b', 'b.code', 'd.place')
    .leftJoin('district as w', 'w.code', 'd.place')
    .groupByRaw('1')
    .orderByRaw('overdue desc, soon desc, name')
    .limit(mostPlaces)
    .select(db.raw('coalesce(c.name, b.name, w.name, d.place) as name'))
    .select(over, soon)
  return rows.map(({ name, ...figures }) => ({ name: name ?? '', ...figures }))
}

export interface EngineFigures {
  /** Steps that stopped, of the reader's area. */
  incidents: number
  oldestIncidentAt: string | null
  /** Acts that were kept and not carried out for longer than a moment. */
  staleActs: number
  oldestActAt: string | null
  /** Papers, messages and signals that wait; those given up wait for a person. */
  followUps: number
  oldestFollowUpAt: string | null
  stoppedFollowUps: number
  lateTimers: number
}

/** One statement; each part ends at a thousand. */
export async function countEngine(
  db: Db,
  actor: Actor,
  { staleBefore, lateBefore }: { staleBefore: string; lateBefore: string },
): Promise<EngineFigures> {
  const incidents = db('incident as x').join('process_instance as i', 'i.id', 'x.instance')
  if (!actor.roles.includes('administrator')) scopeQuery(incidents, actor, 'i')
  const row = await db.first({
    incidents: some(db, incidents.where('x.status', 'open').select('x.at')),
    acts: some(
      db,
      db('act').where('status', 'pending').where('recorded_at', '<', staleBefore).select('recorded_at as at'),
    ),
    followUps: some(
      db,
      db('follow_up').whereNull('done_at').where('stopped', false).select('recorded_at as at'),
    ),
    stopped: some(
      db,
      db('follow_up').whereNull('done_at').where('stopped', true).select('recorded_at as at'),
    ),
    timers: some(
      db,
      db('process_timer').where('status', 'armed').where('due_at', '<', lateBefore).select('due_at as at'),
    ),
  })
  const { incidents: open, acts, followUps, stopped, timers } = row as Record<string, Some>
  return {
    incidents: open!.n,
    oldestIncidentAt: open!.oldest,
    staleActs: acts!.n,
    oldestActAt: acts!.oldest,
    followUps: followUps!.n,
    oldestFollowUpAt: followUps!.oldest,
    stoppedFollowUps: stopped!.n,
    lateTimers: timers!.n,
  }
}

interface Some {
  n: number
  oldest: string | null
}

/** Number and oldest of some rows as one value. */
function some(db: Db, rows: { limit(n: number): { as(name: string): unknown } }) {
  return db
    .from(rows.limit(mostCounted).as('some') as never)
    .select(db.raw(`json_build_object('n', count(*), 'oldest', min(at))`))
}

export interface SystemFigures {
  activeUsers: number
  disabledUsers: number
  lockedUsers: number
  sessions: number
  definitions: number
  runningInstances: number
  calendarYears: number[]
}

export async function countSystem(db: Db, at: string): Promise<SystemFigures> {
  const row = await db.first({
    activeUsers: db('app_user').where('status', 'active').count('*'),
    disabledUsers: db('app_user').where('status', 'disabled').count('*'),
    lockedUsers: db('app_user').where('status', 'active').where('locked_until', '>', at).count('*'),
    sessions: db('session').where('expire', '>', at).count('*'),
    definitions: db('process_definition').countDistinct('key'),
    runningInstances: db
      .count('*')
      .from(
        db('process_instance').where('status', 'open').limit(mostCounted).select(db.raw('1')).as('running'),
      ),
    calendarYears: db('work_calendar')
      .where('status', 'published')
      .select(db.raw('coalesce(array_agg(year order by year), array[]::integer[])')),
  })
  return row as unknown as SystemFigures
}
