import { z } from 'zod'
import { caseActs, deliveryMethods, limits, specialKinds } from '../../../workflows/case/domain.ts'
import type { CaseAct, DeliveryMethod, SpecialKind } from '../../../workflows/case/domain.ts'

export const caseNoParams = z.object({ no: z.string().min(1).max(50) })

const day = z.iso.date()
const text = (most: number) => z.string().trim().min(1).max(most)

export const actData = z
  .object({
    materials: z
      .array(
        z.object({
          id: z.string().max(40),
          state: z.enum(['missing', 'defective']),
          reason: text(500),
        }),
      )
      .max(100)
      .optional(),
    method: z.enum(Object.keys(deliveryMethods) as [DeliveryMethod, ...DeliveryMethod[]]).optional(),
    day: day.optional(),
    proof: z.string().trim().max(300).optional(),
    basis: z.string().trim().max(300).optional(),
    kind: z.enum(Object.keys(specialKinds) as [SpecialKind, ...SpecialKind[]]).optional(),
    limitDays: z.number().int().min(1).max(365).optional(),
    result: z.string().trim().max(300).optional(),
    certificateName: z.string().trim().max(200).optional(),
    certificateNo: z.string().trim().max(100).optional(),
    validFrom: day.optional(),
    validTo: day.optional(),
    status: z.enum(['ended', 'withdrawn']).optional(),
  })
  .strict()
export type ActData = z.infer<typeof actData>

export const actRequest = z
  .object({
    act: z.enum(Object.keys(caseActs) as [CaseAct, ...CaseAct[]]),
    /** Task key, when the page knows it: an act on a task that is gone is refused even if a new one is open. */
    task: z.string().max(160).optional(),
    reason: z.string().trim().max(limits.reason).optional(),
    data: actData.default({}),
  })
  .strict()
export type ActRequest = z.infer<typeof actRequest>

export const actAnswer = z.object({ revision: z.number(), status: z.string(), statusName: z.string() })
export const savingAnswer = z.object({ saving: z.literal(true) })

export const idempotencyKey = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[A-Za-z0-9._:-]+$/)
