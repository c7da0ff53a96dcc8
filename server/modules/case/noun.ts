/** The case 办件 as a noun: what acts, lists, pages, scope and mapping need of it. */
import { caseStatuses, caseWords, proposals } from '../../../workflows/case/domain.ts'
import { startEvents } from '../../../workflows/item/domain.ts'
import type { Noun } from '../../noun.ts'
import { caseSceneSql } from '../../records/case/scene.sql.ts'
import type { CaseRow } from '../../records/case/case.ts'
import { caseContext } from './context.ts'
import type { CaseContext, CaseFacts } from './context.ts'
import { caseForms } from './forms.ts'
import { caseHint } from './hint.ts'
import { caseRules } from './rules.ts'
import { caseServices } from './services.ts'

export const caseNoun: Noun<CaseRow, CaseContext> = {
  words: caseWords,
  services: caseServices,
  forms: caseForms,
  rules: caseRules,
  scene: { sql: caseSceneSql, record: (facts) => (facts as CaseFacts).row, context: caseContext },
  place: ({ district, centre, bureau }) => ({ district, centre, bureau }),
  kind: ({ mode }) => mode,
  startVars: ({ itemCode, itemVersion, itemType, mode }) => ({ itemCode, itemVersion, itemType, mode }),
  heading: ({ itemName, itemCode, applicantMasked, status }) => ({
    title: itemName,
    whoMasked: applicantMasked,
    status,
    statusName: caseStatuses[status].name,
    itemCode,
  }),
  hint: caseHint,
  proposed({ context: { row, proposal } }) {
    return row.status === 'deciding' && proposal !== null ? proposals[proposal] : undefined
  },
  clockEvent({ item }, { kind }) {
    // The item names the event of the handling clocks; the others begin with their own.
    if (kind !== 'statutory' && kind !== 'promised') return undefined
    return startEvents[item.terms.startEvent].replace(/之日$/, '')
  },
}
