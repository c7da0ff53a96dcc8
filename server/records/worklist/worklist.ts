/**
 * Lists of tasks and cases, always within the reader's scope. They page by keyset over columns that do not move under
 * the reader (opened, received, acted) or move only with the term itself (due).
 */
import type { Knex } from 'knex'
import { caseWords } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import { isCity } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { namesOfStatus } from '../../../workflows/nouns.ts'
import type { Db } from '../../db.ts'
import { atOwnPlace, scopeQuery } from '../identity/scope.ts'
import { whereLight } from './light.ts'
import { inScope } from './task.ts'
import type { Box, CaseFilter, Filter } from '../../modules/worklist/schema.ts'
import { containing } from '../like.ts'

/** A list may be counted this far; beyond it the number would only cost. */
const mostCounted = 100

export interface Asked extends Filter {
  /** Instances found for `q` by what no list shows, e.g. a person's whole name. */
  found?: string[]
  /** Keyed hash of `q`, to find a case by its applicant's whole name. */
  nameHash?: string
  /** Wall time of the request; each instance's offset is added in the query. */
  at: Instant
}

export interface TaskListRow {
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
  dueAt: Instant | null
  actedAt: Instant | null
  claimedBy: string | null
  claimedName: string | null
  changed: boolean
  timeOffset: number
}

export type TaskKey = [at: Instant | null, instance: string, key: string]

/** The task's row is the list's row: of whatever noun, nothing else is read but what tells unread from read. */
export async function listTasks(
  db: Db,
  actor: Actor,
  asked: Asked & { box: Box; sort: 'due' | 'opened'; after?: TaskKey; limit: number },
): Promise<TaskListRow[]> {
  const query = tasksIn(db, actor, asked.box, asked)
    .leftJoin('seen as s', (on) =>
      on.on('s.instance', 't.instance').andOnVal('s.user_id', '=', String(actor.id)),
    )
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
      dueAt: 't.due_at',
      claimedBy: 't.claimed_by',
      claimedName: 't.claimed_name',
      timeOffset: 'i.time_offset',
      actedAt: asked.box === 'done' ? 'a.received_at' : db.raw('null'),
    })
    // Never opened counts as changed, as unread mail does.
    .select(db.raw('(s.revision is null or s.revision < i.revision) as changed'))
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
      : [sort === 'due' ? `coalesce(t.due_at, 'infinity'::timestamptz)` : 't.opened_at', 'asc']
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
  const query: Knex.QueryBuilder = db('task as t').join('process_instance as i', 'i.id', 't.instance')
  const me = String(actor.id)
  if (box === 'done') {
    query
      .join('act as a', (on) => on.on('a.instance', 't.instance').andOn('a.task', 't.key'))
      .where({ 'a.actor_id': me, 'a.status': 'done' })
    inScope(query, actor)
  } else {
    query.where({ 't.status': 'open' })
    if (box === 'mine') inScope(query.where({ 't.claimed_by': me }), actor)
    else whereGroup(query, actor)
  }
  narrowTasks(query, asked)
  return query
}

/** What the actor's colleagues and they may take: free, or held by somebody else. The city's operators see all districts'. */
function whereGroup(query: Knex.QueryBuilder, actor: Actor): void {
  const me = String(actor.id)
  if (actor.side === 'platform' && isCity(actor.districtCode)) {
    query.where('t.side', actor.side)
    query.whereRaw(`string_to_array(t.roles, ' ') && ?::text[]`, [actor.roles])
    query.where((own) => own.whereNull('t.candidate').orWhere('t.candidate', me))
  } else atOwnPlace(query, actor, 't')
  query.where((free) => free.whereNull('t.claimed_by').orWhereNot('t.claimed_by', me))
}

function narrowTasks(query: Knex.QueryBuilder, asked: Asked): void {
  const { q, found = [], noun, item, step, status, light, at } = asked
  if (q) {
    const part = containing(q)
    query.where((either) => {
      either.whereLike('t.number', part).orWhereILike('t.title', part).orWhereILike('t.who_masked', part)
      if (found.length > 0) either.orWhereIn('t.instance', found)
    })
  }
  if (noun) query.where('t.noun', noun)
  if (item) query.where('t.item_code', item)
  // Elements of called processes carry the calls in front.
  if (step) query.whereRaw(`(t.element = ? or right(t.element, ?) = ?)`, [step, step.length + 1, `/${step}`])
  if (status) query.whereIn('t.status_name', namesOfStatus(status))
  if (light) whereLight(query, light, at)
}

function narrowCases(query: Knex.QueryBuilder, { q, nameHash, item, status, light, at }: Asked): void {
  if (q) {
    const part = containing(q)
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
  const query: Knex.QueryBuilder = db('case_record as c').join('process_instance as i', (on) =>
    on.on('i.number', 'c.case_no').andOnVal('i.noun', caseWords.key),
  )
  scopeQuery(query, actor, 'c')
  narrowCases(query, asked)
  if (step) {
    const open = db('task as t').where({ 't.status': 'open' })
    open.whereRaw(`(t.element = ? or right(t.element, ?) = ?)`, [step, step.length + 1, `/${step}`])
    query.whereExists(open.whereRaw('t.instance = i.id').select(db.raw('1')))
  }
  if (from) query.where('c.apply_at', '>=', `${from}T00:00:00+08:00`)
  if (to) query.whereRaw(`c.apply_at < ?::timestamptz + interval '1 day'`, [`${to}T00:00:00+08:00`])
  if (after) query.whereRaw('(c.apply_at, c.case_no) < (?::timestamptz, ?)', after)
  return query.orderByRaw('c.apply_at desc, c.case_no desc').limit(limit).select({
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
    timeOffset: 'i.time_offset',
  })
}
