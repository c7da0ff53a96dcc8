import { z } from 'zod'
import { paperKindList } from '../../../workflows/paper/domain.ts'
import type { PaperKind } from '../../../workflows/paper/domain.ts'

export const paperView = z
  .object({
    id: z.uuid(),
    caseNo: z.string(),
    kind: z.enum(paperKindList as [PaperKind, ...PaperKind[]]),
    number: z.string().meta({ description: '文号' }),
    title: z.string(),
    issuedOn: z.iso.date(),
    at: z.iso.datetime(),
    file: z.object({ sha256: z.string(), size: z.int() }).optional(),
  })
  .meta({ id: 'Paper' })

export const paperList = z.object({ papers: z.array(paperView) })

export const caseParams = z.object({ caseNo: z.string().min(1).max(60) })

export const pdfRequest = {
  params: z.object({ id: z.uuid() }),
  query: z.object({ inline: z.enum(['0', '1']).default('0').meta({ description: '1：在浏览器中查看' }) }),
}
