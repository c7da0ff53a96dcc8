/** The forms of a case's acts: what each gives, and what is asked of it. The web draws their fields under the same keys. */
import { z } from 'zod'
import { deliveryMethods, specialKinds } from '../../../workflows/case/domain.ts'
import type { DeliveryMethod, SpecialKind } from '../../../workflows/case/domain.ts'
import type { ActForm } from '../../noun.ts'
import type { CaseContext } from './context.ts'
import * as delivery from './rules-delivery.ts'
import * as supplement from './rules-supplement.ts'
import * as handling from './rules-handling.ts'
import * as ending from './rules-ending.ts'

const day = z.iso.date()
const text = (most: number) => z.string().trim().max(most)
const wanted = z.object({
  id: text(40),
  state: z.enum(['missing', 'defective']),
  reason: text(500).min(1),
})
const materials = z.array(wanted).max(100).optional()
const delivered = {
  method: z.enum(Object.keys(deliveryMethods) as [DeliveryMethod, ...DeliveryMethod[]]).optional(),
  day: day.optional(),
  proof: text(300).optional(),
}

export const supplementData = z.object({ materials }).strict()
export const lateSupplementData = z.object({ materials, basis: text(300).optional() }).strict()
export const deliveryData = z.object(delivered).strict()
export const resultDeliveryData = z.object({ ...delivered, certificateNo: text(100).optional() }).strict()
export const grantData = z
  .object({
    certificateName: text(200).optional(),
    certificateNo: text(100).optional(),
    validFrom: day.optional(),
    validTo: day.optional(),
  })
  .strict()
export const specialData = z
  .object({
    kind: z.enum(Object.keys(specialKinds) as [SpecialKind, ...SpecialKind[]]).optional(),
    basis: text(300).optional(),
    limitDays: z.number().int().min(1).max(365).optional(),
  })
  .strict()
export const specialResultData = z.object({ result: text(300).optional() }).strict()
export const endData = z.object({ status: z.enum(['ended', 'withdrawn']).optional() }).strict()
export const endProposalData = z
  .object({ status: z.enum(['ended', 'withdrawn']).optional(), proof: text(300).optional() })
  .strict()

export const caseForms: Record<string, ActForm<CaseContext>> = {
  supplement: { name: '补正告知：需补正的材料', schema: supplementData, given: [supplement.namesMaterials] },
  'late-supplement': {
    name: '受理后补正：需补充的材料',
    schema: lateSupplementData,
    given: [supplement.namesMaterials],
  },
  delivery: {
    name: '告知书送达',
    schema: deliveryData,
    given: [delivery.provenDelivery, delivery.deliveredOnPossibleDay, delivery.termStillRuns],
  },
  'delivery-result': {
    name: '办理结果送达',
    schema: resultDeliveryData,
    given: [delivery.provenDelivery, delivery.deliveredAfterDecision],
  },
  grant: { name: '准予决定：证照', schema: grantData, given: [handling.validityInOrder] },
  special: { name: '特别程序：种类与期限', schema: specialData, given: [handling.namesKind] },
  'special-result': { name: '特别程序：结果', schema: specialResultData },
  'end-proposal': {
    name: '受理后结束：依据',
    schema: endProposalData,
    given: [ending.namesGround],
  },
  end: { name: '终止办件', schema: endData, given: [ending.mayEnd] },
}
