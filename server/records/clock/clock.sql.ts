/** Clocks and the calendar as parts of larger statements. */

/** A clock `k` as one JSON, with its causes, by which its dates are computed: a `ClockWithCauses` (rows.ts). */
export const clockWithCauses = `
  to_jsonb(k) || jsonb_build_object(
    'pauses', (select coalesce(jsonb_agg(p order by p.from_day, p.id), '[]') from clock_pause p where p.clock_id = k.id),
    'extensions', (select coalesce(jsonb_agg(x order by x.on_day, x.id), '[]') from clock_extension x where x.clock_id = k.id))`

/** Id of the calendar in force, whose days are kept in the process: see `calendarOf`. */
export const calendarId = `(select w.id from work_calendar w where w.status = 'published' order by w.publication desc limit 1)`
