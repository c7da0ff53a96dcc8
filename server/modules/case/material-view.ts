/** The materials of a case with their files, told apart by what a notice replaced. */
import type { z } from 'zod'
import { currentFiles, materialStates } from '../../../workflows/case/domain.ts'
import type { MaterialFileRow } from '../../records/case/material.ts'
import type { LoadedCaseView } from '../../records/case/view.ts'
import type { materialView } from './view-schema.ts'

type MaterialView = z.infer<typeof materialView>

export function viewMaterials({
  materials,
  files,
  supplements,
}: Pick<LoadedCaseView, 'materials' | 'files' | 'supplements'>): MaterialView[] {
  return materials.map(({ id, n, name, required, state, reason }) => {
    const own = files.filter(({ materialId }) => materialId === id)
    const told = supplements.filter(({ list }) => list.some(({ materialId }) => materialId === id))
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
