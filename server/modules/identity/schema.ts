import { z } from 'zod'
import { placeFault, roleIds, sides, userStatuses } from '../../../workflows/identity/domain.ts'
import type { Side, UserStatus } from '../../../workflows/identity/domain.ts'
import { cursorOf, pageOf, pageQuery, onlyOf } from '../../paging.ts'

const districtCode = z
  .string()
  .regex(/^(\d{6}|\d{12})$/, '行政区划代码应为 6 位或 12 位数字')
  .meta({ example: '110108' })
const placeCode = z.string().trim().min(1).max(40)
const personName = z.string().trim().min(1).max(60)
const phone = z.string().regex(/^[0-9+\- ]{5,20}$/, '电话号码格式不正确')
const username = z.string().regex(/^[a-zA-Z][a-zA-Z0-9._-]{2,39}$/, '用户名为 3–40 位字母、数字，字母开头')
const password = z.string().min(1).max(128)
const role = z.enum(roleIds)

export const actorView = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    roles: z.array(role),
    side: z.enum(Object.keys(sides) as [Side, ...Side[]]),
    districtCode: z.string(),
    centreCode: z.string().optional(),
    bureauCode: z.string().optional(),
  })
  .meta({ id: 'Actor' })

export const sessionView = z
  .object({
    csrf: z.string(),
    user: actorView.nullable(),
    /** The server's time, for pages that show remaining time. */
    now: z.string(),
  })
  .meta({ id: 'Session' })

export const citizenSessionView = z
  .object({ csrf: z.string(), citizen: z.object({ caseNo: z.string() }).nullable(), now: z.string() })
  .meta({ id: 'CitizenSession' })

export const loginBody = z.object({ username: z.string().min(1).max(40), password })
export const ownPasswordBody = z.object({ current: password, next: password })
export const passwordBody = z.object({ password })

export const userView = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    status: z.enum(Object.keys(userStatuses) as [UserStatus, ...UserStatus[]]),
    districtCode: z.string(),
    centreCode: z.string().nullable(),
    bureauCode: z.string().nullable(),
    lockedUntil: z.string().nullable(),
    createdAt: z.string(),
    roles: z.array(role),
  })
  .meta({ id: 'User' })

export const colleagueView = z
  .object({ id: z.int(), name: z.string(), roles: z.array(role) })
  .meta({ id: 'Colleague' })

const roleList = z.array(role).min(1, '至少选择一个角色').max(roleIds.length)

export const newUserBody = z
  .object({
    username,
    name: personName,
    phone: phone.optional(),
    password,
    districtCode,
    centreCode: placeCode.optional(),
    bureauCode: placeCode.optional(),
    roles: roleList,
  })
  .superRefine((user, ctx) => {
    const message = placeFault(user)
    if (message) ctx.addIssue({ code: 'custom', path: ['bureauCode'], message })
  })

export const userChangeBody = z
  .object({
    name: personName,
    phone: phone.nullable(),
    status: userView.shape.status,
    districtCode,
    centreCode: placeCode.nullable(),
    bureauCode: placeCode.nullable(),
    roles: roleList,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { message: '没有要修改的内容' })
  // The rest of the rule needs what is kept of the person: service.ts.
  .refine((change) => !(change.centreCode && change.bureauCode), {
    path: ['bureauCode'],
    message: '中心和委办局只能选择其一',
  })

export const userParams = z.object({ id: z.coerce.number().int().positive() })

export const userFilter = z.object({
  q: z.string().trim().max(60).optional(),
  status: userView.shape.status.optional(),
  role: role.optional(),
  centreCode: placeCode.optional(),
  bureauCode: placeCode.optional(),
  only: onlyOf(z.string().regex(/^\d{1,9}$/)),
})
export const userQuery = userFilter.extend({
  limit: pageQuery.limit,
  after: cursorOf(z.int()).optional(),
})

export const userPage = pageOf(userView)
