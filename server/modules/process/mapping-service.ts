/** 流程映射: which definition new records of a kind follow, from when. Open ones stay on theirs. */
import type { z } from 'zod'
import { nounWords } from '../../../workflows/nouns.ts'
import type { NounWords } from '../../../workflows/nouns.ts'
import type { Db } from '../../db.ts'
import { conflict, invalid } from '../../errors.ts'
import { nounOf } from '../../nouns.ts'
import { listDefinitions } from '../../records/process/definition.ts'
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
  return {
    rows: (await listMappings(db)).map((row) => viewRow(row, names, at)),
    nouns: nounWords.map((words) => ({
      key: words.key,
      name: words.name,
      kinds: kindsOf(words).map(([key, name]) => ({
        ...{ key, name },
        open: open.find((one) => one.noun === words.key && one.kind === key)?.open ?? 0,
      })),
      definitions: nets.flatMap((one) =>
        one && strangersIn(one.net, nounOf(words.key)).length === 0 ? [{ key: one.key, name: one.name }] : [],
      ),
    })),
  }
}

const kindsOf = ({ kinds }: NounWords): [string, string][] => [...Object.entries(kinds), ['', otherKinds]]

function viewRow(row: MappingRow, names: Map<string, string>, at: string) {
  const words = nounWords.find(({ key }) => key === row.noun)
  const begun = row.effectiveFrom <= at
  return {
    ...row,
    id: Number(row.id),
    nounName: words?.name ?? row.noun,
    kindName: row.kind === '' ? otherKinds : (words?.kinds[row.kind] ?? row.kind),
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
  if (given.kind !== '' && !(given.kind in noun.words.kinds))
    throw invalid([{ path: 'body.kind', message: `${noun.words.name}没有这一类` }])
  const effectiveFrom = given.effectiveFrom ? new Date(given.effectiveFrom).toISOString() : by.at
  if (effectiveFrom < by.at) throw invalid([{ path: 'body.effectiveFrom', message: '生效时间不能早于现在' }])
  const definition = await findLatestDefinition(trx, given.definitionKey)
  if (!definition) throw invalid([{ path: 'body.definitionKey', message: '没有发布过这个流程' }])
  const [stranger] = strangersIn(definition.net, noun)
  if (stranger)
    throw conflict('definition-unfit', `这个流程不能用于${noun.words.name}`, { detail: stranger.title })
  return addMapping(trx, { ...given, effectiveFrom, changedBy: by.name, changedAt: by.at })
}
