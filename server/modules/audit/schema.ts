import { z } from 'zod'
import { instant } from '../../instant.ts'
import { any, cursorOf, onlyOf, pageOf, pageQuery } from '../../paging.ts'

export const outcome = z.enum(['ok', 'refused', 'failed'])
const text = z.string().trim().min(1).max(120)

export const auditView = z
  .object({
    id: z.int(),
    at: z.string(),
    recordedAt: z.string(),
    userId: z.int().nullable(),
    username: z.string().nullable(),
    personName: z.string().nullable().meta({ description: '现在的姓名' }),
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
  objectType: any(text),
  objectId: any(text),
  userId: z.coerce.number().int().positive().optional(),
  who: any(text).meta({ description: '姓名或用户名，须完整' }),
  address: any(text).meta({ description: '网络地址，须完整' }),
  action: any(text),
  outcome: any(outcome),
  from: any(instant),
  to: any(instant),
  only: onlyOf(z.string().regex(/^\d{1,15}$/)),
})
export const auditQuery = auditFilter.extend(paging)
export type AuditAsked = z.output<typeof auditFilter>

export const instanceAuditQuery = z.object(paging)
