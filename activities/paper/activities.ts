import { ApplicationFailure } from '@temporalio/activity'
import type { Knex } from 'knex'
import { attachPaperFile, findOrNumberPaper } from '../../server/records/paper/paper.ts'
import type { NewPaper } from '../../server/records/paper/paper.ts'
import { missingParts } from '../../workflows/paper/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { renderPaperInThread } from './render-thread.ts'

export { buildNumber } from '../../workflows/paper/domain.ts'

/** What is needed of the file store: it keeps bytes under their digest. */
export interface PaperFiles {
  put(pdf: Buffer): Promise<{ sha256: string; size: number }>
}

export type Print = (data: PaperData) => Promise<{ pdf: Buffer }>

export interface IssuedPaper {
  paperId: string
  number: string
}

/**
 * Papers of a case. `data` holds personal data: call `issuePaper` from inside an activity that reads the case by its
 * number, never with `data` as a Temporal payload.
 *
 * Two transactions with the rendering between them, so that nobody waits for a PDF to get a number. A crash after
 * the first leaves a numbered paper without its file; the retry finds it and prints the same number: no gap.
 */
export function createPaperActivities(deps: { db: Knex; files: PaperFiles; print?: Print }) {
  const { db, files, print = renderPaperInThread } = deps

  async function issuePaper(paper: NewPaper): Promise<IssuedPaper> {
    refuseIncomplete(paper)
    const row = await db.transaction((trx) => findOrNumberPaper(trx, paper))
    if (!row.file) {
      const { pdf } = await print({
        ...paper.data,
        kind: row.kind,
        caseNo: row.caseNo,
        number: row.number,
        date: row.issuedOn,
        at: row.at,
      })
      // The bytes first, the reference after: a reference never points at nothing.
      await attachPaperFile(db, row.id, await files.put(pdf))
    }
    return { paperId: row.id, number: row.number }
  }

  return { issuePaper }
}

export type PaperActivities = ReturnType<typeof createPaperActivities>

/** Before a number is spent: without reasons or remedies a refusal is void, so an administrator has to look. */
function refuseIncomplete(paper: NewPaper): void {
  const missing = missingParts(paper.kind, paper.data)
  if (missing.length)
    throw ApplicationFailure.nonRetryable(`${paper.kind} lacks ${missing.join(', ')}`, 'paper-incomplete')
}
