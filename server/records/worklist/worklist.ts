/**
 * Lists of tasks, always within the reader's scope. They page by keyset over columns that do not move under the reader
 * (opened, acted) or move only with the term itself (due, the light's next change).
 */
import type { Knex } from 'knex'
import type { Instant } from '../../../workflows/clock/domain.ts'
import { placeOfActor } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import type { Box, Filter } from '../../modules/worklist/schema.ts'
import type { Sought } from '../../search.ts'
import { calendarId } from '../clock/clock.sql.ts'
import type { ClockWithCauses } from '../clock/rows.ts'
import { fromLanes, seesAllPlaces, whereLane } from './lanes.ts'
import { clockJson, lightWalks, shownClock } from './light.ts'
import { whereFound } from './search.ts'
import { inScope } from './task.ts'

export interface Asked extends Omit<Filter, 'q'> {
  sought?: Sought | undefined
  /** Only these rows, as `<instance>|<key>`. */
  only?: string[] | undefined
  /** Wall time of the request; each instance's offset is added in the query. */
  at: Instant
}

/** What every row of a list is shown with. */
export interface ShownWith {
  clock: ClockWithCauses | null
  calendarId: number | null
  timeOffset: number
}

export interface TaskListRow extends ShownWith {
  instance: string
  noun: string
  number: string
  key: string
  element: string
  stepName: string
  title: string
  whoMasked: string
  statusName: string
  openedAt: Instant
  /** What the list is ordered by; null at its end, e.g. without a term. */
  sortAt: Instant | null
  claimedBy: string | null
  claimedName: string | null
  changed: boolean
}

export type TaskKey = [at: Instant | null, instance: string, key: string]

export interface AskedPage extends Asked {
  box: Box
  sort: 'due' | 'opened'
  after?: TaskKey | undefined
  limit: number
}

/**
 * The task's row is the list's row, of whatever noun. Beside the page's own rows nothing is read but their clocks and what
 * tells unread from read; all of it in one statement.
 */
export async function listTasks(db: Db, actor: Actor, asked: AskedPage): Promise<TaskListRow[]> {
  const order = orderOf(asked)
  const page = tasksIn(db, actor, asked, (tasks) => paged(tasks, order, asked))
  return (
    db
      .with('page', paged(page, order, asked).select(db.raw(`${order.instant} as sort_at`)))
      .from('page as t')
      .join('process_instance as i', 'i.id', 't.instance')
      .leftJoin('seen as s', (on) =>
        on.on('s.instance', 't.instance').andOnVal('s.user_id', '=', String(actor.id)),
      )
      .orderByRaw(`t.sort_at ${order.direction}, t.instance ${order.direction}, t.key ${order.direction}`)
      .select({
        instance: 't.instance',
        noun: 't.noun',
        number: 't.number',
        key: 't.key',
        element: 't.element',
        stepName: 't.name',
        title: 't.title',
        whoMasked: 't.who_masked',
        statusName: 't.status_name',
        openedAt: 't.opened_at',
        claimedBy: 't.claimed_by',
        claimedName: 't.claimed_name',
        timeOffset: 'i.time_offset',
      })
      .select(db.raw(`nullif(t.sort_at, 'infinity') as "sortAt"`))
      .select(db.raw(`${clockJson(shownClock)} as clock, ${calendarId} as "calendarId"`))
      // Never opened counts as changed, as unread mail does.
      .select(db.raw('(s.revision is null or s.revision < i.revision) as changed'))
  )
}

interface Order {
  column: string
  /** The column as an instant. */
  instant: string
  direction: 'asc' | 'desc'
  /** Columns that break ties, as the index of the order has them. */
  ties: string
}

/**
 * Done: last act first. With a light: what changes its light first, as the list walks the index of changes. Otherwise the
 * first due or the first opened. `instance, key` break ties.
 */
function orderOf({ box, sort, light }: Pick<AskedPage, 'box' | 'sort' | 'light'>): Order {
  if (box === 'done') {
    const column = 'a.received_at'
    return { column, instant: column, direction: 'desc', ties: 'a.instance, a.task' }
  }
  const ties = 't.instance, t.key'
  if (light) {
    const { by: column } = lightWalks[light]
    return { column, instant: `${column} at time zone 'UTC'`, direction: 'asc', ties }
  }
  const column = sort === 'due' ? `coalesce(t.due_at, 'infinity'::timestamptz)` : 't.opened_at'
  return { column, instant: column, direction: 'asc', ties }
}

function paged(query: Knex.QueryBuilder, order: Order, { after, limit }: AskedPage): Knex.QueryBuilder {
  const { column, direction, ties } = order
  if (after) {
    const beyond = direction === 'desc' ? '<' : '>'
    const from = order.instant === column ? '?::timestamptz' : `?::timestamptz at time zone 'UTC'`
    const [at, instance, key] = after
    query.whereRaw(`(${column}, ${ties}) ${beyond} (${from}, ?, ?)`, [at ?? 'infinity', instance, key])
  }
  return query
    .orderByRaw([column, ...ties.split(', ')].map((one) => `${one} ${direction}`).join(', '))
    .limit(limit)
}

/** Every number in one query. @param most how far each is counted; beyond it the number would only cost */
export async function countTasks(
  db: Db,
  actor: Actor,
  lists: { id: string; box: Box; asked: Asked }[],
  most: number,
): Promise<Map<string, number>> {
  if (lists.length === 0) return new Map()
  const numbers = lists.map(({ box, asked }) => {
    const tasks = tasksIn(db, actor, { ...asked, box }, (walk) => walk.limit(most))
    return db.count('*').from(tasks.clearSelect().select(db.raw('1')).limit(most).as('counted'))
  })
  const row = await db.first(Object.fromEntries(numbers.map((number, n) => [`n${n}`, number])))
  return new Map(lists.map(({ id }, n) => [id, Number(row[`n${n}`])]))
}

/** @param walk orders and limits what is read of one lane of a group */
function tasksIn(
  db: Db,
  actor: Actor,
  asked: Asked & { box: Box },
  walk: (tasks: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder {
  const me = String(actor.id)
  const { box } = asked
  const ofPlace = box === 'group' || box === 'waiting'
  // What waits for the applicant is nobody's work: it stands in a box of its own.
  const lanes = { ...asked, waits: box === 'done' ? undefined : box === 'waiting' }
  const query: Knex.QueryBuilder = db(asked.box === 'done' ? 'act as a' : 'task as t').select('t.*')
  if (ofPlace) {
    if (!asked.sought || asked.light) return groupTasks(db, actor, lanes, walk)
    whereEligible(query.where('t.status', 'open'), actor, box)
  } else if (asked.box === 'mine') query.where({ 't.status': 'open', 't.claimed_by': me })
  else {
    // Its limit keeps PostgreSQL to the order of the acts: each asks for its task, until the page is full.
    query
      .joinRaw(
        `cross join lateral (
          select t.* from task t where t.instance = a.instance and t.key = a.task limit 1) t`,
      )
      .where({ 'a.actor_id': me, 'a.status': 'done' })
  }
  if (!ofPlace) inScope(query, actor)
  narrow(query, asked)
  whereLane(query, 't', lanes)
  return query
}

/** What the actor's colleagues and they may take: free, or held by somebody else. */
function groupTasks(
  db: Db,
  actor: Actor,
  asked: Asked & { box: Box; waits: boolean | undefined },
  walk: (tasks: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder {
  const me = String(actor.id)
  return fromLanes(db, actor, asked, (tasks) => {
    whereFree(tasks, me, asked.box)
    whereLane(tasks, 't', { waits: asked.waits })
    const end = asked.light && lightWalks[asked.light].end
    if (end) tasks.whereRaw(end, { at: asked.at })
    narrow(tasks, asked)
    return walk(tasks)
  }).select('t.*')
}

/** The same without lanes: one walk through the place. */
function whereEligible(query: Knex.QueryBuilder, actor: Actor, box: Box): void {
  query.where('t.side', actor.side)
  if (!seesAllPlaces(actor)) query.where('t.place', placeOfActor(actor))
  // PostgreSQL takes an overlap of made arrays for one row in a hundred, and would read the place whole; a coalesce for half.
  query.whereRaw(`coalesce(string_to_array(t.roles, ' ') && ?::text[], false)`, [actor.roles])
  whereFree(query, String(actor.id), box)
}

/** What waits for others is shown whoever holds it. */
function whereFree(query: Knex.QueryBuilder, me: string, box: Box): void {
  if (box !== 'waiting') query.where((free) => free.whereNull('t.claimed_by').orWhereNot('t.claimed_by', me))
  query.where((own) => own.whereNull('t.candidate').orWhere('t.candidate', me))
}

function narrow(query: Knex.QueryBuilder, { sought, item, light, only, at }: Asked): void {
  if (only) query.whereRaw(`t.instance || '|' || t.key = any(?::text[])`, [only])
  if (only)
    query.whereIn(
      't.instance',
      only.map((one) => one.slice(0, one.indexOf('|'))),
    )
  if (sought) whereFound(query, 'e.instance = t.instance', sought)
  if (item) query.where('t.item_code', item)
  if (light) query.whereRaw(lightWalks[light].where, { at })
}
