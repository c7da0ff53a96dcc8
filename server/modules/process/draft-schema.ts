import { z } from 'zod'
import { bpmnText, definitionKey, note, problem } from './schema.ts'

export const draftParams = z.object({ id: z.string().min(1).max(40) })
const version = z.int().min(1).max(1_000_000)

export const draftStart = z.discriminatedUnion('from', [
  z.object({ from: z.literal('blank'), key: definitionKey, name: z.string().trim().min(1).max(60) }).strict(),
  z.object({ from: z.literal('version'), key: definitionKey, version: version.optional() }).strict(),
  z.object({ from: z.literal('file'), bpmn: bpmnText }).strict(),
])
export type DraftStart = z.output<typeof draftStart>

export const draftBody = z.object({ bpmn: bpmnText, revision: version }).strict()
export const draftPublishBody = z
  .object({
    note,
    revision: version,
    current: version.nullable().meta({ description: '核对改动时的现行版本；尚未发布过为 null' }),
  })
  .strict()

const head = {
  id: z.string(),
  key: z.string(),
  name: z.string(),
  basedOn: z.int().nullable().meta({ description: '从哪一版改起；新画或上传的为 null' }),
  revision: z.int(),
  changedBy: z.string(),
  changedAt: z.string(),
}
const check = { problems: z.array(problem), warnings: z.array(problem) }
export const draftRow = z.object(head).meta({ id: 'ProcessDraft' })
export const draftList = z.object({ rows: z.array(draftRow) })
export const draftBegun = z.object({ id: z.string(), key: z.string() })
export const draftView = z.object({
  ...head,
  bpmn: z.string(),
  current: z.int().nullable().meta({ description: '同一流程现行的版本' }),
  ...check,
})
export const draftSaved = z.object({ revision: z.int(), changedAt: z.string(), ...check })

const named = z.object({ id: z.string(), name: z.string() })
const input = z.object({
  name: z.string(),
  title: z.string(),
  hint: z.string().optional(),
  required: z.boolean().optional(),
  options: z.array(named).optional(),
  several: z.literal(true).optional(),
  whole: z.literal(true).optional(),
})
export const vocabularyView = z
  .object({
    roles: z.array(named),
    sides: z.array(named),
    clocks: z.array(named),
    nouns: z.array(named),
    services: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        description: z.string(),
        inputs: z.array(input),
        answers: z.array(z.string()).optional(),
      }),
    ),
    forms: z.array(named),
    processes: z.array(z.object({ key: z.string(), name: z.string(), version: z.int() })),
  })
  .meta({ id: 'ProcessVocabulary' })
