import type { Knex } from 'knex'

/** Users, roles, sessions, audit. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE app_user (
      id bigserial PRIMARY KEY,
      username text NOT NULL,
      name text NOT NULL,
      phone text,
      password_hash text NOT NULL,
      status text NOT NULL CHECK (status IN ('active', 'disabled')),
      district_code text NOT NULL,
      centre_code text,
      bureau_code text,
      failed_attempts integer NOT NULL DEFAULT 0,
      locked_until timestamptz,
      failed_at timestamptz,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      CHECK (centre_code IS NULL OR bureau_code IS NULL)
    )`)
  // Two accounts that differ only in case would be told apart by nobody.
  await knex.raw('CREATE UNIQUE INDEX app_user_username ON app_user (lower(username))')
  await knex.raw(`
    CREATE TABLE user_role (
      user_id bigint NOT NULL REFERENCES app_user (id),
      role text NOT NULL,
      PRIMARY KEY (user_id, role)
    )`)
  await knex.raw(`
    CREATE TABLE session (
      sid varchar PRIMARY KEY,
      sess json NOT NULL,
      expire timestamptz(6) NOT NULL
    )`)
  // Names nobody has are counted like the others, or the answer would tell which accounts there are. Keyed hashes only.
  await knex.raw(`
    CREATE TABLE unknown_name (
      name_hash text PRIMARY KEY,
      failed_attempts integer NOT NULL DEFAULT 0,
      locked_until timestamptz,
      failed_at timestamptz NOT NULL
    )`)
  await knex.raw('CREATE INDEX unknown_name_failed ON unknown_name (failed_at)')
  await knex.raw('CREATE INDEX session_expire ON session (expire)')
  await knex.raw(`CREATE INDEX session_by_user ON session ((sess ->> 'userId'))`)
  await createAudit(knex)
}

async function createAudit(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE audit (
      id bigserial PRIMARY KEY,
      at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      user_id bigint,
      username text,
      address text,
      request_id text,
      action text NOT NULL,
      object_type text NOT NULL,
      object_id text,
      outcome text NOT NULL CHECK (outcome IN ('ok', 'refused', 'failed')),
      detail jsonb
    )`)
  await knex.raw('CREATE INDEX audit_object ON audit (object_type, object_id, id)')
  await knex.raw('CREATE INDEX audit_user ON audit (user_id, id)')
  // Statement level: TRUNCATE too, and a statement that meets no row is refused all the same.
  await knex.raw(`
    CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit is append-only' USING ERRCODE = '42501';
    END $$`)
  await knex.raw(`
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE audit')
  await knex.raw('DROP FUNCTION audit_append_only()')
  await knex.raw('DROP TABLE session')
  await knex.raw('DROP TABLE unknown_name')
  await knex.raw('DROP TABLE user_role')
  await knex.raw('DROP TABLE app_user')
}
