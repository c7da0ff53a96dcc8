import { z } from 'zod'

/**
 * An instant somebody sends, with any offset, as UTC: PostgreSQL takes no offset beyond ±15:59, and texts of one form
 * compare. Local mean times of a century ago (+19:21) are legal ISO 8601 and become what they mean.
 */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text, ctx) => {
    const ms = Date.parse(text)
    // An offset at the edge can lead out of the years that are written with four digits.
    const utc = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
    if (/^\d{4}-/.test(utc) && !utc.startsWith('0000')) return utc
    ctx.addIssue({ code: 'custom', message: '时间无效' })
    return z.NEVER
  })
  .meta({ type: 'string', format: 'date-time', example: '2026-11-24T09:00:00+08:00' })
