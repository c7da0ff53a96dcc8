import { z } from 'zod'
import { caseStatuses, channels, deliveryMethods, materialStates } from '../../../workflows/case/domain.ts'
import type { CaseStatus, Channel, DeliveryMethod, MaterialState } from '../../../workflows/case/domain.ts'
import { documentTypes } from '../../../workflows/item/identity-number.ts'
import type { DocumentType } from '../../../workflows/item/identity-number.ts'
import { applicantType } from '../item/schema.ts'

const text = z.string()
const maybe = z.string().nullable()
const materialState = z.enum(Object.keys(materialStates) as [MaterialState, ...MaterialState[]])
const deliveryMethod = z.enum(Object.keys(deliveryMethods) as [DeliveryMethod, ...DeliveryMethod[]])

export const materialView = z.object({
  id: text,
  n: z.number(),
  name: text,
  required: z.boolean(),
  state: materialState,
  stateName: text,
  reason: maybe,
  files: z.array(
    z.object({
      fileId: text,
      name: text,
      size: z.number(),
      version: z.number(),
      at: text,
      by: text,
      mediaType: text,
      current: z.boolean().meta({ description: 'false：补正后已被新的文件代替' }),
      fromCase: maybe.meta({ description: '沿用自该申请人已结束的办件' }),
    }),
  ),
})

const caseFacts = z.object({
  caseNo: text,
  itemCode: text,
  itemName: text,
  itemType: text,
  itemVersion: z.number(),
  mode: text,
  status: z.enum(Object.keys(caseStatuses) as [CaseStatus, ...CaseStatus[]]),
  mark: maybe,
  deemedAccepted: z.boolean(),
  applicant: z.object({
    type: applicantType,
    typeName: text,
    nameMasked: text,
    documentType: z.enum(Object.keys(documentTypes) as [DocumentType, ...DocumentType[]]),
    documentMasked: text,
    exception: maybe,
  }),
  legalRepresentativeMasked: maybe,
  agentMasked: maybe,
  contactMasked: text,
  phoneMasked: text,
  address: maybe,
  eDelivery: z.boolean(),
  channel: z.enum(Object.keys(channels) as [Channel, ...Channel[]]),
  centreName: text,
  bureauName: text,
  entrustment: z.object({ no: text, from: text, to: text }).nullable(),
  applyAt: text,
  receivedDay: text,
  acceptedAt: maybe,
  acceptanceNo: maybe,
  decidedAt: maybe,
  endedAt: maybe,
  handlerName: text,
  stepName: maybe,
  summary: maybe.meta({ description: '申请内容' }),
  form: z.record(z.string(), z.unknown()),
  result: z
    .object({
      result: text,
      explanation: maybe,
      certificateName: maybe,
      certificateNo: maybe,
      decisionNo: maybe,
      validFrom: maybe,
      validTo: maybe,
      refusalReason: maybe,
    })
    .nullable(),
  revision: z.number(),
})

export const caseView = z
  .object({
    case: caseFacts,
    materials: z.array(materialView),
    demand: z
      .object({
        reason: text,
        materials: z.array(z.object({ id: text, name: text, state: text, reason: text })),
      })
      .nullable()
      .meta({ description: '等待负责人批准的新补正要求' }),
    proposals: z
      .array(z.object({ act: text, name: text, reason: maybe, proof: maybe, byName: text, at: text }))
      .meta({ description: '提请负责人决定或批准的：审查建议、受理后结束办件' }),
    supplements: z.array(
      z.object({
        id: text,
        round: z.number(),
        phase: z.enum(['acceptance', 'handling']),
        newDemand: z.boolean(),
        list: z.array(z.object({ id: text, name: text, state: materialState, reason: maybe })),
        toldAt: text,
        deliveredDay: maybe,
        deliveryMethod: deliveryMethod.nullable(),
        supplementedAt: maybe,
        status: z.enum(['open', 'complete', 'expired', 'ended']),
      }),
    ),
    special: z.array(
      z.object({
        id: text,
        kind: text,
        name: text,
        reason: text,
        basis: maybe,
        countsStatutory: z.boolean(),
        countsPromised: z.boolean(),
        startedAt: text,
        endedAt: maybe,
      }),
    ),
    handovers: z.array(
      z.object({
        id: text,
        n: z.number(),
        direction: z.enum(['to-bureau', 'to-centre']),
        reason: maybe,
        byName: text,
        at: text,
      }),
    ),
  })
  .meta({ id: 'Case' })
