import type { Reusable } from './api'
import type { DraftFile, DraftMaterial } from './form'
import { matchMaterial } from './match'

/** What an earlier case of the applicant has for one material of the checklist. */
export interface Offer {
  caseNo: string
  statusName: string
  endedAt: string
  name: string
  files: DraftFile[]
}

/** By place in the checklist: the likest material of ended cases, of equals the newest; without what is taken over. */
export function offersOf(
  materials: readonly DraftMaterial[],
  cases: readonly Reusable[],
  documentNo: string,
): (Offer | undefined)[] {
  const all = cases.flatMap(({ materials: own, caseNo, statusName, endedAt }) =>
    own.map(({ name, files }): Offer => {
      const taken = files.map((file) => ({ ...file, fromCase: caseNo, documentNo }))
      return { caseNo, statusName, endedAt, name, files: taken }
    }),
  )
  return materials.map((material) => {
    const offer = all[matchMaterial(material.name, all) ?? -1]
    const has = (file: DraftFile) => material.files.some(({ id }) => id === file.id)
    return offer && !offer.files.every(has) ? offer : undefined
  })
}
