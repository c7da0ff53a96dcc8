import type { Knex } from 'knex'

/** 事项变更工单: one row a ticket; where it stands, its clocks and its tasks are the process's. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table change_ticket (
      number varchar(20) primary key,
      day date not null, n integer not null,      -- sequence of the day
      kind varchar(30) not null,
      item_code varchar(40) not null, item_name varchar(200) not null,
      title varchar(100) not null, content varchar(2000) not null,
      status varchar(20) not null,
      district varchar(12) not null,
      centre varchar(30) not null default '',    -- no centre has a part in it
      bureau varchar(30) not null, bureau_name varchar(120) not null,
      opened_by bigint not null references app_user(id), opened_by_name varchar(120) not null,
      opened_at timestamptz not null, ended_at timestamptz,
      revision bigint not null default 0, changed_at timestamptz not null,
      recorded_at timestamptz not null default now(),
      unique (day, n)
    );
    create index change_ticket_of_bureau on change_ticket (bureau, opened_at desc, number desc);
    create index change_ticket_of_district on change_ticket (district, opened_at desc, number desc);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table change_ticket')
}
