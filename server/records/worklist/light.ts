/**
 * The clock a row shows, and its light twice: read by the calculator for the page, and as SQL for the filter. The SQL
 * says what `lightOf` says (test/worklist/light.test.ts compares them day by day); it can because the instants of all
 * rungs stand in the clock's row.
 */
import type { Knex } from 'knex'
import { read } from '../../../workflows/clock/calculator.ts'
import type { Calendar, DayUnit, Instant } from '../../../workflows/clock/domain.ts'
import { clockName } from '../../../workflows/nouns.ts'
import type { StoredClock } from '../clock/clock.ts'
import type { ClockChip } from '../../modules/worklist/schema.ts'

const unitNames: Record<DayUnit, string> = { 'working-day': '个工作日', 'calendar-day': '日' }

/** Of an instance's clocks the one that ends first; paused ones, which have no end yet, come last. */
export function pickClock(clocks: StoredClock[]): StoredClock | undefined {
  const open = clocks.filter((clock) => clock.state !== 'stopped')
  const rank = ({ dueAt, kind, n }: StoredClock) => `${dueAt ?? '~'} ${kind} ${String(n).padStart(6, '0')}`
  return open.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}

/** @param at the instance's time */
export function chipOf(clocks: StoredClock[], calendar: Calendar, at: Instant): ClockChip | null {
  const clock = pickClock(clocks)
  if (!clock) return null
  const { light, provisional, remaining, dueDay } = read(clock.facts, calendar, at, clock.rungs)
  const { kind, facts } = clock
  const days = `${Math.abs(remaining)} ${unitNames[facts.unit]}`
  const text = light === 'paused' ? '暂停' : remaining < 0 ? `超期 ${days}` : `剩 ${days}`
  return { kind, kindName: clockName(clock), light, provisional, remaining, unit: facts.unit, dueDay, text }
}

const reached = (level: string) => `exists (
  select 1 from jsonb_to_recordset(k.rung_at) as r(level text, remaining integer, at timestamptz)
  where r.level = '${level}' and r.remaining >= 1 and r.at <= w.at)`

/** Narrows a list with its instances (`i`) to those whose clock shows this light at `at`. */
export function whereLight(query: Knex.QueryBuilder, light: ClockChip['light'], at: Instant): void {
  query
    .joinRaw(
      `cross join lateral (select ?::timestamptz + i.time_offset * interval '1 millisecond' as at) w
       cross join lateral (
         select k.* from clock k where k.instance = i.id and k.state <> 'stopped'
         order by k.due_at nulls last, k.kind, k.n limit 1) k`,
      [at],
    )
    .whereRaw(
      `case when k.due_at <= w.at then 'red'
        when exists (
          select 1 from clock_pause p, (select (w.at at time zone 'Asia/Shanghai')::date as today) d
          where p.clock_id = k.id and p.from_day <= d.today and coalesce(p.through_day, d.today) >= d.today)
        then 'paused'
        when ${reached('red')} then 'red'
        when ${reached('yellow')} then 'yellow'
        else 'green' end = ?`,
      [light],
    )
}
