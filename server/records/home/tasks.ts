/** The home page of whoever has tasks: the first rows of what waits, what is due and what changed; the own week. */
import { startOfDay, addDays } from '../../../workflows/clock/day.ts'
import type { Day, Instant } from '../../../workflows/clock/domain.ts'
import { placeOfActor } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { freeTasks, tasksOf } from './waiting.ts'
import type { Until } from './waiting.ts'

/** Rows of each block; the lists behind it show the rest. */
export const mostRows = 8
/** What one looked at longer ago is no news. */
const newsDays = 14

export interface HomeTask {
  instance: string
  key: string
  number: string
  title: string
  whoMasked: string
  stepName: string
  dueAt: Instant | null
  yellowAt: Instant | null
  redAt: Instant | null
  mine: boolean
}

const columns = {
  instance: 't.instance',
  key: 't.key',
  number: 't.number',
  title: 't.title',
  whoMasked: 't.who_masked',
  stepName: 't.name',
  dueAt: 't.due_at',
  yellowAt: 't.yellow_at',
  redAt: 't.red_at',
}

/** What the person holds, first due first. */
export async function listWaiting(db: Db, actor: Actor): Promise<HomeTask[]> {
  return tasksOf(db, actor)
    .orderByRaw('t.due_at nulls last, t.opened_at, t.instance, t.key')
    .limit(mostRows)
    .select(columns)
    .select(db.raw('true as mine'))
}

/** Theirs and their groups' whose term is over or ends soon. */
export async function listDue(db: Db, actor: Actor, { soonEnd }: Until): Promise<HomeTask[]> {
  const part = (mine: boolean) =>
    (mine ? tasksOf(db, actor) : freeTasks(db, actor))
      .where('t.due_at', '<=', soonEnd)
      .orderBy(['t.due_at', 't.instance', 't.key'])
      .limit(mostRows)
      .select(columns)
      .select(db.raw(`${mine} as mine`))
  return db
    .from(db.unionAll([part(true), part(false)], true).as('due'))
    .orderBy(['dueAt', 'instance', 'key'])
    .limit(mostRows)
    .select('*')
}

export interface HomeNews {
  instance: string
  number: string
  title: string
  whoMasked: string
  /** Open steps now; null when it has ended. */
  stepName: string | null
  seenAt: Instant
}

/** What the person looked at of late and has gone on since. */
export async function listNews(db: Db, actor: Actor, at: Instant): Promise<HomeNews[]> {
  const since = new Date(Date.parse(at) - newsDays * 24 * 3_600_000).toISOString()
  return db('seen as s')
    .join('process_instance as i', 'i.id', 's.instance')
    .where('s.user_id', String(actor.id))
    .where('s.at', '>=', since)
    .whereRaw('s.revision < i.revision')
    .orderBy([
      { column: 's.at', order: 'desc' },
      { column: 's.instance', order: 'asc' },
    ])
    .limit(mostRows)
    .select({
      instance: 's.instance',
      number: 'i.number',
      title: 'i.title',
      whoMasked: 'i.who_masked',
      seenAt: 's.at',
      stepName: db.raw(
        `(select string_agg(distinct t.name, '、') from task t where t.instance = s.instance and t.status = 'open')`,
      ),
    })
}

export interface DayFigure {
  day: Day
  acts: number
  instances: number
}

/** Acts done by the person, by day, from a day on: two weeks in one statement. */
export async function countActs(db: Db, actor: Actor, from: Day, days: number): Promise<DayFigure[]> {
  return db('act')
    .where({ actor_id: String(actor.id), status: 'done' })
    .where('received_at', '>=', startOfDay(from))
    .where('received_at', '<', startOfDay(addDays(from, days)))
    .groupByRaw('1')
    .orderByRaw('1')
    .select(db.raw(`(received_at at time zone 'Asia/Shanghai')::date as day`))
    .select(db.raw('count(*)::int as acts, count(distinct instance)::int as instances'))
}

export interface HolderFigure {
  name: string | null
  open: number
  overdue: number
  soon: number
}

/** Open tasks of a place by holder, most urgent first; nobody's last. For its head. */
export async function countByHolder(db: Db, actor: Actor, until: Until): Promise<HolderFigure[]> {
  const { at, soonEnd } = until
  return db('task as t')
    .where({
      't.status': 'open',
      't.side': actor.side,
      't.place': placeOfActor(actor),
    })
    .groupBy('t.claimed_by', 't.claimed_name')
    .orderByRaw('t.claimed_by is null, 3 desc, 4 desc, 2 desc, t.claimed_name')
    .limit(mostRows)
    .select({ name: 't.claimed_name' })
    .select(db.raw('count(*)::int as open'))
    .select(db.raw('(count(*) filter (where t.due_at <= ?))::int as overdue', [at]))
    .select(db.raw('(count(*) filter (where t.due_at > ? and t.due_at <= ?))::int as soon', [at, soonEnd]))
}
