import type { Knex } from 'knex'

/** A file taken over from an ended case of the same applicant names that case. */
export async function up(db: Knex): Promise<void> {
  await db.raw(
    'alter table case_material_file add column from_case varchar(50) references case_record(case_no)',
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table case_material_file drop column from_case')
}
