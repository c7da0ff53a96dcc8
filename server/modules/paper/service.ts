import { caseInstance } from '../../../workflows/case/domain.ts'
import type { Viewer } from '../../../workflows/identity/domain.ts'
import { paperKind } from '../../../workflows/paper/domain.ts'
import { wordsOfInstance } from '../../../workflows/nouns.ts'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { findPaper, listPapers as papersOf } from '../../records/paper/paper.ts'
import type { PaperRow } from '../../records/paper/paper.ts'

export interface PaperLine extends Pick<PaperRow, 'id' | 'kind' | 'title' | 'number' | 'issuedOn' | 'basis'> {
  /** Printed; false between the number and the PDF, which only staff are shown. */
  ready: boolean
}

/** Papers of an instance that this viewer may read, oldest first; 404 when it is outside the viewer's scope. */
export async function listPapers(deps: AppDeps, viewer: Viewer, instance: string): Promise<PaperLine[]> {
  if (!(await maySeeInstance(deps, viewer, instance))) throw notFound(wordsOfInstance(instance)?.name)
  const papers = await papersOf(deps.db, instance, { unprinted: viewer.kind === 'staff' })
  return papers
    .filter((paper) => mayRead(viewer, paper))
    .map(({ id, kind, title, number, issuedOn, basis, file }) => ({
      id,
      kind,
      title,
      number,
      issuedOn,
      basis,
      ready: file !== undefined,
    }))
}

/** A printed paper. 404 alike for none, for one outside the scope and for one not printed yet. */
export async function getPrintedPaper(
  deps: AppDeps,
  viewer: Viewer,
  id: string,
): Promise<PaperRow & Required<Pick<PaperRow, 'file'>>> {
  const paper = await findPaper(deps.db, id)
  if (!paper?.file || !mayRead(viewer, paper) || !(await maySeeInstance(deps, viewer, paper.instance)))
    throw notFound('文书')
  return { ...paper, file: paper.file }
}

async function maySeeInstance(deps: AppDeps, viewer: Viewer, instance: string): Promise<boolean> {
  if (viewer.kind === 'citizen') return caseInstance(viewer.citizen.caseNo) === instance
  return deps.scope.canSee(deps, viewer.actor, instance)
}

/**
 * What goes between centre and bureau is not the applicant's. The receipt carries the query secret, with which one acts
 * as the applicant: the counter that prints it reads it, the bureau does not.
 */
export function mayRead(viewer: Viewer, paper: Pick<PaperRow, 'kind'>): boolean {
  if (viewer.kind === 'citizen') return paperKind(paper.kind).toApplicant
  return paper.kind !== 'receipt' || viewer.actor.side === 'centre'
}
