import { z } from 'zod'
import { paperKindList } from '../../../workflows/paper/domain.ts'
import type { PaperKind } from '../../../workflows/paper/domain.ts'

/** One line of a list of papers. */
export const paperLine = z
  .object({
    id: z.uuid(),
    kind: z.enum(paperKindList as [PaperKind, ...PaperKind[]]),
    title: z.string(),
    number: z.string().meta({ description: '文号' }),
    issuedOn: z.iso.date(),
    basis: z.array(z.string()).meta({ description: '法律依据' }),
    ready: z.boolean().meta({ description: 'false：已编号，PDF 正在生成' }),
  })
  .meta({ id: 'Paper' })

export const paperList = z.object({ rows: z.array(paperLine) })

export const pdfRequest = {
  params: z.object({ id: z.uuid() }),
  query: z.object({ inline: z.enum(['0', '1']).default('0').meta({ description: '1：在浏览器中查看' }) }),
}
