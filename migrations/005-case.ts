import type { Knex } from 'knex'

/**
 * 办件 in the country's own tables (up_pro_accept, up_pro_process, up_pro_special_procedure, up_pro_result,
 * up_pro_material; GB/T 39046-2020), under English names, with views in the standard names.
 * Names, documents and phones are encrypted by the application (`*_enc`); `*_hash` is the keyed hash for look-up.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table case_record (
      case_no varchar(50) primary key,
      city_serial varchar(50),
      source_case_no varchar(50),
      acceptance_no varchar(60),
      query_secret_hash char(64) not null,
      query_secret_enc text not null,
      item_code varchar(40) not null,
      item_version integer not null,
      item_name varchar(200) not null,
      item_type varchar(20) not null,
      basic_code varchar(12),
      implementing_code varchar(31),
      handling_code varchar(33),
      case_type varchar(20) not null,
      mode varchar(30) not null,
      channel varchar(10) not null,
      summary varchar(500),
      theme_code varchar(40),
      theme_name varchar(120),
      theme_case_no varchar(50),
      entrustment_id varchar(40),
      centre varchar(30) not null,
      centre_name varchar(120) not null,
      bureau varchar(30) not null,
      bureau_name varchar(120) not null,
      district varchar(12) not null,
      applicant_type varchar(30) not null,
      applicant_name_enc text not null,
      applicant_name_masked varchar(200) not null,
      document_type varchar(20) not null,
      document_no_enc text not null,
      document_no_masked varchar(60) not null,
      document_no_hash char(64) not null,
      document_exception varchar(300),
      legal_representative_enc text,
      agent_enc text,
      contact_enc text not null,
      contact_masked varchar(200) not null,
      phone_enc text not null,
      phone_masked varchar(30) not null,
      address_enc text,
      e_delivery boolean not null default false,
      form jsonb not null default '{}',
      status varchar(20) not null,
      mark varchar(40),                          -- e.g. deemed-accepted, new-demand
      apply_at timestamptz not null,
      received_day date not null,
      accepted_at timestamptz,
      accepted_day date,
      deemed_accepted boolean not null default false,
      handed_over_at timestamptz,
      send_back_until timestamptz,
      decided_at timestamptz,
      ended_at timestamptz,
      next_due_at timestamptz,                   -- earliest running clock
      next_clock varchar(20),
      -- when the light of the clock that lists show changes, and its rest, as in task; in no index, so that steps keep to the row
      next_yellow_at timestamptz, next_red_at timestamptz,
      rest_from timestamptz, rest_until timestamptz,
      time_offset bigint not null default 0,     -- the instance's
      handler_id varchar(60) not null,
      handler_name varchar(120) not null,
      step_name varchar(120),
      revision bigint not null default 0,
      changed_at timestamptz not null,
      -- exchange columns every exchanged row keeps
      source varchar(40) not null default 'banjian',
      source_key varchar(80),
      operation char(1) not null default 'I',
      batch varchar(40),
      row_version integer not null default 1,
      recorded_at timestamptz not null default now()
    ) with (fillfactor = 80);
    -- lists page by what does not change (the receipt), so that a case moving meanwhile is neither missed nor shown twice, and
    -- no index holds a column that each act rewrites
    create index case_list_of_centre on case_record (centre, apply_at desc, case_no desc);
    create index case_list_of_bureau on case_record (bureau, apply_at desc, case_no desc);
    create index case_list_of_district on case_record (district, apply_at desc, case_no desc);
    create index case_open_of_centre on case_record (centre, apply_at desc, case_no desc) where ended_at is null;
    create index case_open_of_bureau on case_record (bureau, apply_at desc, case_no desc) where ended_at is null;
    create index case_open_of_district on case_record (district, apply_at desc, case_no desc) where ended_at is null;
    create index case_list on case_record (apply_at desc, case_no desc);
    create index case_list_of_handler on case_record (handler_id, apply_at desc, case_no desc);
    create index case_document on case_record (document_no_hash, apply_at desc);
    create index case_item on case_record (item_code, apply_at desc);

    create table case_special (
      id varchar(80) primary key,
      case_no varchar(50) not null references case_record(case_no),
      kind varchar(30) not null,
      name varchar(60) not null,
      reason varchar(1000) not null,
      basis varchar(300),
      counts_statutory boolean not null,
      counts_promised boolean not null,
      applied_by varchar(120) not null,
      approver varchar(120),
      started_at timestamptz not null,
      ended_at timestamptz,
      result varchar(300),
      opinion varchar(1000),
      limit_days integer,
      limit_unit varchar(20),
      told_at timestamptz,
      theme_code varchar(40), theme_name varchar(120), theme_case_no varchar(50),
      recorded_at timestamptz not null default now()
    );
    create index case_special_of on case_special (case_no, started_at);

    create table case_result (
      case_no varchar(50) primary key references case_record(case_no),
      ended_at timestamptz not null,
      result varchar(30) not null,               -- issued, refused, void, deleted, forwarded, returned, not-accepted
      explanation varchar(1000),
      certificate_name varchar(200),
      certificate_no varchar(100),
      decision_no varchar(100),
      valid_from date, valid_to date,
      delivered boolean not null default false,
      delivered_at timestamptz,
      delivery_method varchar(30),
      satisfaction integer,
      refusal_reason varchar(1000),
      theme_code varchar(40), theme_name varchar(120), theme_case_no varchar(50),
      recorded_at timestamptz not null default now()
    );

    create table case_material (
      id varchar(40) primary key,
      case_no varchar(50) not null references case_record(case_no),
      n integer not null,
      name varchar(200) not null,
      required boolean not null,
      state varchar(12) not null,
      reason varchar(500),
      -- named in the first notice: a second round may only repeat these
      first_notice boolean not null default false,
      round integer not null default 0,
      taken_how varchar(20) not null default 'upload',
      quantity integer not null default 1,
      medium varchar(12) not null default 'electronic',
      original varchar(10) not null default 'copy',
      changed_at timestamptz not null,
      theme_code varchar(40), theme_name varchar(120), theme_case_no varchar(50),
      recorded_at timestamptz not null default now(),
      unique (case_no, n)
    );
    create table case_material_file (
      material_id varchar(40) not null references case_material(id),
      version integer not null,
      file_id varchar(60) not null,
      name varchar(255) not null,
      sha256 char(64) not null,
      size bigint not null,
      by_name varchar(120) not null,
      by_kind varchar(10) not null,
      from_case varchar(50) references case_record(case_no),  -- taken over from an ended case of the same applicant
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      primary key (material_id, version)
    );

    create table case_supplement (
      id varchar(120) primary key,
      case_no varchar(50) not null references case_record(case_no),
      round integer not null,
      clock_n integer not null,
      phase varchar(10) not null,                -- acceptance | handling
      new_demand boolean not null default false,
      reason varchar(1000),
      list jsonb not null,
      told_at timestamptz not null,
      told_by varchar(120) not null,
      paper_id varchar(60),
      delivered_at timestamptz,
      delivered_day date,
      delivery_method varchar(30),
      delivery_proof varchar(300),
      supplemented_at timestamptz,
      taken_by varchar(120),
      status varchar(12) not null default 'open', -- open | complete | expired | ended
      recorded_at timestamptz not null default now(),
      unique (case_no, phase, round)
    );

    create table case_handover (
      id varchar(120) primary key,
      case_no varchar(50) not null references case_record(case_no),
      n integer not null,
      direction varchar(12) not null,            -- to-bureau | to-centre
      list jsonb not null,
      reason varchar(1000),
      by_name varchar(120) not null,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      unique (case_no, direction, n)
    );

    create table intake_draft (
      id varchar(60) primary key,
      user_id varchar(60) not null,
      centre varchar(30) not null,
      title varchar(200) not null,
      data jsonb not null,
      changed_at timestamptz not null,
      recorded_at timestamptz not null default now()
    );
    create index intake_draft_mine on intake_draft (user_id, changed_at desc);

    create table saved_filter (
      id varchar(60) primary key,
      user_id varchar(60) not null,
      list varchar(40) not null,
      name varchar(60) not null,
      filter jsonb not null,
      n integer not null default 0,
      recorded_at timestamptz not null default now()
    );
    create index saved_filter_of on saved_filter (user_id, list, n, id);
  `)
  await db.raw(standardViews)
}

/** Views under the standard's own names, for exchange and quality control. */
const standardViews = `
  create view up_pro_accept as select case_no as project_no, basic_code as catalog_code, implementing_code as task_code,
    handling_code as task_handle_item, item_name as task_name, item_version as task_version, summary as project_name,
    case_type as project_type, channel as apply_type, apply_at as apply_date, accepted_at as accept_date,
    acceptance_no as accept_list_no, (select k.due_at from clock k where k.instance = 'case:' || case_record.case_no and k.kind = 'promised'
      order by k.n desc limit 1) as promise_etime, centre as org_code, centre_name as org_name,
    handler_name as handle_user_name, applicant_type as applyer_type, applicant_name_enc as applyer_name,
    document_type as applyer_page_type, document_no_enc as applyer_page_code, legal_representative_enc as legal_man,
    contact_enc as contact_name, phone_enc as contact_mobile, address_enc as address, theme_code as theme_code,
    theme_name as theme_name, theme_case_no as theme_project_no, source, source_key, operation, batch, row_version,
    recorded_at from case_record;
  create view up_pro_process as select t.id, i.number as project_no, t.stage as process_name, t.act_name as action,
    t.started_at as start_time, t.ended_at as end_time, t.handler_name as handle_user_name, t.opinion, t.node_code,
    t.node_kind, t.node_state, t.unit, t.theme_code, t.theme_name, t.theme_case_no as theme_project_no, t.recorded_at
    from trail t join process_instance i on i.id = t.instance where i.noun = 'case';
  create view up_pro_special_procedure as select id, case_no as project_no, kind as sp_kind, name as sp_name,
    reason as sp_reason, basis as sp_basis, applied_by as apply_user, started_at as start_time, ended_at as end_time,
    result as sp_result, opinion, approver, limit_days, limit_unit, told_at, theme_code, theme_name,
    theme_case_no as theme_project_no, recorded_at from case_special;
  create view up_pro_result as select case_no as project_no, ended_at as result_date, result as result_type,
    explanation as result_explain, certificate_name as result_cert_name, certificate_no as result_cert_no, decision_no,
    valid_from, valid_to, delivered, satisfaction, refusal_reason, theme_code, theme_name,
    theme_case_no as theme_project_no, recorded_at from case_result;
  create view up_pro_material as select m.id, m.case_no as project_no, m.name as attach_name, m.taken_how as take_type,
    m.quantity, f.file_id as attach_id, m.medium, m.original, f.sha256 as attach_digest, m.theme_code, m.theme_name,
    m.theme_case_no as theme_project_no, m.recorded_at
    from case_material m left join case_material_file f on f.material_id = m.id;
`

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop view up_pro_accept, up_pro_process, up_pro_special_procedure, up_pro_result, up_pro_material;
    drop table saved_filter, intake_draft, case_handover, case_supplement,
      case_material_file, case_material, case_result, case_special, case_record
  `)
}
