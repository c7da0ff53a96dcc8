import type { Knex } from 'knex'

/** 站内消息: what the staff are told in the app, once per person and occasion, and how far a day's digests have come. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table inbox_message (
      id bigserial primary key,
      user_id bigint not null references app_user(id),
      key varchar(200) not null,                -- the occasion: told again with the same key, nothing is added
      kind varchar(20) not null,
      level varchar(10) not null check (level in ('info', 'yellow', 'red')),
      popup boolean not null,
      title varchar(200) not null,
      text varchar(1000) not null,
      instance varchar(80),                     -- what it is about, or
      link varchar(300),                        -- the page it leads to
      at timestamptz not null,
      read_at timestamptz,
      recorded_at timestamptz not null default now(),
      unique (user_id, key)
    );
    create index inbox_of_user on inbox_message (user_id, id);
    create index inbox_unread on inbox_message (user_id, id) where read_at is null;
    create index inbox_of_instance on inbox_message (instance, id) where instance is not null;

    create table inbox_digest (
      day date primary key,
      last_user bigint not null default 0,      -- everybody up to this one was looked at
      done_at timestamptz,
      recorded_at timestamptz not null default now()
    );
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table inbox_digest, inbox_message')
}
