/**
 * Which definition a record of a noun and kind follows, from when. `definitionFor` is the only reader; it is asked in the
 * transaction that creates the record, so an instance never changes its definition.
 */
import type { Net } from '../../../workflows/process/model.ts'
import type { Db } from '../../db.ts'
import { conflict } from '../../errors.ts'
import { lockKey } from '../lock.ts'
import { findDefinition } from './projection.ts'
import type { DefinitionRow } from './projection.ts'

export interface MappingRow {
  id: number
  noun: string
  /** '' for every kind without a row of its own. */
  kind: string
  definitionKey: string
  effectiveFrom: string
  effectiveTo: string | null
  changedBy: string
  changedAt: string
}

const columns = {
  id: 'id',
  noun: 'noun',
  kind: 'kind',
  definitionKey: 'definition_key',
  effectiveFrom: 'effective_from',
  effectiveTo: 'effective_to',
  changedBy: 'changed_by',
  changedAt: 'changed_at',
}

/**
 * The newest version of the definition mapped to this kind at this instant; a row of the kind itself comes before the
 * noun's general one.
 * @throws ProblemError 409 `definition-missing`
 */
export async function definitionFor(trx: Db, noun: string, kind: string, at: string): Promise<DefinitionRow> {
  const mapped: { id: string } | undefined = await trx('definition_mapping as m')
    .join('process_definition as d', 'd.key', 'm.definition_key')
    .where({ 'm.noun': noun })
    .whereIn('m.kind', [kind, ''])
    .where('m.effective_from', '<=', at)
    .where((open) => open.whereNull('m.effective_to').orWhere('m.effective_to', '>', at))
    .orderBy([
      { column: 'm.kind', order: 'desc' },
      { column: 'm.effective_from', order: 'desc' },
      { column: 'd.version', order: 'desc' },
    ])
    .first('d.id')
  const definition = mapped && (await findDefinition(trx, mapped.id))
  if (!definition) throw conflict('definition-missing', '还没有为此类业务设置流程，请联系系统管理员')
  return definition
}

/** All rows, those in force or to come first within a kind. */
export async function listMappings(db: Db): Promise<MappingRow[]> {
  return db('definition_mapping')
    .orderBy(['noun', 'kind', { column: 'effective_from', order: 'desc' }, { column: 'id', order: 'desc' }])
    .select(columns)
}

export type NewMapping = Omit<MappingRow, 'id' | 'effectiveTo'>

/**
 * Adds a row; the one before it ends where it begins. A row that is to begin at or after it is in the way: history and
 * what is announced stay as they are.
 * @throws ProblemError 409 `mapping-later`
 */
export async function addMapping(trx: Db, row: NewMapping): Promise<number> {
  await lockKey(trx, `mapping:${row.noun}/${row.kind}`)
  const own = { noun: row.noun, kind: row.kind }
  const later = await trx('definition_mapping')
    .where(own)
    .where('effective_from', '>=', row.effectiveFrom)
    .first('id')
  if (later) throw conflict('mapping-later', '已有同一时间或更晚生效的设置，请选择更晚的生效时间')
  await trx('definition_mapping')
    .where(own)
    .whereNull('effective_to')
    .update({ effective_to: row.effectiveFrom })
  const [added] = await trx('definition_mapping')
    .insert({
      ...own,
      definition_key: row.definitionKey,
      effective_from: row.effectiveFrom,
      changed_by: row.changedBy,
      changed_at: row.changedAt,
    })
    .returning<{ id: string }[]>('id')
  return Number(added!.id)
}

/** What records of each noun follow, followed or will follow, in the newest version of each. */
export async function listMappedNets(db: Db): Promise<{ noun: string; net: Net }[]> {
  return db('process_definition as d')
    .join(db('definition_mapping').distinct('noun', 'definition_key').as('m'), 'm.definition_key', 'd.key')
    .whereNotExists(
      db('process_definition as later')
        .whereRaw('later.key = d.key and later.version > d.version')
        .select(db.raw('1')),
    )
    .select('m.noun', 'd.net')
}

/** What the product ships with: a kind that somebody has mapped before is left alone. */
export async function seedMapping(trx: Db, row: NewMapping): Promise<void> {
  const known = await trx('definition_mapping').where({ noun: row.noun, kind: row.kind }).first('id')
  if (!known) await addMapping(trx, row)
}

/** How many open instances follow each definition, by noun and kind: what a new row leaves as it is. */
export async function countOpenByKind(db: Db): Promise<{ noun: string; kind: string; open: number }[]> {
  return db('process_instance')
    .where({ status: 'open' })
    .groupBy('noun', 'kind')
    .select('noun', 'kind', db.raw('count(*)::int as open'))
}
