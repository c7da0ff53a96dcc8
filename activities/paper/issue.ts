import { ApplicationFailure } from '@temporalio/common'
import type { Knex } from 'knex'
import { attachPaperFile, findOrNumberPaper } from '../../server/records/paper/paper.ts'
import type { NewPaper } from '../../server/records/paper/paper.ts'
import { missingParts } from '../../workflows/paper/domain.ts'
import type { PaperData } from '../../workflows/paper/domain.ts'
import { paperPrinter } from './printer.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'

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
 * Papers of an instance. `data` holds personal data: it lies sealed in the outbox and is opened by the drain alone.
 *
 * Two statements with the rendering between them, so that nobody waits for a PDF to get a number. A crash after
 * the first leaves a numbered paper without its file; the retry finds it and prints the same number: no gap.
 */
export function createPapers(deps: { db: Knex; files: PaperFiles; print?: Print }) {
  const { db, files, print = paperPrinter('typst') } = deps

  async function issuePaper(paper: NewPaper): Promise<IssuedPaper> {
    refuseIncomplete(paper)
    const row = await findOrNumberPaper(db, paper)
    if (!row.file) {
      const { pdf } = await print({
        ...paper.data,
        kind: row.kind,
        caseNo: parseInstanceId(row.instance).number,
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

export type Papers = ReturnType<typeof createPapers>

/** Before a number is spent: without reasons or remedies a refusal is void, so an administrator has to look. */
function refuseIncomplete(paper: NewPaper): void {
  const missing = missingParts(paper.kind, paper.data)
  if (missing.length)
    throw ApplicationFailure.nonRetryable(`${paper.kind} lacks ${missing.join(', ')}`, 'paper-incomplete')
}
