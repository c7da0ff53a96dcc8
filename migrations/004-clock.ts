import type { Knex } from 'knex'

/** The working calendar, the legal clocks with their ledger causes, and what follows when a year is published. */
export async function up(db: Knex): Promise<void> {
  await db.raw(calendars)
  await db.raw(clocks)
  await db.raw(reminders)
  await db.raw(followUps)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table reminder_setting;
    drop sequence reminder_version;
    drop table calendar_job;
    drop table clock_rung;
    drop table clock_change;
    drop table clock_extension;
    drop table clock_pause;
    drop table clock;
    drop table work_calendar_day;
    drop table work_calendar;
  `)
}

const calendars = `
  create table work_calendar (
    id bigserial primary key,
    year integer not null,
    status varchar(12) not null check (status in ('draft', 'published', 'superseded')),
    version integer not null,                  -- of the edition: grows with every edit of the year
    publication integer unique,                -- number of the publication over all years; the calendar's version
    source varchar(200) not null,              -- the notice it is taken from
    changed_at timestamptz not null,
    changed_by varchar(120) not null,
    published_at timestamptz,
    published_by varchar(120),
    recorded_at timestamptz not null default now()
  );
  create unique index work_calendar_draft on work_calendar (year) where status = 'draft';
  create unique index work_calendar_published on work_calendar (year) where status = 'published';

  create table work_calendar_day (
    calendar_id bigint not null references work_calendar(id),
    day date not null,
    kind varchar(10) not null check (kind in ('holiday', 'make-up')),
    name varchar(40) not null,
    primary key (calendar_id, day)
  );
`

const clocks = `
  create table clock (
    id varchar(180) primary key,               -- <instance>/<kind>[/<ref>]#<n>
    instance varchar(80) not null,
    kind varchar(20) not null,
    ref varchar(60) not null default '',       -- tells clocks of one kind apart: three reviewers have three
    n integer not null,
    mode varchar(10) not null check (mode in ('advise', 'enforce')),
    unit varchar(20) not null check (unit in ('working-day', 'calendar-day')),
    budget integer not null check (budget >= 0),
    start_day date not null,
    closes varchar(10) not null check (closes in ('online', 'counter')),
    closing_time char(5),
    unit_source varchar(10),
    basis varchar(300),
    started_by varchar(200) not null,          -- the act that started it
    rungs jsonb not null,                      -- [{level, remaining}]
    state varchar(10) not null check (state in ('running', 'paused', 'stopped')),
    stopped_on date,
    stop_reason varchar(200),
    -- computed from the facts above with the calendar of that version; null due while a pause is open
    calendar_version integer not null,
    total integer not null,
    due_day date,
    due_at timestamptz,
    yellow_at timestamptz,
    rung_at jsonb not null,                    -- [{level, remaining, at}]
    provisional boolean not null,
    revision bigint not null,
    changed_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    unique (instance, kind, ref, n),
    unique (instance, kind, ref, started_by),
    check (closes = 'online' or closing_time is not null)
  );
  create index clock_open on clock (id) where state <> 'stopped';

  create table clock_pause (
    clock_id varchar(180) not null references clock(id),
    id varchar(200) not null,
    from_day date not null,
    through_day date,                          -- inclusive; null while open
    cause varchar(100) not null,
    basis varchar(300),
    at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (clock_id, id)
  );

  create table clock_extension (
    clock_id varchar(180) not null references clock(id),
    id varchar(200) not null,
    days integer not null check (days > 0),
    on_day date not null,
    basis varchar(300) not null,
    at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (clock_id, id)
  );

  -- every change of a clock and where it moved the date; an act's id stands here once
  create table clock_change (
    clock_id varchar(180) not null references clock(id),
    revision bigint not null,
    cause varchar(12) not null,                -- start | pause | resume | extend | stop | calendar | timer
    cause_id varchar(200) not null,
    detail jsonb not null,
    due_day_before date,
    due_day date,
    calendar_version integer not null,
    at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (clock_id, revision),
    unique (clock_id, cause, cause_id)
  );

  -- rungs that were told, so that a change of date does not tell one twice
  create table clock_rung (
    clock_id varchar(180) not null references clock(id),
    level varchar(10) not null,
    rung_at timestamptz not null,
    at timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (clock_id, level, rung_at)
  );
`

const reminders = `
  create sequence reminder_version;
  -- when a clock of a kind turns yellow and red, for all items or for one; without a row the calculator's default holds
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
  );
`

const followUps = `
  create table calendar_job (
    id bigserial primary key,
    year integer not null,
    publication integer not null unique,
    status varchar(10) not null default 'running' check (status in ('running', 'done')),
    total integer not null,
    done integer not null default 0,
    moved integer not null default 0,
    after_clock varchar(180) not null default '',  -- clocks up to this id are done
    started_at timestamptz not null,
    finished_at timestamptz,
    recorded_at timestamptz not null default now()
  );
  create index calendar_job_running on calendar_job (id) where status = 'running';
`
