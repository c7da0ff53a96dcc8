import type { Knex } from 'knex'

/**
 * Papers, the numbers they carry and the messages sent. The unique constraints are the idempotency of the steps:
 * a step that runs twice finds its paper or its message and makes no second one.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('number_sequence', (table) => {
    table.string('scope', 100).notNullable()
    table.integer('year').notNullable()
    table.integer('next').notNullable()
    table.primary(['scope', 'year'])
  })
  await knex.schema.createTable('paper', (table) => paperColumns(knex, table))
  await knex.schema.createTable('notification', (table) => notificationColumns(knex, table))
}

function paperColumns(knex: Knex, table: Knex.CreateTableBuilder): void {
  table.uuid('id').primary()
  table.string('instance', 80).notNullable()
  table.string('step_key', 200).notNullable()
  table.string('kind', 40).notNullable()
  // Sequence, year and n say where the number came from; the number is what is printed.
  table.string('scope', 100).notNullable()
  table.integer('year').notNullable()
  table.integer('n').notNullable()
  table.string('number', 80).notNullable()
  table.string('title', 80).notNullable()
  table.date('issued_on').notNullable()
  table.timestamp('at', { useTz: true }).notNullable()
  // Null between the allocation of the number and the end of rendering.
  table.string('file_sha256', 64)
  table.integer('file_size')
  // Nothing personal: no applicant, agent, recipient or query secret.
  table.jsonb('data').notNullable()
  table.timestamp('recorded_at', { useTz: true }).notNullable().defaultTo(knex.fn.now())
  table.unique(['instance', 'step_key', 'kind'])
  table.unique(['scope', 'year', 'n'])
}

function notificationColumns(knex: Knex, table: Knex.CreateTableBuilder): void {
  table.uuid('id').primary()
  table.string('instance', 80).notNullable()
  table.string('step_key', 200).notNullable()
  table.string('template', 60).notNullable()
  table.string('channel', 10).notNullable()
  // Masked: the number itself lies sealed with the follow-up that sends the message.
  table.string('to_phone_masked', 30)
  table.text('text').notNullable()
  table.string('status', 10).notNullable()
  table.string('provider_id', 100)
  table.string('error_code', 60)
  table.integer('attempts').notNullable().defaultTo(0)
  table.timestamp('at', { useTz: true }).notNullable()
  table.timestamp('sent_at', { useTz: true })
  table.timestamp('recorded_at', { useTz: true }).notNullable().defaultTo(knex.fn.now())
  table.unique(['instance', 'step_key', 'template', 'channel'])
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('notification')
  await knex.schema.dropTable('paper')
  await knex.schema.dropTable('number_sequence')
}
