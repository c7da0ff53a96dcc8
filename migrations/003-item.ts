import type { Knex } from 'knex'

/**
 * Places and bodies, the catalogue of items, and the agreements by which a bureau entrusts a centre.
 * Items are versioned: a case keeps the version it was taken under.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(places)
  await db.raw(items)
  await db.raw(entrustments)
  await db.raw(intake)
}

const places = `
  create table district (
    code varchar(12) primary key,              -- GB/T 2260; 110000 is the whole city
    name varchar(60) not null,
    n integer not null,
    recorded_at timestamptz not null default now()
  );

  create table centre (
    code varchar(30) primary key,
    name varchar(120) not null,
    district varchar(12) not null references district(code),
    mark varchar(20) not null,                 -- 机关代字 in the numbers of its papers, e.g. 京政服
    short varchar(4) not null unique,          -- its part of a case number
    address varchar(300) not null,
    phone varchar(40) not null,
    hours varchar(200) not null,
    closing_time char(5) not null,             -- HH:mm, Asia/Shanghai: a term at the counter ends then
    recorded_at timestamptz not null default now()
  );

  create table bureau (
    code varchar(30) primary key,
    name varchar(120) not null,
    district varchar(12) not null references district(code),
    line varchar(20) not null,                 -- the same line of work 条线 at city and district level
    mark varchar(20) not null,
    credit_code char(18) not null,             -- of the body; the check digit is not enforced, some bodies have none
    court varchar(120) not null,               -- where its decisions are sued (行政许可法 第三十八条: remedies are named)
    reconsideration varchar(120) not null,
    recorded_at timestamptz not null default now(),
    unique (district, line)
  );
`

const items = `
  create table item (
    code varchar(40) not null,
    version integer not null,
    status varchar(12) not null,               -- draft | published | withdrawn
    name varchar(200) not null,
    item_type varchar(20) not null,            -- 行政许可, 行政登记, 公共服务…
    bureau varchar(30) not null references bureau(code),
    mode varchar(30) not null,
    theme varchar(60) not null,
    one_thing varchar(60),
    applicant_types jsonb not null,
    terms jsonb not null,
    basis jsonb not null,
    materials jsonb not null,
    special_stages jsonb not null,
    verified varchar(12) not null,             -- text | secondary | unverified
    result_name varchar(120) not null,
    basic_code char(12) not null,
    implementing_code char(31) not null,
    handling_code char(33) not null,
    published_at timestamptz,
    published_by varchar(60),
    recorded_at timestamptz not null default now(),
    primary key (code, version)
  );
  -- one version in force
  create unique index item_published on item (code) where status = 'published';
`

const entrustments = `
  create table entrustment (
    id varchar(40) primary key,
    no varchar(60) not null unique,            -- number of the agreement
    bureau varchar(30) not null references bureau(code),
    centre varchar(30) not null references centre(code),
    scope jsonb not null,                      -- accept, notify, end
    valid_from date not null,
    valid_to date not null,                    -- last day, inclusive
    seal_name varchar(120) not null,
    send_back_hours integer not null default 24,
    status varchar(10) not null default 'agreed',  -- agreed | ended
    ended_on date,                             -- from this day on nothing is taken under it
    end_reason varchar(1000),
    version integer not null default 1,        -- each change is in the audit with before and after
    changed_at timestamptz not null,
    changed_by varchar(60) not null,
    recorded_at timestamptz not null default now(),
    check (valid_to >= valid_from)
  );
  create index entrustment_centre on entrustment (centre, valid_to);

  create table entrustment_item (
    entrustment_id varchar(40) not null references entrustment(id),
    item_code varchar(40) not null,
    primary key (entrustment_id, item_code)
  );
  create index entrustment_item_of on entrustment_item (item_code);
`

const intake = `
  create table case_number_sequence (
    centre varchar(30) not null,
    day date not null,
    last integer not null,
    primary key (centre, day)
  );

  -- the client's key of a submission: whoever writes the row takes the case, its twins read the answer
  create table intake_request (
    id varchar(80) primary key,
    user_id bigint not null,
    digest char(64) not null,
    case_no varchar(50),                       -- set before the transaction ends
    at timestamptz not null,
    recorded_at timestamptz not null default now()
  );
`

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table intake_request, case_number_sequence, entrustment_item, entrustment, item, bureau, centre, district
  `)
}
