import { z } from 'zod'
import { caseStatuses, limits, materialStates } from '../../../workflows/case/domain.ts'
import type { CaseStatus, MaterialState } from '../../../workflows/case/domain.ts'
import { ledgerView } from '../process/clock-view.ts'

const text = z.string()

export const citizenLogin = z
  .object({
    caseNo: z.string().trim().min(1, '请输入办件编号').max(60),
    secret: z.string().trim().min(1, '请输入查询密码').max(40),
  })
  .strict()

export const withdrawBody = z
  .object({ reason: z.string().trim().min(1, '请填写撤回原因').max(limits.reason) })
  .strict()

export const citizenView = z
  .object({
    caseNo: text,
    itemName: text,
    status: z.enum(Object.keys(caseStatuses) as [CaseStatus, ...CaseStatus[]]),
    statusName: text,
    plain: text.meta({ description: '一句话：办到哪里了' }),
    steps: z.array(
      z.object({ name: text, state: z.enum(['done', 'now', 'todo']), at: text.nullable().optional() }),
    ),
    missing: z.array(
      z.object({
        id: text,
        name: text,
        state: z.enum(Object.keys(materialStates) as [MaterialState, ...MaterialState[]]),
        reason: text.nullable(),
        handedIn: z.boolean(),
        files: z.array(z.object({ fileId: text, name: text, size: z.number() })),
      }),
    ),
    until: z
      .object({ day: text, daysText: text, explain: text })
      .nullable()
      .meta({ description: '补正的最后一日；告知书送达之前为空' }),
    canHandIn: z.boolean(),
    canWithdraw: z.boolean(),
    ledger: z.array(z.object({ kindName: text, explainPlain: text, days: ledgerView.shape.days })),
    papers: z.array(z.object({ id: text, title: text, number: text.nullable(), issuedOn: text })),
    contact: z.object({ centreName: text, phone: text, address: text, hours: text }),
    timeline: z.array(z.object({ at: text, text })),
    timeNow: text,
  })
  .meta({ id: 'CitizenCase' })
export type CitizenView = z.infer<typeof citizenView>
