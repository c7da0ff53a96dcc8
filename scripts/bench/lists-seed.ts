/** Rows for lists, by SQL: cases with an open task, a running clock and a search entry each, spread as a city's are. */
import type { Db } from '../../server/db.ts'

/** A third of the city's work is at the centre and the bureau that are asked. */
const cases = `
  create unlogged table bench_case as
  select n, 'B' || to_char(n, 'FM00000000') as number,
    (array['C1','C2','C3'])[1 + n % 3] as centre, (array['B1','B2','B3'])[1 + n % 3] as bureau,
    'I' || (n * 7919 % 200) as item_code, '事项' || (n * 7919 % 200) || '许可' as item_name,
    n % 10 < 3 as is_person,
    (array['北京','上海','天津','海淀','朝阳'])[1 + n % 5] || chr(20000 + (n * 31 % 3000)) || chr(20000 + (n * 17 % 2900))
      || (array['科技','贸易','餐饮','物业','人力资源'])[1 + n * 13 % 5] || '有限公司' as name,
    (n::bigint * 104729 % 16)::int as step,
    date_trunc('day', now()) + (n::bigint * 15485863 % 46 - 6) * interval '1 day' as due_at,
    now() - (n::bigint * 32452843 % 40000) * interval '1 minute' as opened_at,
    n::bigint * 49979687 % 20 = 0 as paused
  from generate_series(1, :tasks) n`

/** A step is the centre's or the bureau's; each keeps to two of the statuses. */
const tasks = `
  insert into task (instance, key, element, name, noun, number, roles, side, place, status, opened_at, district, centre, bureau,
    title, who_masked, item_code, status_name, due_at, yellow_at, red_at, pause_from, pause_until, claimed_by, revision)
  select 'case:' || number, 'step-' || step || '#1', 'step-' || step, '环节' || step, 'case', number,
    case when step < 8 then (array['clerk','clerk head'])[1 + step % 2] else (array['reviewer','head'])[1 + step % 2] end,
    case when step < 8 then 'centre' else 'bureau' end, case when step < 8 then centre else bureau end, 'open', opened_at,
    '110108', centre, bureau, item_name, case when is_person then '王*明' else name end, item_code,
    (array['已收件','审查中'])[1 + n % 2],
    case when not paused then due_at end,
    case when not paused then due_at - (5 + n % 3) * interval '1 day' end,
    case when not paused then due_at - (1 + n % 2) * interval '1 day' end,
    case when paused then now() - interval '3 days' end, case when paused then 'infinity'::timestamptz end,
    case when n % 11 = 0 then (n % 300 + 1)::text end, 1
  from bench_case`

const instances = `
  insert into process_instance (id, noun, number, kind, definition_id, district, centre, bureau, title, started_at, revision)
  select 'case:' || number, 'case', number, 'entrusted-acceptance', 'bench@1', '110108', centre, bureau, item_name, opened_at, 1
  from bench_case`

const records = `
  insert into case_record (case_no, query_secret_hash, query_secret_enc, item_code, item_version, item_name, item_type, case_type,
    mode, channel, centre, centre_name, bureau, bureau_name, district, applicant_type, applicant_name_enc, applicant_name_masked,
    document_type, document_no_enc, document_no_masked, document_no_hash, contact_enc, contact_masked, phone_enc, phone_masked,
    status, apply_at, received_day, next_due_at, next_yellow_at, next_red_at, rest_from, rest_until, handler_id, handler_name,
    step_name, changed_at)
  select number, md5(number), 'sealed', item_code, 1, item_name, 'permit', 'promised', 'entrusted-acceptance', 'window', centre,
    '中心', bureau, '局', '110108', 'enterprise', 'sealed', case when is_person then '王*明' else b.name end, 'credit-code', 'sealed',
    '9111****', md5('d' || number), 'sealed', '王*', 'sealed', '138****0000', 'received', opened_at, opened_at::date,
    t.due_at, t.yellow_at, t.red_at, t.pause_from, t.pause_until, '1', '窗口', t.step_name, opened_at
  from bench_case b join (
    select number as of_number, name as step_name, due_at, yellow_at, red_at, pause_from, pause_until from task) t
    on t.of_number = b.number`

const clocks = `
  insert into clock (id, instance, kind, n, mode, unit, budget, start_day, closes, started_by, rungs, state, calendar_version, total,
    due_day, due_at, yellow_at, rung_at, provisional, revision, changed_at)
  select 'case:' || number || '/promised#1', 'case:' || number, 'promised', 1, 'advise', 'calendar-day', 20, due_at::date - 20,
    'online', 'bench', '[{"level":"yellow","remaining":5}]', case when paused then 'paused' else 'running' end, 1, 20,
    case when not paused then due_at::date end, case when not paused then due_at end, due_at - interval '5 days', '[]', false, 1, now()
  from bench_case`

/** What server/search.ts makes of such names; a person is found by a hash, here of the number. */
const entries = `
  insert into search_entry (noun, number, instance, keys)
  select 'case', number, 'case:' || number, (
    select array_agg(substr(text, i, 2)) from unnest(case when is_person then array[item_name] else array[item_name, name] end) text,
      generate_series(1, length(text) - 1) i)
    || (select array_agg('#' || lower(right(number, k))) from generate_series(4, 9) k)
    || case when is_person then (select array_agg('~' || left(md5(number || k), 16)) from generate_series(1, 2) k) else '{}' end
    || array['~' || left(md5('phone' || n % 10000), 16), '~' || left(md5('phone whole' || n), 16)]
  from bench_case`

/** What the person who asks has done: every hundredth case, some years of work. */
const acts = `
  insert into act (id, instance, task, exclusive_key, act, outcome, actor_id, actor_name, received_at, digest, status)
  select 'act-' || n, 'case:' || number, 'step-' || step || '#1', 'step', 'ok', 'ok', '1', '窗口', opened_at, md5(number), 'done'
  from bench_case where n % 100 = 0`

const incidents = `
  insert into incident (instance, key, element, code, message, at)
  select 'case:' || number, 'k', 'step-1', 'service-failed', '停下了', opened_at from bench_case where n % 500 = 0`

const audits = `
  insert into audit (at, user_id, username, action, object_type, object_id, outcome)
  select opened_at, null, 'bench', 'case.accept', 'case', number, 'ok' from bench_case`

const definition = `
  insert into process_definition (id, key, version, name, hash, bpmn, net, published_at, published_by)
  values ('bench@1', 'bench', 1, '压测', md5('bench'), '', '{"elements":{}}', now(), 'bench')`

export async function seedLists(db: Db, count: number): Promise<void> {
  await db.raw(definition)
  await db.raw(cases, { tasks: count } as never)
  await db.raw('create unique index on bench_case (number)')
  await db.raw('analyze bench_case')
  for (const sql of [tasks, 'analyze task', instances, records, clocks, entries, acts, incidents, audits]) {
    const began = performance.now()
    await db.raw(sql)
    if (process.env.BENCH_PLANS) console.log(sql.slice(0, 30).trim(), Math.round(performance.now() - began))
  }
  await db.raw('drop table bench_case')
  await db.raw('vacuum analyze')
}
