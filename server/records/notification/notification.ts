import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type {
  NotificationChannel,
  NotificationStatus,
  NotificationTemplate,
} from '../../../workflows/notification/domain.ts'

export interface NotificationRow {
  /** Also the request id at the gateway. */
  id: string
  instance: string
  stepKey: string
  template: NotificationTemplate
  channel: NotificationChannel
  toPhoneMasked?: string
  text: string
  status: NotificationStatus
  providerId?: string
  errorCode?: string
  attempts: number
  at: string
  sentAt?: string
}

export interface NewNotification {
  instance: string
  stepKey: string
  template: NotificationTemplate
  channel: NotificationChannel
  toPhoneMasked?: string
  text: string
  status: NotificationStatus
  at: string
}

/**
 * The messages of a step, one a channel: written once, found again by every later try, in the order asked for. Who tries
 * again gets the first text and the first id, so that the gateway can tell the repetition from a second message.
 */
export async function findOrCreateNotifications(
  db: Knex,
  messages: NewNotification[],
): Promise<NotificationRow[]> {
  const made: DatabaseRow[] = await db('notification')
    .insert(messages.map(toRow))
    .onConflict(['instance', 'step_key', 'template', 'channel'])
    .ignore()
    .returning('*')
  const found = made.length === messages.length ? made : await sameStep(db, messages)
  return messages.map(({ channel }) => toNotification(found.find((row) => row.channel === channel)!))
}

function sameStep(db: Knex, [message]: NewNotification[]): Promise<DatabaseRow[]> {
  const { instance, stepKey, template } = message!
  return db('notification').where({ instance, step_key: stepKey, template })
}

function toRow(message: NewNotification) {
  const { instance, stepKey, template, channel, text, status, at, toPhoneMasked = null } = message
  return {
    ...{ id: randomUUID(), instance, step_key: stepKey, template, channel, text, status, at },
    ...{ to_phone_masked: toPhoneMasked, sent_at: status === 'sent' ? at : null },
  }
}

/** Sent is final: a late failure of a twin does not take it back. */
export async function markNotificationSent(
  db: Knex,
  id: string,
  sent: { providerId: string; at: string; toPhoneMasked: string },
): Promise<void> {
  await db('notification')
    .where({ id })
    .whereNot({ status: 'sent' })
    .update({
      status: 'sent',
      provider_id: sent.providerId,
      sent_at: sent.at,
      to_phone_masked: sent.toPhoneMasked,
      error_code: null,
      attempts: db.raw('attempts + 1'),
    })
}

/** `final`: the gateway refused for good; otherwise the row stays pending and the step tries again. */
export async function markNotificationFailed(
  db: Knex,
  id: string,
  failure: { code: string; final: boolean },
): Promise<void> {
  await db('notification')
    .where({ id })
    .whereNot({ status: 'sent' })
    .update({
      status: failure.final ? 'failed' : 'pending',
      error_code: failure.code,
      attempts: db.raw('attempts + 1'),
    })
}

export async function listNotifications(db: Knex, instance: string): Promise<NotificationRow[]> {
  const rows: DatabaseRow[] = await db('notification')
    .where({ instance })
    .orderBy([{ column: 'at' }, { column: 'recorded_at' }])
  return rows.map(toNotification)
}

interface DatabaseRow {
  id: string
  instance: string
  step_key: string
  template: NotificationTemplate
  channel: NotificationChannel
  to_phone_masked: string | null
  text: string
  status: NotificationStatus
  provider_id: string | null
  error_code: string | null
  attempts: number
  at: string
  sent_at: string | null
}

function toNotification(row: DatabaseRow): NotificationRow {
  return {
    id: row.id,
    instance: row.instance,
    stepKey: row.step_key,
    template: row.template,
    channel: row.channel,
    ...(row.to_phone_masked && { toPhoneMasked: row.to_phone_masked }),
    text: row.text,
    status: row.status,
    ...(row.provider_id && { providerId: row.provider_id }),
    ...(row.error_code && { errorCode: row.error_code }),
    attempts: row.attempts,
    at: row.at,
    ...(row.sent_at && { sentAt: row.sent_at }),
  }
}
