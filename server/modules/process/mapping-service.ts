/** 流程映射: which definition new records of a kind follow, from when. Open ones stay on theirs. */
import type { z } from 'zod'
import { nounWords } from '../../../workflows/nouns.ts'
import type { NounWords } from '../../../workflows/nouns.ts'
import type { Db } from '../../db.ts'
import { conflict, invalid } from '../../errors.ts'
import { nounOf } from '../../nouns.ts'
import { listDefinitions } from '../../records/process/definition.ts'
import { addKind, kindName, kindsOf } from '../../records/process/kind.ts'
import { addMapping, countOpenByKind, listMappings } from '../../records/process/mapping.ts'
import type { MappingRow } from '../../records/process/mapping.ts'
import { findLatestDefinition } from '../../records/process/projection.ts'
import type { mappingView, newMapping } from './mapping-schema.ts'
import { strangersIn } from './vocabulary.ts'

const otherKinds = '其他各类'

export async function viewMappings(db: Db, at: string): Promise<z.input<typeof mappingView>> {
  const definitions = await listDefinitions(db)
  const names = new Map(definitions.map(({ key, name }) => [key, name]))
  const open = await countOpenByKind(db)
  const nets = await Promise.all(definitions.map(({ key }) => findLatestDefinition(db, key)))
  const nouns = await Promise.all(
    nounWords.map(async (words) => ({ words, kinds: await kindsOf(db, words) })),
  )
  return {
    rows: (await listMappings(db)).map((row) => viewRow(row, nouns, names, at)),
    nouns: nouns.map(({ words, kinds }) => ({
      key: words.key,
      name: words.name,
      openKinds: words.openKinds === true,
      kinds: [...kinds, ['', otherKinds] as const].map(([key, name]) => ({
        ...{ key, name },
        open: open.find((one) => one.noun === words.key && one.kind === key)?.open ?? 0,
      })),
      definitions: nets.flatMap((one) =>
        one && strangersIn(one.net, nounOf(words.key)).length === 0 ? [{ key: one.key, name: one.name }] : [],
      ),
    })),
  }
}

/** What a record of this noun can be, for whoever opens one. */
export async function listKinds(db: Db, noun: string) {
  const kinds = await kindsOf(db, nounOf(noun).words)
  return [...kinds].map(([key, name]) => ({ key, name }))
}

type KnownNoun = { words: NounWords; kinds: Map<string, string> }

function viewRow(row: MappingRow, nouns: KnownNoun[], names: Map<string, string>, at: string) {
  const { words, kinds } = nouns.find((one) => one.words.key === row.noun) ?? {}
  const begun = row.effectiveFrom <= at
  return {
    ...row,
    id: Number(row.id),
    nounName: words?.name ?? row.noun,
    kindName: row.kind === '' ? otherKinds : (kinds?.get(row.kind) ?? row.kind),
    definitionName: names.get(row.definitionKey) ?? row.definitionKey,
    now: begun && (row.effectiveTo === null || row.effectiveTo > at),
  }
}

/**
 * From an instant on, or from now: the past is not rewritten, so it begins now at the earliest.
 * @throws ProblemError 400; 409 `definition-unfit`, `mapping-later`
 */
export async function mapDefinition(
  trx: Db,
  given: z.output<typeof newMapping>,
  by: { name: string; at: string },
): Promise<number> {
  const noun = nounOf(given.noun)
  await checkKind(trx, given, noun.words)
  const effectiveFrom = given.effectiveFrom ? new Date(given.effectiveFrom).toISOString() : by.at
  if (effectiveFrom < by.at) throw invalid([{ path: 'body.effectiveFrom', message: '生效时间不能早于现在' }])
  const definition = await findLatestDefinition(trx, given.definitionKey)
  if (!definition) throw invalid([{ path: 'body.definitionKey', message: '没有发布过这个流程' }])
  const [stranger] = strangersIn(definition.net, noun)
  if (stranger)
    throw conflict('definition-unfit', `这个流程不能用于${noun.words.name}`, { detail: stranger.title })
  const { kindName: added, ...row } = given
  if (added !== undefined)
    await addKind(trx, { noun: row.noun, key: row.kind, name: added, addedBy: by.name, addedAt: by.at })
  return addMapping(trx, { ...row, effectiveFrom, changedBy: by.name, changedAt: by.at })
}

async function checkKind(
  trx: Db,
  { kind, kindName: added }: Pick<z.output<typeof newMapping>, 'kind' | 'kindName'>,
  words: NounWords,
): Promise<void> {
  const known = kind === '' || (await kindName(trx, words, kind)) !== undefined
  const fault = (message: string) => invalid([{ path: 'body.kind', message }])
  if (added === undefined && !known) throw fault(`${words.name}没有这一类`)
  if (added === undefined) return
  if (!words.openKinds) throw fault(`${words.name}不能新增类别`)
  if (known) throw fault('已有这个类别编号')
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(kind))
    throw fault('以小写字母开头，由小写字母、数字、连字符组成，不超过 30 个字符')
}
