/**
 * Lists of tasks and cases, always within the reader's scope. They page by keyset over columns that do not move under
 * the reader (opened, received, acted) or move only with the term itself (due).
 */
import type { Knex } from 'knex'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import { elementsOf } from './eligibility.ts'
import { whereLight } from './light.ts'
import type { Box, CaseFilter, Filter } from '../../modules/worklist/schema.ts'

/** A list may be counted this far; beyond it the number would only cost. */
const mostCounted = 100

export interface Asked extends Filter {
  /** Keyed hash of `q`, to find a person by their whole name. */
  nameHash?: string
  /** Wall time of the request; each case's offset is added in the query. */
  at: Instant
}

export interface TaskListRow {
  instance: string
  key: string
  element: string
  stepName: string
  caseNo: string
  itemName: string
  applicantMasked: string
  status: CaseStatus
  openedAt: Instant
  nextDueAt: Instant | null
  actedAt: Instant | null
  claimedBy: string | null
  claimedName: string | null
  changed: boolean
  timeOffset: number
}

export type TaskKey = [at: Instant | null, instance: string, key: string]

export async function listTasks(
  db: Db,
  actor: Actor,
  asked: Asked & { box: Box; sort: 'due' | 'opened'; after?: TaskKey; limit: number },
): Promise<TaskListRow[]> {
  const query = tasksIn(db, actor, asked.box, asked)
    .leftJoin('case_seen as s', (on) =>
      on.on('s.case_no', 'c.case_no').andOnVal('s.user_id', '=', String(actor.id)),
    )
    .select({
      instance: 't.instance',
      key: 't.key',
      element: 't.element',
      stepName: 't.name',
      caseNo: 'c.case_no',
      itemName: 'c.item_name',
      applicantMasked: 'c.applicant_name_masked',
      status: 'c.status',
      openedAt: 't.opened_at',
      nextDueAt: 'c.next_due_at',
      claimedBy: 't.claimed_by',
      claimedName: 't.claimed_name',
      timeOffset: 'i.time_offset',
      actedAt: asked.box === 'done' ? 'a.received_at' : db.raw('null'),
    })
    // Never opened counts as changed, as unread mail does.
    .select(db.raw('(s.revision is null or s.revision < c.revision) as changed'))
    .limit(asked.limit)
  return orderTasks(query, asked)
}

/** Done: last act first. Otherwise the first due or the first opened, with `instance, key` to break ties. */
function orderTasks(
  query: Knex.QueryBuilder,
  { box, sort, after }: { box: Box; sort: 'due' | 'opened'; after?: TaskKey },
): Knex.QueryBuilder {
  const [column, direction] =
    box === 'done'
      ? ['a.received_at', 'desc']
      : [sort === 'due' ? `coalesce(c.next_due_at, 'infinity'::timestamptz)` : 't.opened_at', 'asc']
  if (after) {
    const beyond = direction === 'desc' ? '<' : '>'
    query.whereRaw(`(${column}, t.instance, t.key) ${beyond} (?::timestamptz, ?, ?)`, [
      after[0] ?? 'infinity',
      after[1],
      after[2],
    ])
  }
  return query.orderByRaw(`${column} ${direction}, t.instance ${direction}, t.key ${direction}`)
}

/** Every number on the tabs in one query, each counted to 100. */
export async function countTasks(
  db: Db,
  actor: Actor,
  lists: { id: string; box: Box; asked: Asked }[],
): Promise<Map<string, number>> {
  if (lists.length === 0) return new Map()
  const numbers = lists.map(({ box, asked }) =>
    db.count('*').from(tasksIn(db, actor, box, asked).select(db.raw('1')).limit(mostCounted).as('counted')),
  )
  const row = await db.first(Object.fromEntries(numbers.map((number, n) => [`n${n}`, number])))
  return new Map(lists.map(({ id }, n) => [id, Number(row[`n${n}`])]))
}

function tasksIn(db: Db, actor: Actor, box: Box, asked: Asked): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('task as t')
    .join('case_record as c', 'c.case_no', db.raw('substr(t.instance, 6)'))
    .join('process_instance as i', 'i.id', 't.instance')
    .whereLike('t.instance', 'case:%')
  scopeQuery(query, actor, 't')
  const me = String(actor.id)
  if (box === 'done') {
    query
      .join('act as a', (on) => on.on('a.instance', 't.instance').andOn('a.task', 't.key'))
      .where({ 'a.actor_id': me, 'a.status': 'done' })
  } else {
    query.where({ 't.status': 'open' })
    if (box === 'mine') query.where({ 't.claimed_by': me })
    else whereGroup(query, actor)
  }
  if (asked.step) query.where('t.element', asked.step)
  narrow(query, asked)
  return query
}

/** What the actor's colleagues and they may take: free, or held by somebody else. */
function whereGroup(query: Knex.QueryBuilder, actor: Actor): void {
  query
    .where('t.side', actor.side)
    .where((either) => either.whereIn('t.role', actor.roles).orWhereIn('t.element', elementsOf(actor)))
    .where((free) => free.whereNull('t.claimed_by').orWhereNot('t.claimed_by', String(actor.id)))
}

function narrow(query: Knex.QueryBuilder, { q, nameHash, item, status, light, at }: Asked): void {
  if (q) {
    const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    query.where((either) => {
      either.whereLike('c.case_no', part).orWhereILike('c.item_name', part)
      either.orWhereILike('c.applicant_name_masked', part)
      if (nameHash) either.orWhere('c.applicant_name_hash', nameHash)
      if (/^\d{4}$/.test(q)) either.orWhere('c.phone_tail', q)
    })
  }
  if (item) query.where('c.item_code', item)
  if (status) query.where('c.status', status)
  if (light) whereLight(query, light, at)
}

export interface CaseListRow {
  caseNo: string
  itemName: string
  applicantMasked: string
  status: CaseStatus
  stepName: string | null
  handlerName: string
  centreName: string
  bureauName: string
  applyAt: Instant
  endedAt: Instant | null
  timeOffset: number
}

/** Newest receipt first: the day a case was received does not change while somebody pages. */
export async function listCases(
  db: Db,
  actor: Actor,
  asked: Asked & Pick<CaseFilter, 'from' | 'to'> & { after?: [Instant, string]; limit: number },
): Promise<CaseListRow[]> {
  const { from, to, after, step, limit } = asked
  const query: Knex.QueryBuilder = db('case_record as c').leftJoin(
    'process_instance as i',
    'i.id',
    db.raw(`'case:' || c.case_no`),
  )
  scopeQuery(query, actor, 'c')
  narrow(query, asked)
  if (step) {
    const open = db('task as t').where({ 't.element': step, 't.status': 'open' })
    query.whereExists(open.whereRaw(`t.instance = 'case:' || c.case_no`).select(db.raw('1')))
  }
  if (from) query.where('c.apply_at', '>=', `${from}T00:00:00+08:00`)
  if (to) query.whereRaw(`c.apply_at < ?::timestamptz + interval '1 day'`, [`${to}T00:00:00+08:00`])
  if (after) query.whereRaw('(c.apply_at, c.case_no) < (?::timestamptz, ?)', after)
  return query
    .orderByRaw('c.apply_at desc, c.case_no desc')
    .limit(limit)
    .select({
      caseNo: 'c.case_no',
      itemName: 'c.item_name',
      applicantMasked: 'c.applicant_name_masked',
      status: 'c.status',
      stepName: 'c.step_name',
      handlerName: 'c.handler_name',
      centreName: 'c.centre_name',
      bureauName: 'c.bureau_name',
      applyAt: 'c.apply_at',
      endedAt: 'c.ended_at',
      timeOffset: db.raw('coalesce(i.time_offset, 0)'),
    })
}
