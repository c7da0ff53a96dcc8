import type { Knex } from 'knex'

/** Definitions, running instances and what people and timers did to them. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table process_definition (
      id varchar(80) primary key,               -- <key>@<version>
      key varchar(60) not null,
      version integer not null,
      name varchar(120) not null,
      hash char(64) not null,
      bpmn text not null,
      net jsonb not null,
      -- called processes as they were inlined: [{element, key, version}]; a drawing is shown with the callee it runs
      calls jsonb not null default '[]',
      note varchar(500),
      published_at timestamptz not null,
      published_by varchar(60) not null,
      recorded_at timestamptz not null default now(),
      unique (key, version)
    );

    -- a drawing that is being changed; shared by all who may publish
    create table process_draft (
      id varchar(40) primary key,
      key varchar(60) not null,
      name varchar(120) not null,
      based_on integer,                         -- version it was begun from; null for a blank or uploaded one
      bpmn text not null,
      revision integer not null default 1,      -- a save names the one it was made from
      created_by varchar(60) not null,
      created_at timestamptz not null,
      changed_by varchar(60) not null,
      changed_at timestamptz not null,
      recorded_at timestamptz not null default now()
    );
    create index process_draft_newest on process_draft (changed_at desc);

    create table process_instance (
      id varchar(80) primary key,               -- <noun>:<number>
      noun varchar(30) not null default '',
      number varchar(50) not null default '',
      kind varchar(40) not null default '',     -- what the mapping chose the definition by, e.g. a case's mode
      definition_id varchar(80) not null references process_definition(id),
      start_vars jsonb not null default '{}',   -- codes and facts of the item, never names or form text
      -- messages the net waits for: [{name, element}]
      waits jsonb not null default '[]',
      -- tokens by element, {element: n}: the process page adds them up, so that no step counts for it
      standing jsonb not null default '{}',
      -- what lists, pages and scope need of the record, so that they know no noun
      district varchar(12) not null default '',
      centre varchar(30) not null default '',
      bureau varchar(30) not null default '',
      title varchar(200) not null default '',
      who_masked varchar(200) not null default '',
      status varchar(20) not null default 'open',
      revision bigint not null default 0,
      -- set in the transaction in which an enforcing timer won; from then on acts are refused
      enforced_by varchar(160),
      enforced_at timestamptz,
      time_offset bigint not null default 0,    -- ms; 0 in production, written by the skip helper only
      started_at timestamptz not null,
      ended_at timestamptz,
      recorded_at timestamptz not null default now()
    );
    create index process_instance_open on process_instance (definition_id, id) where status = 'open';
    create index process_instance_of on process_instance (status, id);
    create unique index process_instance_number on process_instance (noun, number);

    -- which definition a record of this noun and kind follows, from when
    create table definition_mapping (
      id bigserial primary key,
      noun varchar(30) not null,
      kind varchar(40) not null,                -- '' for every kind without a row of its own
      definition_key varchar(60) not null,
      effective_from timestamptz not null,
      effective_to timestamptz,                 -- exclusive
      changed_by varchar(120) not null,
      changed_at timestamptz not null,
      recorded_at timestamptz not null default now()
    );
    create unique index definition_mapping_current on definition_mapping (noun, kind) where effective_to is null;
    create index definition_mapping_of on definition_mapping (noun, kind, effective_from);

    -- kinds of records that an administrator added to those a noun comes with
    create table record_kind (
      noun varchar(30) not null,
      key varchar(30) not null,
      name varchar(60) not null,
      added_by varchar(120) not null,
      added_at timestamptz not null,
      recorded_at timestamptz not null default now(),
      primary key (noun, key)
    );

    create table act (
      id varchar(80) primary key,               -- the client's idempotency key
      instance varchar(80) not null,
      task varchar(160) not null,
      -- what of the task may happen once: the task key itself, or unique per act for repeatable messages
      exclusive_key varchar(240) not null,
      act varchar(60) not null,
      act_name varchar(120) not null default '',     -- as drawn, for trail and timeline
      task_name varchar(120) not null default '',    -- the step 环节 it was done in
      outcome varchar(60) not null,
      actor_id varchar(60) not null,
      actor_name varchar(120) not null,
      received_at timestamptz not null,
      payload jsonb not null default '{}',
      vars jsonb,                               -- codes that came with a message of another instance
      digest char(64) not null,
      status varchar(10) not null default 'pending',  -- pending | done | refused
      refusal varchar(60),
      attempts integer not null default 0,
      sent_at timestamptz,
      done_at timestamptz,
      -- the order in which an instance's acts were committed (taken under its lock): they are sent to the engine in it
      seq bigserial not null,
      recorded_at timestamptz not null default now()
    );
    -- one winner: a task has one act while it is pending or done
    create unique index act_one_winner on act (instance, exclusive_key) where status in ('pending', 'done');
    create index act_pending on act (recorded_at) where status = 'pending';
    create index act_pending_of on act (instance, seq) where status = 'pending';
    create index act_of_instance on act (instance, received_at, id);
    create index act_of_actor on act (actor_id, received_at desc, instance desc, task desc) where status = 'done';

    create table task (
      instance varchar(80) not null,
      key varchar(160) not null,
      element varchar(120) not null,
      name varchar(120) not null,
      noun varchar(30) not null default '',
      number varchar(50) not null default '',
      roles varchar(120) not null,              -- space separated, the first is the main one
      side varchar(10) not null,
      place varchar(30) not null default '',    -- centre, bureau or, on the platform's side, district
      candidate varchar(60),                    -- the one person it is for
      panel varchar(160),                       -- key of the multi-instance in which one person speaks once
      item jsonb,                               -- of a multi-instance: what this one is about
      form varchar(60),
      clock varchar(20),                        -- kind of the clock that governs it
      waits boolean not null default false,     -- for somebody outside: the applicant may do it too
      status varchar(12) not null default 'open',      -- open | completed | cancelled
      claimed_by varchar(60),
      claimed_name varchar(120),
      claimed_at timestamptz,
      opened_at timestamptz not null,
      closed_at timestamptz,
      -- the instance's, copied so that a worklist reads this table alone; refreshed with each step
      district varchar(12) not null default '',
      centre varchar(30) not null default '',
      bureau varchar(30) not null default '',
      title varchar(200) not null default '',
      who_masked varchar(200) not null default '',
      item_code varchar(40) not null default '',
      status_name varchar(60) not null default '',
      due_at timestamptz,
      yellow_at timestamptz,
      red_at timestamptz,
      -- the clock rests from … until …: the rest that is, or comes next
      pause_from timestamptz,
      pause_until timestamptz,                  -- infinity while nobody knows
      time_offset bigint not null default 0,    -- the instance's
      -- when the light changes, by the wall's time (UTC): lists filtered by light walk these. Before the next change nothing
      -- has to be written: a light is read from the instants, never stored
      turns_yellow timestamp generated always as ((coalesce(least(yellow_at, red_at, due_at), pause_from) at time zone 'UTC')
        - time_offset * interval '1 millisecond') stored,
      turns_red timestamp generated always as ((coalesce(least(red_at, due_at), pause_from) at time zone 'UTC')
        - time_offset * interval '1 millisecond') stored,
      resumes timestamp generated always as ((pause_until at time zone 'UTC') - time_offset * interval '1 millisecond') stored,
      -- 53 bits: as far as JavaScript counts
      lane bigint generated always as (hashtextextended(side || '/' || place || '/' || noun || '/' || roles || '/' || element
        || '/' || status_name, 0) >> 11) stored,
      revision bigint not null,
      recorded_at timestamptz not null default now(),
      primary key (instance, key)
    );
    -- a lane = the open tasks of one step, place, set of roles and status. The first index is small (equal keys are kept once)
    -- and tells which lanes there are; every list of a group walks its lanes in the order it shows
    create index task_lanes on task (side, place, noun, roles, element, status_name) where status = 'open';
    create index task_by_due on task (lane, coalesce(due_at, 'infinity'::timestamptz), instance, key) where status = 'open';
    create index task_by_opened on task (lane, opened_at, instance, key) where status = 'open';
    create index task_by_item on task (lane, item_code, coalesce(due_at, 'infinity'::timestamptz), instance, key)
      where status = 'open';
    -- a word is sought in the whole place at once: its rows are filtered one by one, so that lanes would each look for a page
    create index task_of_place_by_due on task (side, place, coalesce(due_at, 'infinity'::timestamptz), instance, key)
      where status = 'open';
    create index task_of_place_by_opened on task (side, place, opened_at, instance, key) where status = 'open';
    create index task_by_yellow on task (lane, turns_yellow, instance, key) where status = 'open';
    create index task_by_red on task (lane, turns_red, instance, key) where status = 'open';
    create index task_by_rest on task (lane, resumes, instance, key) where status = 'open' and resumes is not null;
    -- the longest time tasks of a lane are yellow: how far a list of yellow ones must look
    create index task_yellow_span on task (lane, (turns_red - turns_yellow)) where status = 'open';
    -- the cases of one step: named by the step's own id, whatever called process it stands in
    create index task_of_step on task (noun, (regexp_replace(element, '^.*/', '')), number) where status = 'open';
    create index task_due on task (due_at, district) where status = 'open';
    create index task_mine on task (claimed_by, opened_at, instance, key) where status = 'open';

    -- what a record is found by, of whatever noun: pairs of neighbouring characters of what is public; of people keyed hashes only.
    -- Written once with the instance, so that no step rewrites an index of words (see server/search.ts)
    create table search_entry (
      noun varchar(30) not null,
      number varchar(50) not null,
      instance varchar(80) not null unique,
      keys text[] not null,
      primary key (number, noun)
    );
    create index search_entry_keys on search_entry using gin (keys) with (gin_pending_list_limit = 256);
    alter table search_entry alter column keys set statistics 1000;

    -- one row a step: what moved, in order, as [[element, what, flow?]…]
    create table element_trace (
      instance varchar(80) not null,
      revision bigint not null,
      at timestamptz not null,
      act_id varchar(260) not null,
      moves jsonb not null,
      recorded_at timestamptz not null default now(),
      primary key (instance, revision)
    );

    -- what people, the law and the clocks did, as a timeline tells it; written once by the act's or the step's key
    create table trail (
      id bigserial primary key,
      instance varchar(80) not null,
      step_key varchar(200) not null,
      stage varchar(120) not null,
      act varchar(60) not null,
      act_name varchar(120) not null,
      started_at timestamptz,
      ended_at timestamptz not null,
      handler_id varchar(60) not null,
      handler_name varchar(120) not null,
      opinion varchar(1000),
      node_code varchar(160) not null,
      node_kind varchar(10) not null default 'middle',
      node_state varchar(20) not null default 'done',
      unit varchar(120),
      status_after varchar(20),
      facts jsonb not null default '{}',
      theme_code varchar(40), theme_name varchar(120), theme_case_no varchar(50),
      recorded_at timestamptz not null default now(),
      unique (instance, step_key)
    );
    create index trail_of on trail (instance, ended_at, id);

    create table process_timer (
      instance varchar(80) not null,
      key varchar(160) not null,
      element varchar(160) not null,
      clock varchar(20),
      mode varchar(10),
      due_at timestamptz,
      status varchar(10) not null default 'armed',     -- armed | idle (its clock only advises) | fired | cancelled
      revision bigint not null,
      primary key (instance, key)
    );

    -- what a service step answered; a retry after success gives the same answer and does nothing else
    create table step_result (
      instance varchar(80) not null,
      key varchar(160) not null,
      act_id varchar(260) not null,
      at timestamptz not null,
      result jsonb not null,                    -- {vars?, clocks, ahead}
      recorded_at timestamptz not null default now(),
      primary key (instance, key)
    );

    create table incident (
      instance varchar(80) not null,
      key varchar(160) not null,
      element varchar(160) not null,
      code varchar(80) not null,
      message varchar(2000) not null,
      status varchar(10) not null default 'open',      -- open | resolved
      at timestamptz not null,
      resolved_at timestamptz,
      resolved_by varchar(120),
      recorded_at timestamptz not null default now(),
      primary key (instance, key)
    );
    create index incident_open on incident (at, instance, key) where status = 'open';

    -- notes among colleagues, and up to where somebody has read
    create table note (
      id varchar(80) primary key,
      instance varchar(80) not null references process_instance(id),
      text varchar(2000) not null,
      by_id varchar(60) not null,
      by_name varchar(120) not null,
      at timestamptz not null,
      recorded_at timestamptz not null default now()
    );
    create index note_of on note (instance, at);
    create table seen (
      user_id varchar(60) not null,
      instance varchar(80) not null,
      revision bigint not null,
      at timestamptz not null,
      primary key (user_id, instance)
    );

    -- what follows a step: papers, SMS, messages between instances, signals of moved clocks. Ids and codes only; what a paper or
    -- a message will say lies sealed beside them
    create table follow_up (
      id bigserial primary key,
      lane varchar(20) not null,                -- paper | sms | message | clock | inbox
      kind varchar(40) not null,
      instance varchar(80) not null,
      step_key varchar(200) not null,
      ref varchar(160) not null default '',     -- tells several of one kind and step apart
      what jsonb not null,
      sealed text,
      at timestamptz not null,                  -- the instance's time of the step
      try_at timestamptz not null,              -- wall time
      lease_until timestamptz,
      attempts integer not null default 0,
      last_error varchar(500),
      stopped boolean not null default false,   -- failed for good: an incident is open
      done_at timestamptz,
      recorded_at timestamptz not null default now(),
      unique (instance, step_key, kind, ref)
    );
    create index follow_up_waiting on follow_up (lane, try_at, id) where done_at is null and not stopped;
    create index follow_up_of on follow_up (instance, lane, id) where done_at is null;
    -- messages that came too early, by the instance they are for
    create index follow_up_to on follow_up ((what ->> 'to')) where lane = 'message' and done_at is null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table search_entry, follow_up, seen, note, record_kind, definition_mapping, incident, step_result, process_timer, trail, element_trace, task, act,
      process_instance, process_draft, process_definition
  `)
}
