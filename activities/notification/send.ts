import { ApplicationFailure } from '@temporalio/common'
import type { Knex } from 'knex'
import {
  findOrCreateNotifications,
  markNotificationFailed,
  markNotificationSent,
} from '../../server/records/notification/notification.ts'
import type { NotificationRow } from '../../server/records/notification/notification.ts'
import { maskPhone } from '../../server/personal.ts'
import { fillTemplate } from '../../workflows/notification/domain.ts'
import type { NotificationTemplate, NotificationVars } from '../../workflows/notification/domain.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import { postSms } from './sms.ts'

export interface Notification {
  instance: string
  /** Key of the process step; a step sends a template at most once per channel. */
  stepKey: string
  template: NotificationTemplate
  /** Without one only the message on the citizen page is written. */
  phone?: string
  vars: NotificationVars
  /** ISO instant of the act, the case's time. */
  at: string
}

/**
 * Messages to applicants. `phone` is personal data: it lies sealed in the outbox and is opened by the drain alone.
 *
 * The row comes first and its id is the gateway's request id: a crash or a lost answer at any point leads to the
 * same request again, which the gateway delivers once.
 */
export function createNotifications(deps: { db: Knex; smsUrl?: string; timeoutMs?: number }) {
  const { db, smsUrl, timeoutMs = 5_000 } = deps

  async function sendNotification(notification: Notification): Promise<{ id?: string }> {
    const text = textOf(notification)
    const { instance, stepKey, template, phone, at } = notification
    const base = { instance, stepKey, template, text, at }
    const onPage = { ...base, channel: 'inbox' as const, status: 'sent' as const }
    const byPhone = { ...base, channel: 'sms' as const, status: 'pending' as const }
    const [, row] = await findOrCreateNotifications(db, [
      onPage,
      ...(phone ? [{ ...byPhone, toPhoneMasked: maskPhone(phone) }] : []),
    ])
    if (!row || !phone) return {}
    if (row.status !== 'sent') await deliver(row, phone)
    return { id: row.id }
  }

  async function deliver(row: NotificationRow, phone: string): Promise<void> {
    if (!smsUrl) throw ApplicationFailure.nonRetryable('no SMS gateway is configured', 'sms-not-configured')
    try {
      const caseNo = parseInstanceId(row.instance).number
      const request = { requestId: row.id, phone, text: row.text, caseNo, at: row.at }
      const providerId = await postSms(smsUrl, request, timeoutMs)
      await markNotificationSent(db, row.id, { providerId, at: row.at, toPhoneMasked: maskPhone(phone) })
    } catch (error) {
      if (error instanceof ApplicationFailure)
        await markNotificationFailed(db, row.id, { code: error.type!, final: error.nonRetryable === true })
      throw error
    }
  }

  return { sendNotification }
}

export type Notifications = ReturnType<typeof createNotifications>

function textOf(notification: Notification): string {
  const filled = fillTemplate(notification.template, notification.vars)
  if ('text' in filled) return filled.text
  throw ApplicationFailure.nonRetryable(
    `${notification.template} lacks ${filled.missing.join(', ')}`,
    'notification-incomplete',
  )
}
