import type { Knex } from 'knex'

/**
 * The order in which an instance's acts were committed: taken under the instance's lock, so that they are sent to the
 * engine one after the other, after a crash too. Drops `reminder`, which nothing ever wrote (`clock_rung` is it).
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table act add column seq bigserial not null;
    create index act_pending_of on act (instance, seq) where status = 'pending';
    drop table reminder;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create table reminder (
      case_no varchar(50) not null,
      clock varchar(20) not null,
      n integer not null,
      level varchar(10) not null,
      due_day date,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      primary key (case_no, clock, n, level, due_day)
    );
    drop index act_pending_of;
    alter table act drop column seq;
  `)
}
