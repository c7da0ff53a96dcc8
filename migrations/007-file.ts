import type { Knex } from 'knex'

/** Uploaded and issued files; the bytes lie in the file store under their sha256. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE file (
      id uuid PRIMARY KEY,
      sha256 text NOT NULL,
      size bigint NOT NULL,
      name text NOT NULL,
      media_type text NOT NULL,
      owner_kind text NOT NULL CHECK (owner_kind IN ('staff', 'citizen', 'system')),
      uploaded_by bigint REFERENCES app_user (id),
      instance varchar(80),
      status text NOT NULL CHECK (status IN ('stored', 'withdrawn')),
      at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      CHECK (owner_kind <> 'staff' OR uploaded_by IS NOT NULL),
      CHECK (owner_kind <> 'citizen' OR instance IS NOT NULL)
    )`)
  await knex.raw('CREATE INDEX file_instance ON file (instance)')
  await knex.raw('CREATE INDEX file_sha256 ON file (sha256)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE file')
}
