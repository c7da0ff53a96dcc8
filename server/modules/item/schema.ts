import { z } from 'zod'
import { applicantTypes } from '../../../workflows/case/domain.ts'
import type { ApplicantType } from '../../../workflows/case/domain.ts'
import { isDay } from '../../../workflows/clock/day.ts'
import { entrustmentScopeIds, entrustmentStatuses, handlingModeIds } from '../../../workflows/item/domain.ts'
import type { EntrustmentStatus } from '../../../workflows/item/domain.ts'

const code = z.string().trim().min(1).max(40)
const day = z.string().refine(isDay, '日期应为 YYYY-MM-DD').meta({ format: 'date', example: '2026-03-18' })
export const applicantType = z.enum(Object.keys(applicantTypes) as [ApplicantType, ...ApplicantType[]])
const entrustmentStatus = z.enum(
  Object.keys(entrustmentStatuses) as [EntrustmentStatus, ...EntrustmentStatus[]],
)
const entrustmentScope = z.enum(entrustmentScopeIds)

export const itemQuery = z.object({
  q: z.string().trim().max(100).optional(),
  bureau: code.optional(),
  theme: z.string().trim().max(60).optional(),
  applicantType: applicantType.optional(),
  forIntake: z.enum(['0', '1']).optional().meta({ description: '1：只列本中心今天可以收件的事项' }),
})
export const itemParams = z.object({ code })

const itemHead = {
  code: z.string(),
  version: z.int(),
  name: z.string(),
  itemType: z.string(),
  bureau: z.string(),
  bureauName: z.string(),
  mode: z.enum(handlingModeIds),
  modeName: z.string(),
  theme: z.string(),
  oneThing: z.string().nullable(),
  applicantTypes: z.array(applicantType),
  offered: z.boolean(),
  notOfferedReason: z.string().optional(),
}
export const itemList = z.object({ rows: z.array(z.object(itemHead)) })

const unit = z.enum(['working-day', 'calendar-day'])
const terms = z.object({
  startEvent: z.string(),
  startEventName: z.string(),
  acceptance: z.int(),
  statutory: z.int().nullable(),
  unit,
  unitSource: z.string(),
  statutoryWithSurvey: z.int().nullable(),
  extension: z.int(),
  extensionBasis: z.string().nullable(),
  promised: z.int(),
  promisedUnit: unit,
  promisedNote: z.string().optional(),
  supplement: z.int(),
  delivery: z.int(),
})

const entrustmentBrief = z.object({
  id: z.string(),
  no: z.string(),
  centreName: z.string(),
  bureauName: z.string(),
  scope: z.array(entrustmentScope),
  from: z.string(),
  to: z.string(),
})

export const itemView = z
  .object({
    ...itemHead,
    status: z.string(),
    terms,
    basis: z.array(z.object({ law: z.string(), article: z.string().nullable() })),
    materials: z.array(
      z.object({
        n: z.int(),
        name: z.string(),
        required: z.boolean(),
        originalToVerify: z.boolean(),
        deferrable: z.boolean(),
      }),
    ),
    specialStages: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        countsTowardsStatutory: z.boolean(),
        countsTowardsPromised: z.boolean(),
        basis: z.string(),
      }),
    ),
    verified: z.string(),
    verifiedName: z.string(),
    resultName: z.string(),
    codes: z.object({ basic: z.string(), implementing: z.string(), handling: z.string() }),
    entrustment: entrustmentBrief.optional(),
  })
  .meta({ id: 'Item' })

export const entrustmentView = z
  .object({
    id: z.string(),
    no: z.string(),
    bureau: z.string(),
    bureauName: z.string(),
    centre: z.string(),
    centreName: z.string(),
    items: z.array(z.object({ code: z.string(), name: z.string() })),
    scope: z.array(entrustmentScope),
    from: z.string(),
    to: z.string(),
    sealName: z.string(),
    sendBackHours: z.int(),
    status: entrustmentStatus,
    statusName: z.string(),
    endedOn: z.string().nullable(),
    endReason: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Entrustment' })
export const entrustmentList = z.object({ rows: z.array(entrustmentView) })

/** An item by its code, or as the list shows it. */
const itemRef = z.union([code, z.object({ code }).transform((item) => item.code)])

export const entrustmentBody = z
  .object({
    no: z.string().trim().min(1).max(60),
    bureau: code,
    centre: code,
    items: z.array(itemRef).min(1, '至少选择一个事项').max(1000),
    scope: z.array(entrustmentScope).min(1, '至少选择一项委托内容').max(3),
    from: day,
    to: day,
    sealName: z.string().trim().min(1).max(120),
    sendBackHours: z
      .int()
      .min(1)
      .max(240)
      .optional()
      .meta({ description: '退件时限（小时）；新协议默认 24' }),
  })
  .transform(({ items, scope, ...rest }) => ({
    ...rest,
    scope: [...new Set(scope)],
    itemCodes: [...new Set(items)],
  }))
export const entrustmentChangeBody = z.intersection(
  entrustmentBody,
  z.object({ version: z.int().min(1).optional() }),
)
export const entrustmentParams = z.object({ id: z.string().max(40) })
export const endBody = z.object({ reason: z.string().trim().min(1, '请写明终止原因').max(1000) })

const place = { code: z.string(), name: z.string(), district: z.string(), districtName: z.string() }
export const directoryView = z.object({
  districts: z.array(z.object({ code: z.string(), name: z.string() })),
  centres: z.array(
    z.object({
      ...place,
      address: z.string(),
      phone: z.string(),
      hours: z.string(),
      closingTime: z.string(),
    }),
  ),
  bureaus: z.array(z.object({ ...place, line: z.string() })),
})
