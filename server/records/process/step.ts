/**
 * A step's transaction: locks, one load, one write, commit; four round trips. Whoever takes it decides in between by
 * pure code: `work` gets what was loaded and gives the rows to write.
 *
 * Locked before anything is read: the calendar (shared, no year is published meanwhile), the instance, its open clocks.
 * Acts, timers and recomputations of one instance therefore come one after the other.
 */
import pg from 'pg'
import type { Instant } from '../../../workflows/clock/domain.ts'
import type { Side } from '../../../workflows/identity/domain.ts'
import type { Json } from '../../../workflows/process/model.ts'
import { parseInstanceId } from '../../../workflows/process/domain.ts'
import { types } from '../../db.ts'
import { CALENDAR_LOCK } from '../clock/calendar.ts'
import type { ClockWithCauses } from '../clock/rows.ts'
import { reviveInstants } from '../prepared.ts'
import { stepLoad } from './step-load.sql.ts'
import { stepWrite } from './step-write.sql.ts'

/** The noun's part of the two statements. */
export interface NounSql {
  noun: string
  /** One select by $2, the number, that gives the noun's facts as one JSON. */
  facts: string
  /** Further parts of the write; '' for none. */
  parts: string
}

export interface StepQuery {
  instance: string
  actId: string
  keys: string[]
  revision: number
}

export interface LoadedInstance {
  id: string
  noun: string
  number: string
  kind: string
  definition_id: string
  district: string
  centre: string
  bureau: string
  title: string
  who_masked: string
  status: 'open' | 'ended'
  revision: number
  standing: Record<string, number>
  waits: { name: string; element: string }[]
  enforced_by: string | null
  enforced_at: Instant | null
  ended_at: Instant | null
}

export interface LoadedAct {
  id: string
  task: string
  act: string
  act_name?: string
  task_name?: string
  outcome: string
  actor_id: string
  actor_name: string
  received_at: Instant
  payload: Record<string, unknown>
  opened_at: Instant | null
}

export interface LoadedTask {
  key: string
  element: string
  name: string
  roles: string
  side: Side
  place: string
  item: Json
  claimed_by: string | null
  clock: string | null
  due_at: Instant | null
  yellow_at: Instant | null
  red_at: Instant | null
  pause_from: Instant | null
  /** `infinity` while nobody knows. */
  pause_until: Instant | 'infinity' | null
  status_name: string
}

export interface LoadedChange {
  clock_id: string
  cause: 'start' | 'pause' | 'resume' | 'extend' | 'stop' | 'timer' | 'calendar'
  cause_id: string
  detail: Record<string, unknown>
  due_day_before: string | null
  at: Instant
}

/** All that a step may know. Instants are ISO 8601 in UTC. */
export interface Loaded {
  instance: LoadedInstance
  act: LoadedAct | null
  pendingSince: Instant | null
  written: { actId: string } | null
  results: Record<string, { actId: string; result: unknown }>
  tasks: LoadedTask[]
  holders: string[]
  clocks: (ClockWithCauses & {
    changes: LoadedChange[]
    told: { clock_id: string; level: 'yellow' | 'red'; rung_at: Instant }[]
  })[]
  calendarId: number | null
  facts: unknown
}

/** Rows by part of the write statement. */
export type StepRows = Record<string, object[]>

const giveUpStatementMs = 10_000

/** As many connections as steps at once: nobody waits for one while holding a slot. */
export function createStepPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types: types as pg.CustomTypesConfig,
    application_name: 'banjian-step',
    options: '-c TimeZone=UTC',
    connectionTimeoutMillis: 5_000,
    statement_timeout: giveUpStatementMs,
    keepAlive: true,
  })
  // A connection that is lost, idle or in the middle of a step, says so by an event that would end the process; the step's own statement fails.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

export async function inStep<R>(
  pool: pg.Pool,
  sql: NounSql,
  query: StepQuery,
  work: (loaded: Loaded) => Promise<{ rows: StepRows | undefined; answer: R }>,
): Promise<R> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(beginAndLock(query.instance))
    const { rows, answer } = await work(await load(client, sql, query))
    if (rows) await client.query(writeQuery(sql, query.instance, rows))
    await client.query('commit')
    return answer
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost))
    throw error
  } finally {
    client.release(broken)
  }
}

/** One simple query: each statement after the locks has a snapshot of its own. */
function beginAndLock(instance: string): string {
  const id = pg.escapeLiteral(instance)
  return `begin;
    select pg_advisory_xact_lock_shared(${CALENDAR_LOCK});
    select 1 from process_instance where id = ${id} for update;
    select 1 from clock where instance = ${id} and state <> 'stopped' order by id for update`
}

async function load(client: pg.PoolClient, sql: NounSql, query: StepQuery): Promise<Loaded> {
  const { instance, actId, keys, revision } = query
  const { number } = parseInstanceId(instance)
  const { rows } = await client.query<{ context: string }>({
    name: `step-load/${sql.noun}`,
    text: (loads[sql.noun] ??= stepLoad(sql.facts)),
    values: [instance, number, actId, keys, revision],
  })
  const loaded = JSON.parse(rows[0]!.context, reviveInstants) as Loaded
  if (!loaded.instance) throw new Error(`no instance ${instance}`)
  return loaded
}

function writeQuery(sql: NounSql, instance: string, rows: StepRows) {
  return {
    name: `step-write/${sql.noun}`,
    text: (writes[sql.noun] ??= stepWrite(sql.parts)),
    values: [instance, JSON.stringify(rows)],
  }
}

const loads: Record<string, string> = {}
const writes: Record<string, string> = {}
