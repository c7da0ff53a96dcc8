import type { Knex } from 'knex'

/**
 * Stands in for columns of the task row and the seen marks that the rework of the core brings (002-process, 005-case).
 * Goes with that merge.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table task
      add column if not exists noun varchar(30) not null default '',
      add column if not exists number varchar(50) not null default '',
      add column if not exists roles varchar(120) not null default '',
      add column if not exists place varchar(30) not null default '',
      add column if not exists candidate varchar(60),
      add column if not exists title varchar(200) not null default '',
      add column if not exists who_masked varchar(200) not null default '',
      add column if not exists status_name varchar(60) not null default '',
      add column if not exists clock varchar(20),
      add column if not exists due_at timestamptz,
      add column if not exists yellow_at timestamptz,
      add column if not exists red_at timestamptz;
    create index if not exists task_of_place on task (side, place, due_at) where status = 'open';
    create index if not exists task_due on task (due_at, district) where status = 'open';
    create index if not exists process_timer_due on process_timer (due_at) where status = 'armed';
    create table if not exists seen (
      user_id varchar(60) not null,
      instance varchar(80) not null,
      revision bigint not null,
      at timestamptz not null,
      primary key (user_id, instance)
    );
    create index if not exists seen_recent on seen (user_id, at);
  `)
}

export async function down(): Promise<void> {}
