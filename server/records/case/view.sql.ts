/**
 * What is the case's own on its page, all of it, as one JSON: one statement.
 *
 * $1 instance, $2 case number; $3 side, $4 place, $5 roles and $6 id of whoever asks, $7 outcomes by which a review proposes.
 * What people typed freely (form, what a demand asks for) comes as text: nothing in it is taken for an instant.
 */
export const caseView = {
  name: 'case-view',
  text: `
select json_build_object(
  'place', json_build_object('district', i.district, 'centre', i.centre, 'bureau', i.bureau),

  -- whether one of its tasks is or was drawn for the place of whoever asks, though the instance is another's
  'asked', exists (
    select from task t where t.instance = $1 and t.side = $3 and t.place = $4
      and string_to_array(t.roles, ' ') && $5::text[] and (t.candidate is null or t.candidate = $6)),

  'row', json_build_object(
    'caseNo', c.case_no, 'itemCode', c.item_code, 'itemName', c.item_name, 'itemType', c.item_type,
    'itemVersion', c.item_version, 'mode', c.mode, 'status', c.status, 'mark', c.mark,
    'deemedAccepted', c.deemed_accepted, 'applicantType', c.applicant_type,
    'applicantMasked', c.applicant_name_masked, 'documentType', c.document_type,
    'documentMasked', c.document_no_masked, 'documentException', c.document_exception, 'agent', c.agent_enc,
    'legalRepresentative', c.legal_representative_enc, 'summary', c.summary,
    'contactMasked', c.contact_masked, 'phoneMasked', c.phone_masked, 'address', c.address_enc,
    'eDelivery', c.e_delivery, 'channel', c.channel, 'centre', c.centre, 'centreName', c.centre_name,
    'bureauName', c.bureau_name, 'entrustmentId', c.entrustment_id, 'applyAt', c.apply_at,
    'receivedDay', c.received_day, 'acceptedAt', c.accepted_at, 'acceptanceNo', c.acceptance_no,
    'decidedAt', c.decided_at, 'endedAt', c.ended_at, 'handlerName', c.handler_name, 'stepName', c.step_name,
    'revision', c.revision),
  'form', c.form::text,

  'entrustment', (
    select json_build_object('no', e.no, 'from', e.valid_from, 'to', e.valid_to)
    from entrustment e where e.id = c.entrustment_id),

  'result', (
    select json_build_object('result', r.result, 'explanation', r.explanation,
      'certificateName', r.certificate_name, 'certificateNo', r.certificate_no, 'decisionNo', r.decision_no,
      'validFrom', r.valid_from, 'validTo', r.valid_to, 'refusalReason', r.refusal_reason)
    from case_result r where r.case_no = c.case_no),

  'materials', (
    select coalesce(json_agg(json_build_object('id', m.id, 'n', m.n, 'name', m.name, 'required', m.required,
      'state', m.state, 'reason', m.reason) order by m.n), '[]')
    from case_material m where m.case_no = c.case_no),

  -- every file of its materials, oldest version first
  'files', (
    select coalesce(json_agg(json_build_object('materialId', h.material_id, 'version', h.version, 'fileId', h.file_id,
      'name', h.name, 'size', h.size, 'at', h.at, 'byName', h.by_name, 'mediaType', f.media_type,
      'fromCase', h.from_case) order by h.material_id, h.version), '[]')
    from case_material m join case_material_file h on h.material_id = m.id join file f on f.id::text = h.file_id
    where m.case_no = c.case_no),

  'supplements', (
    select coalesce(json_agg(json_build_object('id', s.id, 'round', s.round, 'clockN', s.clock_n, 'phase', s.phase,
      'newDemand', s.new_demand, 'list', s.list, 'toldAt', s.told_at, 'deliveredAt', s.delivered_at,
      'deliveredDay', s.delivered_day, 'deliveryMethod', s.delivery_method, 'supplementedAt', s.supplemented_at,
      'paperId', s.paper_id, 'status', s.status) order by s.phase, s.round), '[]')
    from case_supplement s where s.case_no = c.case_no),

  'specials', (
    select coalesce(json_agg(json_build_object('id', s.id, 'kind', s.kind, 'name', s.name, 'reason', s.reason,
      'basis', s.basis, 'countsStatutory', s.counts_statutory, 'countsPromised', s.counts_promised,
      'startedAt', s.started_at, 'endedAt', s.ended_at, 'limitDays', s.limit_days) order by s.started_at), '[]')
    from case_special s where s.case_no = c.case_no),

  'handovers', (
    select coalesce(json_agg(json_build_object('id', h.id, 'n', h.n, 'direction', h.direction, 'reason', h.reason,
      'byName', h.by_name, 'at', h.at) order by h.at), '[]')
    from case_handover h where h.case_no = c.case_no),

  -- what the head is asked to approve, while they are asked
  'demand', (
    select a.payload::text from act a
    where a.instance = $1 and a.act = 'new-demand' and a.status in ('pending', 'done')
      and exists (select from task t where t.instance = $1 and t.status = 'open'
        and t.element ~ '(^|/)demand-approval$')
    order by a.received_at desc limit 1),

  -- what the review proposes and what is asked to end, while a head decides on it
  'proposals', (
    select coalesce(json_agg(json_build_object('act', p.act, 'name', p.act_name, 'byName', p.actor_name,
      'at', p.received_at, 'payload', p.payload::text) order by p.n), '[]')
    from (values (1, 'decide', $7::text[]), (2, 'ending-approval', array['propose-end'])) asked (n, step, outcomes)
    cross join lateral (
      select asked.n, a.act, a.act_name, a.actor_name, a.received_at, a.payload from act a
      where a.instance = $1 and a.outcome = any (asked.outcomes) and a.status in ('pending', 'done')
      order by a.received_at desc limit 1) p
    where exists (select from task t where t.instance = $1 and t.status = 'open'
      and t.element ~ ('(^|/)' || asked.step || '$')))
)::text as view
from process_instance i join case_record c on c.case_no = $2 where i.id = $1`,
}
