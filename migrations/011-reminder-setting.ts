import type { Knex } from 'knex'

/** When a clock of a kind turns yellow and red, for all items or for one. Without a row the calculator's default holds. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create sequence reminder_version;
    create table reminder_setting (
      kind varchar(20) not null,
      item_code varchar(40) not null default '',   -- '' for all items
      rungs jsonb not null,                        -- [{level, remaining}]
      -- never the same twice, also when a setting was taken back and made again
      version integer not null default nextval('reminder_version'),
      changed_at timestamptz not null,
      changed_by varchar(120) not null,
      recorded_at timestamptz not null default now(),
      primary key (kind, item_code)
    )
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table reminder_setting; drop sequence reminder_version')
}
