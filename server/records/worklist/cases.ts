/** The list of all cases, always within the reader's scope. */
import type { Knex } from 'knex'
import { caseWords } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import type { CaseFilter } from '../../modules/worklist/schema.ts'
import { countRows } from '../count.ts'
import { calendarId } from '../clock/clock.sql.ts'
import { scopeQuery } from '../identity/scope.ts'
import { clockJson, firstClock, whereCaseLight } from './light.ts'
import { caseEntry, whereFound } from './search.ts'
import type { Asked, ShownWith } from './worklist.ts'

export interface CaseListRow extends ShownWith {
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
}

/** What narrows a list of cases, whatever page of it is read. */
export type SoughtCases = Asked & Pick<CaseFilter, 'from' | 'to' | 'handler' | 'bureau' | 'only'>

export interface AskedCases extends SoughtCases {
  after?: [Instant, string] | undefined
  limit: number
}

/** Newest receipt first: the day a case was received does not change while somebody pages. One statement. */
export async function listCases(db: Db, actor: Actor, asked: AskedCases): Promise<CaseListRow[]> {
  const page = casesIn(db, actor, asked).select('c.*')
  if (asked.after) page.whereRaw('(c.apply_at, c.case_no) < (?::timestamptz, ?)', asked.after)
  page.orderByRaw('c.apply_at desc, c.case_no desc').limit(asked.limit)
  return db
    .with('page', page)
    .from('page as c')
    .join('process_instance as i', (on) => on.on('i.number', 'c.case_no').andOnVal('i.noun', caseWords.key))
    .orderByRaw('c.apply_at desc, c.case_no desc')
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
      timeOffset: 'i.time_offset',
    })
    .select(db.raw(`${clockJson(firstClock)} as clock, ${calendarId} as "calendarId"`))
}

export const countCases = (db: Db, actor: Actor, asked: SoughtCases, most: number): Promise<number> =>
  countRows(db, casesIn(db, actor, asked), most)

function casesIn(db: Db, actor: Actor, asked: SoughtCases): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('case_record as c')
  scopeQuery(query, actor, 'c')
  narrow(db, query, asked)
  return query
}

function narrow(db: Db, query: Knex.QueryBuilder, asked: SoughtCases): void {
  const { sought, item, status, step, light, from, to, handler, bureau, only, at } = asked
  if (sought) whereFound(query, caseEntry, sought)
  if (item) query.where('c.item_code', item)
  if (status) query.where('c.status', status)
  if (handler) query.where('c.handler_id', handler)
  if (bureau) query.where('c.bureau', bureau)
  if (only) query.whereIn('c.case_no', only)
  if (step) inStep(db, query, step)
  if (light) whereCaseLight(query, light, at)
  if (from) query.where('c.apply_at', '>=', `${from}T00:00:00+08:00`)
  if (to) query.whereRaw(`c.apply_at < ?::timestamptz + interval '1 day'`, [`${to}T00:00:00+08:00`])
}

/** Only a case under way stands in a step: its own index is walked for a frequent step, that of steps read for a rare one. */
function inStep(db: Db, query: Knex.QueryBuilder, step: string): void {
  const open = db('task as t')
    .where({ 't.status': 'open', 't.noun': caseWords.key })
    .whereRaw(`regexp_replace(t.element, '^.*/', '') = ? and t.number = c.case_no`, [step])
  query.whereNull('c.ended_at').whereExists(open.select(db.raw('1')))
}
