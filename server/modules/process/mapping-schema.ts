import { z } from 'zod'
import { nounWords } from '../../../workflows/nouns.ts'

const text = z.string()
const nounKey = z.enum(nounWords.map(({ key }) => key) as [string, ...string[]])
export const newMapping = z
  .object({
    noun: nounKey,
    kind: z.string().max(40).meta({ description: '空：没有单独设置的各类' }),
    definitionKey: z.string().min(1).max(60),
    effectiveFrom: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: '不填：即刻生效' }),
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
      definitions: z.array(z.object({ key: text, name: text })).meta({ description: '可以选用的流程' }),
    }),
  ),
})
export const addedMapping = z.object({ id: z.int() })
