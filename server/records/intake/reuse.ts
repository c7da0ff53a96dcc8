/**
 * Materials of an applicant's ended cases, for a new application: what was handed in once need not be handed in
 * again. Only cases the clerk may see, only what was in order, only by the same document number.
 */
import { caseStatuses, currentFiles, reusableStates } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'

export interface ReusableFile {
  id: string
  name: string
  /** Bytes. */
  size: number
}

export interface ReusableMaterial {
  name: string
  files: ReusableFile[]
}

export interface ReusableCase {
  caseNo: string
  itemName: string
  statusName: string
  endedAt: string
  materials: ReusableMaterial[]
}

const mostCases = 5
const ended = (Object.keys(caseStatuses) as CaseStatus[]).filter((id) => !caseStatuses[id].open)

function endedCases(db: Db, actor: Actor, documentNoHash: string) {
  const query = db('case_record as c').where('c.document_no_hash', documentNoHash).whereIn('c.status', ended)
  scopeQuery(query, actor, 'c')
  return query
}

/** The newest ended cases with files in order, newest first; `materials` are never empty. */
export async function listReusable(db: Db, actor: Actor, documentNoHash: string): Promise<ReusableCase[]> {
  const cases = await endedCases(db, actor, documentNoHash)
    .whereExists(
      db('case_material as m')
        .join('case_material_file as f', 'f.material_id', 'm.id')
        .whereRaw('m.case_no = c.case_no')
        .whereIn('m.state', reusableStates)
        .select(db.raw('1')),
    )
    .orderBy('c.apply_at', 'desc')
    .limit(mostCases)
    .select('c.case_no', 'c.item_name', 'c.status', 'c.ended_at')
  const materials = await materialsOf(
    db,
    cases.map((one) => one.case_no as string),
  )
  return cases.flatMap((one) => {
    const found = materials.get(one.case_no) ?? []
    if (found.length === 0) return []
    return [
      {
        caseNo: one.case_no,
        itemName: one.item_name,
        statusName: caseStatuses[one.status as CaseStatus].name,
        endedAt: one.ended_at,
        materials: found,
      },
    ]
  })
}

/** Of these file ids those that can be taken over, each with the case it was handed in for. */
export async function findReusable(
  db: Db,
  actor: Actor,
  documentNoHash: string,
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const caseNos = await endedCases(db, actor, documentNoHash)
    .join('case_material as m', 'm.case_no', 'c.case_no')
    .join('case_material_file as f', 'f.material_id', 'm.id')
    .whereIn('f.file_id', ids)
    .distinct()
    .pluck<string[]>('c.case_no')
  const materials = await materialsOf(db, caseNos)
  return new Map(
    [...materials].flatMap(([caseNo, own]) =>
      own.flatMap(({ files }) => files.map(({ id }): [string, string] => [id, caseNo])),
    ),
  )
}

async function materialsOf(db: Db, caseNos: string[]): Promise<Map<string, ReusableMaterial[]>> {
  const rows: (ReusableFile & { caseNo: string; materialId: string; material: string; at: string })[] =
    await db('case_material as m')
      .join('case_material_file as h', 'h.material_id', 'm.id')
      .joinRaw('join file f on f.id::text = h.file_id')
      .whereIn('m.case_no', caseNos)
      .whereIn('m.state', reusableStates)
      .where('f.status', 'stored')
      .orderBy(['m.case_no', 'm.n', 'h.version'])
      .select({ caseNo: 'm.case_no', materialId: 'm.id', material: 'm.name', at: 'h.at' })
      .select({ id: 'h.file_id', name: 'h.name', size: 'h.size' })
  const notices: { caseNo: string; toldAt: string; list: { materialId: string }[] }[] = await db(
    'case_supplement',
  )
    .whereIn('case_no', caseNos)
    .select({ caseNo: 'case_no', toldAt: 'told_at', list: 'list' })
  const byCase = new Map<string, ReusableMaterial[]>()
  for (const materialId of new Set(rows.map((row) => row.materialId))) {
    const files = rows.filter((row) => row.materialId === materialId)
    const { caseNo, material } = files[0]!
    const told = notices.filter(({ list }) => list.some((one) => one.materialId === materialId))
    const current = currentFiles(
      files,
      told.map(({ toldAt }) => toldAt),
    )
    const one = {
      name: material,
      files: current.map(({ id, name, size }) => ({ id, name, size: Number(size) })),
    }
    byCase.set(caseNo, [...(byCase.get(caseNo) ?? []), one])
  }
  return byCase
}
