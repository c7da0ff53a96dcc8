/**
 * The light of a list's row, three times by one rule: read by the calculator for the page; as SQL for the filter, from the
 * instants in the row, which test/worklist/lists.test.ts compares day by day; and as the order in which a filtered list walks
 * its index. No light is stored: it is right at any instant that is asked about, and nothing happens at midnight.
 */
import type { Knex } from 'knex'
import { read } from '../../../workflows/clock/calculator.ts'
import type { Calendar, DayUnit, Instant, Light } from '../../../workflows/clock/domain.ts'
import { clockName } from '../../../workflows/nouns.ts'
import type { ClockChip } from '../../modules/worklist/schema.ts'
import { clockWithCauses } from '../clock/clock.sql.ts'
import { toClock } from '../clock/rows.ts'
import type { ClockWithCauses } from '../clock/rows.ts'

const unitNames: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '日' }

/**
 * The clock a task `t` shows: its governing one, else the one that ends first; paused ones, which have no end yet, come
 * last.
 */
export const shownClock = `
  select k.* from clock k where k.instance = t.instance and k.state <> 'stopped'
  order by (k.kind = t.clock) is true desc, (k.kind = t.clock and k.ref = coalesce(t.item #>> '{}', '')) is true desc,
    k.due_at nulls last, k.kind, k.n limit 1`

/** The clock a record shows, by its instance `i`: the one that ends first. */
export const firstClock = `
  select k.* from clock k where k.instance = i.id and k.state <> 'stopped' order by k.due_at nulls last, k.kind, k.n limit 1`

/** A row's clock with all that its reading needs, in the statement of the page. */
export const clockJson = (clock: string): string => `(select ${clockWithCauses} from (${clock}) k)`

/** @param at the instance's time */
export function chipOf(row: ClockWithCauses | null, calendar: Calendar, at: Instant): ClockChip | null {
  if (!row) return null
  const clock = toClock(row)
  const { kind, facts, rungs } = clock
  const { light, provisional, remaining, total, dueDay } = read(facts, calendar, at, rungs)
  const days = `${Math.abs(remaining)} ${unitNames[facts.unit]}`
  const left = total === 0 ? '当场办结' : `剩 ${days}`
  const text = light === 'paused' ? '暂停' : remaining < 0 ? `超期 ${days}` : left
  return { kind, kindName: clockName(clock), light, provisional, remaining, unit: facts.unit, dueDay, text }
}

/** The wall's time as the columns of the order have it, and the time of a row's instance; `:at` is the wall's. */
const wall = `(cast(:at as timestamptz) at time zone 'UTC')`
const now = `(cast(:at as timestamptz) + t.time_offset * interval '1 millisecond')`
const rests = `(t.pause_from <= ${now} and t.pause_until > ${now}) is true`
const isOver = `(t.due_at <= ${now}) is true`

export interface LightWalk {
  /** Column of the order: when the light changes next, or changed. */
  by: string
  /** Condition on a task `t`, with `:at`. */
  where: string
  /** Where a walk through the lane `l` may end. */
  end?: string
}

/** Rows of one light: one range of one index of each lane. */
export const lightWalks: Record<Light, LightWalk> = {
  red: { by: 't.turns_red', where: `t.turns_red <= ${wall} and (${isOver} or not ${rests})` },
  yellow: {
    by: 't.turns_red',
    where: `t.turns_red > ${wall} and t.turns_yellow <= ${wall} and not ${rests}`,
    // What is yellow turned so at most the lane's longest span ago, so it turns red within that span.
    end: `t.turns_red <= ${wall} + (
      select max(m.turns_red - m.turns_yellow) from task m where m.lane = l.lane and m.status = 'open')`,
  },
  green: { by: 't.turns_yellow', where: `t.turns_yellow > ${wall} and not ${rests}` },
  paused: { by: 't.resumes', where: `t.resumes > ${wall} and ${rests} and not ${isOver}` },
}

/** Cases of one light, by the columns of a case `c`; ended ones have none. */
export function whereCaseLight(query: Knex.QueryBuilder, light: Light, at: Instant): void {
  query.whereNull('c.ended_at').whereRaw(caseLights[light], { at })
}

const caseNow = `(cast(:at as timestamptz) + c.time_offset * interval '1 millisecond')`
const caseRests = `(c.rest_from <= ${caseNow} and c.rest_until > ${caseNow}) is true`
export const caseIsOver = `(c.next_due_at <= ${caseNow}) is true`
const caseIsRed = `(c.next_red_at <= ${caseNow}) is true`
const caseIsYellow = `(c.next_yellow_at <= ${caseNow}) is true`

export const caseLights: Record<Light, string> = {
  red: `(${caseIsOver} or (${caseIsRed} and not ${caseRests}))`,
  yellow: `(${caseIsYellow} and not ${caseIsRed} and not ${caseIsOver} and not ${caseRests})`,
  green: `(not ${caseIsYellow} and not ${caseIsRed} and not ${caseIsOver} and not ${caseRests}
    and coalesce(c.next_due_at, c.next_yellow_at, c.next_red_at, c.rest_from) is not null)`,
  paused: `(${caseRests} and not ${caseIsOver})`,
}
