/** A case as its pages and acts are judged by: one select by $2, the case number; part of scene-load.sql.ts. */
export const caseSceneSql = `
select jsonb_build_object(
  'row', jsonb_build_object(
    'caseNo', c.case_no, 'itemCode', c.item_code, 'itemVersion', c.item_version, 'itemName', c.item_name,
    'itemType', c.item_type, 'mode', c.mode, 'status', c.status, 'entrustmentId', c.entrustment_id,
    'centre', c.centre, 'centreName', c.centre_name, 'bureau', c.bureau, 'bureauName', c.bureau_name,
    'district', c.district, 'applicantType', c.applicant_type, 'applicantNameEnc', c.applicant_name_enc,
    'applicantMasked', c.applicant_name_masked, 'documentNoMasked', c.document_no_masked, 'phoneEnc', c.phone_enc,
    'phoneMasked', c.phone_masked, 'agentEnc', c.agent_enc, 'querySecretEnc', c.query_secret_enc,
    'eDelivery', c.e_delivery, 'channel', c.channel, 'applyAt', c.apply_at, 'receivedDay', c.received_day,
    'acceptedDay', c.accepted_day, 'acceptanceNo', c.acceptance_no, 'decidedAt', c.decided_at,
    'handedOverAt', c.handed_over_at, 'sendBackUntil', c.send_back_until, 'handlerId', c.handler_id,
    'handlerName', c.handler_name, 'themeCode', c.theme_code, 'themeName', c.theme_name,
    'themeCaseNo', c.theme_case_no, 'revision', c.revision),

  'materials', (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'n', m.n, 'name', m.name, 'required', m.required,
      'state', m.state, 'reason', m.reason, 'firstNotice', m.first_notice, 'round', m.round) order by m.n), '[]')
    from case_material m where m.case_no = c.case_no),

  'supplements', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'round', s.round, 'clockN', s.clock_n, 'phase', s.phase,
      'newDemand', s.new_demand, 'list', s.list, 'toldAt', s.told_at, 'deliveredAt', s.delivered_at,
      'deliveredDay', s.delivered_day, 'deliveryMethod', s.delivery_method, 'supplementedAt', s.supplemented_at,
      'paperId', s.paper_id, 'status', s.status) order by s.phase, s.round), '[]')
    from case_supplement s where s.case_no = c.case_no),

  -- what the review has proposed to the head, last
  'proposal', (
    select a.outcome from act a
    where a.instance = $1 and a.outcome in ('pass', 'propose-refusal') and a.status in ('pending', 'done')
    order by a.seq desc limit 1),

  -- what the agreement lets the centre do; null outside an agreement
  'entrusted', (select e.scope from entrustment e where e.id = c.entrustment_id))
from case_record c where c.case_no = $2`
