import { z } from 'zod'
import { nounWords } from '../../../workflows/nouns.ts'

const text = z.string()
const nounKey = z.enum(nounWords.map(({ key }) => key) as [string, ...string[]])
export const newMapping = z
  .object({
    noun: nounKey,
    kind: z.string().max(40).meta({ description: '空：没有单独设置的各类' }),
    kindName: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .optional()
      .meta({ description: '新增这一类并给它名称；只有部分业务可以新增' }),
    definitionKey: z.string().min(1).max(60),
    effectiveFrom: z.iso.datetime({ offset: true }).optional().meta({ description: '不填：即刻生效' }),
  })
  .strict()

export const mappingRow = z
  .object({
    id: z.int(),
    noun: text,
    nounName: text,
    kind: text,
    kindName: text,
    definitionKey: text,
    definitionName: text,
    effectiveFrom: text,
    effectiveTo: text.nullable(),
    changedBy: text,
    changedAt: text,
    now: z.boolean().meta({ description: '当前生效' }),
  })
  .meta({ id: 'DefinitionMapping' })

export const mappingView = z.object({
  rows: z.array(mappingRow),
  nouns: z.array(
    z.object({
      key: nounKey,
      name: text,
      kinds: z.array(z.object({ key: text, name: text, open: z.int() })),
      openKinds: z.boolean().meta({ description: '可以新增类别' }),
      definitions: z.array(z.object({ key: text, name: text })).meta({ description: '可以选用的流程' }),
    }),
  ),
})
export const nounParams = z.object({ noun: newMapping.shape.noun })
export const kindList = z.array(z.object({ key: text, name: text }))
export const addedMapping = z.object({ id: z.int() })
