import { z } from 'zod'
import { instant } from '../../instant.ts'
import { cursorOf, pageOf, pageQuery, onlyOf } from '../../paging.ts'

export const outcome = z.enum(['ok', 'refused', 'failed'])
const text = z.string().trim().min(1).max(120)

export const auditView = z
  .object({
    id: z.int(),
    at: z.string(),
    recordedAt: z.string(),
    userId: z.int().nullable(),
    username: z.string().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    action: z.string(),
    objectType: z.string(),
    objectId: z.string().nullable(),
    outcome,
    detail: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'AuditEntry' })

export const auditPage = pageOf(auditView)

const paging = { limit: pageQuery.limit, after: cursorOf(z.int()).optional() }

export const auditFilter = z.object({
  objectType: text.optional(),
  objectId: text.optional(),
  userId: z.coerce.number().int().positive().optional(),
  action: text.optional(),
  outcome: outcome.optional(),
  from: instant.optional(),
  to: instant.optional(),
  only: onlyOf(z.string().regex(/^\d{1,15}$/)),
})
export const auditQuery = auditFilter.extend(paging)

export const instanceAuditQuery = z.object(paging)
