/** A case as its steps see it: one select by $2, the case number; part of the load statement of a step. */
export const caseFactsSql = `
select jsonb_build_object(
  'row', jsonb_build_object(
    'caseNo', c.case_no, 'itemCode', c.item_code, 'itemVersion', c.item_version, 'itemName', c.item_name,
    'itemType', c.item_type, 'mode', c.mode, 'status', c.status, 'mark', c.mark, 'entrustmentId', c.entrustment_id,
    'centre', c.centre, 'bureau', c.bureau, 'applicantType', c.applicant_type,
    'applicantNameEnc', c.applicant_name_enc, 'documentNoMasked', c.document_no_masked, 'phoneEnc', c.phone_enc,
    'phoneMasked', c.phone_masked, 'querySecretEnc', c.query_secret_enc, 'eDelivery', c.e_delivery,
    'applyAt', c.apply_at, 'receivedDay', c.received_day, 'acceptedAt', c.accepted_at, 'acceptedDay', c.accepted_day,
    'deemedAccepted', c.deemed_accepted, 'handedOverAt', c.handed_over_at, 'sendBackUntil', c.send_back_until,
    'decidedAt', c.decided_at, 'endedAt', c.ended_at, 'themeCode', c.theme_code, 'themeName', c.theme_name,
    'themeCaseNo', c.theme_case_no, 'rowVersion', c.row_version),

  'materials', (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'n', m.n, 'name', m.name, 'state', m.state,
      'reason', m.reason, 'firstNotice', m.first_notice, 'round', m.round,
      'medium', case when m.medium = 'paper' then 'paper' when exists (
        select 1 from case_material_file f where f.material_id = m.id) then 'electronic' else 'none' end) order by m.n), '[]')
    from case_material m where m.case_no = c.case_no),

  'supplements', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'round', s.round, 'clockN', s.clock_n, 'phase', s.phase,
      'newDemand', s.new_demand, 'reason', s.reason, 'list', s.list, 'toldAt', s.told_at, 'toldBy', s.told_by,
      'deliveredAt', s.delivered_at, 'deliveredDay', s.delivered_day, 'deliveryMethod', s.delivery_method,
      'deliveryProof', s.delivery_proof, 'supplementedAt', s.supplemented_at, 'takenBy', s.taken_by,
      'status', s.status) order by s.phase, s.round), '[]')
    from case_supplement s where s.case_no = c.case_no),

  'specials', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'name', s.name, 'reason', s.reason,
      'basis', s.basis, 'countsStatutory', s.counts_statutory, 'countsPromised', s.counts_promised,
      'appliedBy', s.applied_by, 'startedAt', s.started_at, 'endedAt', s.ended_at, 'result', s.result,
      'opinion', s.opinion, 'limitDays', s.limit_days) order by s.started_at), '[]')
    from case_special s where s.case_no = c.case_no),

  -- how often it went to the bureau and back
  'handovers', (
    select coalesce(jsonb_object_agg(h.direction, h.n), '{}')
    from (select direction, max(n) as n from case_handover where case_no = c.case_no group by direction) h),

  'result', (
    select jsonb_build_object('endedAt', r.ended_at, 'result', r.result, 'explanation', r.explanation,
      'certificateName', r.certificate_name, 'certificateNo', r.certificate_no, 'validFrom', r.valid_from,
      'validTo', r.valid_to, 'refusalReason', r.refusal_reason, 'delivered', r.delivered,
      'deliveredAt', r.delivered_at, 'deliveryMethod', r.delivery_method)
    from case_result r where r.case_no = c.case_no),

  -- the agreement it is handled under, and the two bodies as its papers name them
  'entrustment', (
    select jsonb_build_object('no', e.no, 'sendBackHours', e.send_back_hours)
    from entrustment e where e.id = c.entrustment_id),
  'centre', (select to_jsonb(x) from centre x where x.code = c.centre),
  'bureau', (select to_jsonb(x) from bureau x where x.code = c.bureau),

  -- reminders set for its item, else for all
  'reminders', (
    select coalesce(jsonb_object_agg(r.kind, r.rungs order by r.item_code), '{}')
    from reminder_setting r where r.item_code in ('', c.item_code)),

  -- the newest demand that was put to the head, and the decision that was printed or will be
  'demand', (
    select to_jsonb(a) from act a where a.instance = $1 and a.act = 'new-demand' and a.status in ('pending', 'done')
    order by a.received_at desc limit 1),
  -- the newest request for an extension: its reason is what the applicant is told
  'extensionRequest', (
    select to_jsonb(a) from act a
    where a.instance = $1 and a.act = 'request-extension' and a.status in ('pending', 'done')
    order by a.received_at desc limit 1),
  -- the newest request to end after acceptance
  'endProposal', (
    select to_jsonb(a) from act a where a.instance = $1 and a.act = 'propose-end' and a.status in ('pending', 'done')
    order by a.received_at desc limit 1),
  'decision', (
    select jsonb_build_object('stepKey', f.step_key, 'kind', f.ref)
    from follow_up f where f.instance = $1 and f.ref in ('grant-decision', 'refusal-decision') order by f.id desc limit 1)
) from case_record c where c.case_no = $2`

/** Rows of a step that are the case's own: further parts of the write statement, each fed from its array in $2. */
export const casePartsSql = `
-- the case, whole as the step leaves it
case_row as (
  update case_record c set status = x.status, mark = x.mark, accepted_at = x.accepted_at, accepted_day = x.accepted_day,
    deemed_accepted = x.deemed_accepted, handed_over_at = x.handed_over_at, send_back_until = x.send_back_until,
    decided_at = x.decided_at, ended_at = x.ended_at, next_due_at = x.next_due_at, next_clock = x.next_clock,
    next_yellow_at = x.next_yellow_at, next_red_at = x.next_red_at, rest_from = x.rest_from, rest_until = x.rest_until,
    step_name = x.step_name, revision = x.revision, changed_at = x.changed_at, operation = 'U',
    row_version = c.row_version + 1
  from jsonb_populate_recordset(null::case_record, $2::jsonb->'caseRow') x where c.case_no = x.case_no),
case_materials as (
  update case_material m set state = x.state, reason = x.reason, first_notice = x.first_notice, round = x.round,
    changed_at = x.changed_at
  from jsonb_populate_recordset(null::case_material, $2::jsonb->'caseMaterials') x where m.id = x.id),
case_supplements as (
  insert into case_supplement (id, case_no, round, clock_n, phase, new_demand, reason, list, told_at, told_by, delivered_at,
    delivered_day, delivery_method, delivery_proof, supplemented_at, taken_by, status)
  select x.id, x.case_no, x.round, x.clock_n, x.phase, x.new_demand, x.reason, x.list, x.told_at, x.told_by,
    x.delivered_at, x.delivered_day, x.delivery_method, x.delivery_proof, x.supplemented_at, x.taken_by, x.status
  from jsonb_populate_recordset(null::case_supplement, $2::jsonb->'caseSupplements') x
  on conflict (id) do update set delivered_at = excluded.delivered_at, delivered_day = excluded.delivered_day,
    delivery_method = excluded.delivery_method, delivery_proof = excluded.delivery_proof,
    supplemented_at = excluded.supplemented_at, taken_by = excluded.taken_by, status = excluded.status),
case_specials as (
  insert into case_special (id, case_no, kind, name, reason, basis, counts_statutory, counts_promised, applied_by,
    started_at, ended_at, result, opinion, limit_days, limit_unit, told_at, theme_code, theme_name, theme_case_no)
  select x.id, x.case_no, x.kind, x.name, x.reason, x.basis, x.counts_statutory, x.counts_promised, x.applied_by,
    x.started_at, x.ended_at, x.result, x.opinion, x.limit_days, x.limit_unit, x.told_at, x.theme_code, x.theme_name,
    x.theme_case_no
  from jsonb_populate_recordset(null::case_special, $2::jsonb->'caseSpecials') x
  on conflict (id) do update set ended_at = excluded.ended_at, result = excluded.result, opinion = excluded.opinion),
case_handovers as (
  insert into case_handover (id, case_no, n, direction, list, reason, by_name, at)
  select x.id, x.case_no, x.n, x.direction, x.list, x.reason, x.by_name, x.at
  from jsonb_populate_recordset(null::case_handover, $2::jsonb->'caseHandovers') x on conflict (id) do nothing),
case_results as (
  insert into case_result (case_no, ended_at, result, explanation, certificate_name, certificate_no, valid_from, valid_to,
    refusal_reason, delivered, delivered_at, delivery_method, theme_code, theme_name, theme_case_no)
  select x.case_no, x.ended_at, x.result, x.explanation, x.certificate_name, x.certificate_no, x.valid_from, x.valid_to,
    x.refusal_reason, x.delivered, x.delivered_at, x.delivery_method, x.theme_code, x.theme_name, x.theme_case_no
  from jsonb_populate_recordset(null::case_result, $2::jsonb->'caseResults') x
  on conflict (case_no) do update set ended_at = excluded.ended_at, result = excluded.result,
    explanation = excluded.explanation, certificate_name = excluded.certificate_name,
    certificate_no = excluded.certificate_no, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
    refusal_reason = excluded.refusal_reason, delivered = excluded.delivered, delivered_at = excluded.delivered_at,
    delivery_method = excluded.delivery_method)`
