/** The case as a noun of the process engine: its facts and rows, its services, what its papers say. */
import { acceptanceServices } from './acceptance.ts'
import { rungsOf } from './clocks.ts'
import { caseRows, themeOf } from './facts.ts'
import type { CaseFacts, CaseService } from './facts.ts'
import { handlingServices } from './handling.ts'
import { caseLetter } from './letter.ts'
import type { LetterDeps } from './letter.ts'
import { supplementServices } from './supplement.ts'
import type { Noun } from '../process/plan.ts'
import type { IssuedPaper } from '../process/follow.ts'
import type { Trx } from '../../server/db.ts'
import { caseFactsSql, casePartsSql } from '../../server/records/case/facts.sql.ts'
import { notePaper } from '../../server/records/case/case.ts'
import { getItem } from '../../server/records/item/item.ts'
import { caseStatuses } from '../../workflows/case/domain.ts'
import type { CaseStatus } from '../../workflows/case/domain.ts'
import type { CaseService as CaseServiceName } from '../../workflows/case/services.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'

export function createCaseNoun(deps: LetterDeps): Noun<CaseFacts> {
  return {
    sql: { noun: 'case', facts: caseFactsSql, parts: casePartsSql },
    prepare: async (db, loaded) => {
      const facts = loaded as Omit<CaseFacts, 'item'> | null
      if (!facts) throw new TypeError('no such case')
      return { ...facts, item: await getItem(db, facts.row.itemCode, facts.row.itemVersion) }
    },
    rows: caseRows,
    heading: ({ row }) => ({ itemCode: row.itemCode, statusName: caseStatuses[row.status].name }),
    setStatus: ({ facts }, status) => void (facts.row.status = status as CaseStatus),
    themeOf,
    rungsOf,
    services: { ...acceptanceServices, ...supplementServices, ...handlingServices } satisfies Record<
      CaseServiceName,
      CaseService
    >,
    letter: (plan, call, tell) => caseLetter(deps, plan, call, tell),
    reminderOf: ({ kind }) => (kind === 'supplement' ? 'supplement-reminder' : undefined),
    paperIssued: (trx, paper) => noteIssued(trx, paper),
  }
}

/** Numbers that the case's own rows carry. */
function noteIssued(trx: Trx, { instance, kind, ref, paperId, number }: IssuedPaper): Promise<void> {
  return notePaper(trx, parseInstanceId(instance).number, { kind, ref, paperId, number })
}
