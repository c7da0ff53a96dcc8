import type { Knex } from 'knex'

/**
 * Indexes of the lists. They page by what does not change (receipt, act), so that a case moving meanwhile is neither
 * missed nor shown twice; `changed_at`, by which the first indexes are ordered, does not do for that.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index case_list_of_centre on case_record (centre, apply_at desc, case_no desc);
    create index case_list_of_bureau on case_record (bureau, apply_at desc, case_no desc);
    create index case_list_of_district on case_record (district, apply_at desc, case_no desc);
    create index act_of_actor on act (actor_id, received_at desc, id desc) where status = 'done';
    create index saved_filter_of on saved_filter (user_id, n, id);
    create index case_phone_whole on case_record (phone_hash, apply_at desc);
    create index process_instance_of on process_instance (status, id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index process_instance_of, case_phone_whole, saved_filter_of, act_of_actor, case_list_of_district,
      case_list_of_bureau, case_list_of_centre
  `)
}
