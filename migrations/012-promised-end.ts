import type { Knex } from 'knex'

const view = (promised: string) => `
  create or replace view up_pro_accept as select case_no as project_no, basic_code as catalog_code,
    implementing_code as task_code, handling_code as task_handle_item, item_name as task_name,
    item_version as task_version, summary as project_name, case_type as project_type, channel as apply_type,
    apply_at as apply_date, accepted_at as accept_date, acceptance_no as accept_list_no, ${promised} as promise_etime,
    centre as org_code, centre_name as org_name, handler_name as handle_user_name, applicant_type as applyer_type,
    applicant_name_enc as applyer_name, document_type as applyer_page_type, document_no_enc as applyer_page_code,
    legal_representative_enc as legal_man, contact_enc as contact_name, phone_enc as contact_mobile,
    address_enc as address, theme_code as theme_code, theme_name as theme_name, theme_case_no as theme_project_no,
    source, source_key, operation, batch, row_version, recorded_at from case_record`

/** The promised end is the promised term's, not whichever term comes next. */
export async function up(db: Knex): Promise<void> {
  await db.raw(
    view(`(select k.due_at from clock k where k.case_no = case_record.case_no and k.kind = 'promised'
      order by k.n desc limit 1)`),
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(view('next_due_at'))
}
