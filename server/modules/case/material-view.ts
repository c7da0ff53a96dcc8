/** The materials of a case with their files, told apart by what a notice replaced. */
import type { z } from 'zod'
import { currentFiles, materialStates } from '../../../workflows/case/domain.ts'
import type { Db } from '../../db.ts'
import { listMaterials } from '../../records/case/case.ts'
import { listFilesOfCase } from '../../records/case/material.ts'
import type { MaterialFileRow } from '../../records/case/material.ts'
import { listSupplements } from '../../records/case/supplement.ts'
import type { materialView } from './view-schema.ts'

type MaterialView = z.infer<typeof materialView>

export async function viewMaterials(db: Db, caseNo: string): Promise<MaterialView[]> {
  const files = await listFilesOfCase(db, caseNo)
  const notices = files.length > 0 ? await listSupplements(db, caseNo) : []
  return (await listMaterials(db, caseNo)).map(({ id, n, name, required, state, reason }) => {
    const own = files.filter(({ materialId }) => materialId === id)
    const told = notices.filter(({ list }) => list.some(({ materialId }) => materialId === id))
    const current = currentFiles(
      own,
      told.map(({ toldAt }) => toldAt),
    )
    const stateName = materialStates[state]
    const view = (file: MaterialFileRow) => viewFile(file, current.includes(file))
    return { id, n, name, required, state, stateName, reason, files: own.map(view) }
  })
}

function viewFile(
  { fileId, name, size, version, at, byName, mediaType, fromCase }: MaterialFileRow,
  current: boolean,
): MaterialView['files'][number] {
  return { fileId, name, size, version, at, by: byName, mediaType, current, fromCase }
}
