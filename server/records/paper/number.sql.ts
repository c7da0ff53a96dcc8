/**
 * The paper of a step, its number taken if this is the first try: one statement, so number and row are there together or
 * not at all. The sequence's row is locked for as long as the statement takes, and each number is used.
 *
 * $1 instance, $2 step, $3 kind, $4 sequence, $5 year, $6 what stands before the number, $7 after it, $8 id, $9 title,
 * $10 day printed on it, $11 the act's instant, $12 data. A twin of the same step that was quicker: the unique key refuses
 * this one, which takes its number back.
 */
export const paperNumber = `
with found as (
  select * from paper where instance = $1 and step_key = $2 and kind = $3),
taken as (
  insert into number_sequence as s (scope, year, next)
  select $4::text, $5::int, 2 where not exists (select from found)
  on conflict (scope, year) do update set next = s.next + 1
  returning next - 1 as n),
made as (
  insert into paper (instance, step_key, kind, scope, year, n, number, id, title, issued_on, at, data)
  select $1, $2, $3, $4::text, $5::int, n, $6::text || lpad(n::text, greatest(6, length(n::text)), '0') || $7::text,
    $8::uuid, $9::text, $10::date, $11::timestamptz, $12::jsonb
  from taken
  returning *)
select id, instance, step_key as "stepKey", kind, n, number, title, issued_on as "issuedOn", at, data,
  file_sha256 as sha256, file_size as size
from (select * from found union all select * from made) paper`
