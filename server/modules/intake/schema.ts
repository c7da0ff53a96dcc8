import { z } from 'zod'
import { channels } from '../../../workflows/case/domain.ts'
import type { Channel } from '../../../workflows/case/domain.ts'
import { intakeLimits as limits, intakeMaterialStates } from '../../../workflows/intake/domain.ts'
import { documentKinds, documentTypeIds } from '../../../workflows/item/identity-number.ts'
import type { DocumentKind } from '../../../workflows/item/identity-number.ts'
import { applicantType } from '../item/schema.ts'

/** One line of text: no line breaks or other control characters, which would break lists and papers. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, '不能为空')
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, '不能包含换行或控制字符')
const paragraph = (max: number) => z.string().trim().max(max)
/** Empty fields of a form are fields that were not filled in. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())

const documentType = z.enum(documentTypeIds)
const documentNo = line(40)
const phone = line(limits.phone)

const applicant = z.object({
  type: applicantType,
  name: line(limits.name),
  documentType,
  documentNo,
  exception: optional(line(300)),
})
const agent = z.object({
  name: line(60),
  documentType: documentType.default('resident-id'),
  documentNo,
  phone,
})

const material = z.object({
  n: z.int().min(1).max(200),
  name: line(limits.name),
  state: z.enum(intakeMaterialStates),
  reason: optional(paragraph(500)),
  files: z.array(z.uuid()).max(limits.filesPerMaterial).default([]),
  paper: z.boolean().optional(),
})

const formValue = z.union([z.string().max(limits.formText), z.number(), z.boolean(), z.null()])
const form = z
  .record(z.string().min(1).max(60), formValue)
  .refine((fields) => Object.keys(fields).length <= limits.formFields, `最多 ${limits.formFields} 个字段`)

export const intakeBody = z
  .object({
    itemCode: line(40),
    channel: z.enum(Object.keys(channels) as [Channel, ...Channel[]]).default('window'),
    applicant,
    agent: optional(agent),
    legalRepresentative: optional(line(60)),
    contact: z.object({ name: line(60), phone }),
    address: optional(line(limits.address)),
    eDelivery: z.boolean(),
    summary: optional(paragraph(limits.summary)),
    form: form.default({}),
    materials: z.array(material).max(200),
  })
  .meta({ id: 'Intake' })

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .uuid('请求须带 Idempotency-Key（UUID）')
    .meta({ description: '页面对每次提交生成一次的 UUID，重试时不变' }),
})

export const receiptView = z
  .object({
    caseNo: z.string(),
    querySecret: z.string(),
    receipt: z.object({
      paperId: z.string().nullable().meta({ description: '收件凭证由流程出具；为空时从 papers 读取' }),
      papers: z.string().meta({ description: '办件文书列表的地址' }),
    }),
  })
  .meta({ id: 'Receipt' })

export const checkQuery = z.object({ documentType, documentNo: z.string().max(40) })
export const checkView = z.object({
  ok: z.boolean(),
  hint: z.string().optional(),
  kind: z.enum(Object.keys(documentKinds) as [DocumentKind, ...DocumentKind[]]),
  kindName: z.string(),
  birthday: z.string().optional(),
  exceptionAllowed: z.boolean(),
})

export const duplicateQuery = z.object({ item: line(40), documentNo })
export const duplicateList = z.object({
  rows: z.array(
    z.object({ caseNo: z.string(), status: z.string(), statusName: z.string(), applyAt: z.string() }),
  ),
})

export const reusableQuery = z.object({ documentNo })
export const reusableList = z.object({
  rows: z.array(
    z.object({
      caseNo: z.string(),
      itemName: z.string(),
      statusName: z.string(),
      endedAt: z.string(),
      materials: z.array(
        z.object({
          name: z.string(),
          files: z.array(z.object({ id: z.string(), name: z.string(), size: z.number() })),
        }),
      ),
    }),
  ),
})

export const draftParams = z.object({ id: z.string().regex(/^[A-Za-z0-9-]{8,60}$/, '草稿编号无效') })
export const draftBody = z.object({
  title: z.string().trim().max(200),
  data: z.record(z.string().max(100), z.unknown()),
})
export const draftList = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      data: z.record(z.string(), z.unknown()),
      changedAt: z.string(),
    }),
  ),
})
