/** The change ticket 变更工单 as a noun: what acts, lists, pages, scope and mapping need of it. */
import { changeTicketWords, ticketStatuses } from '../../../workflows/change-ticket/domain.ts'
import type { Noun } from '../../noun.ts'
import { ticketSceneSql } from '../../records/change-ticket/scene.sql.ts'
import type { TicketRow } from '../../records/change-ticket/change-ticket.ts'

export const changeTicketNoun: Noun<TicketRow, TicketRow> = {
  words: changeTicketWords,
  services: [],
  forms: {},
  rules: {},
  scene: {
    sql: ticketSceneSql,
    record: (facts) => facts as TicketRow,
    context: async (_db, facts) => facts as TicketRow,
  },
  place: ({ district, centre, bureau }) => ({ district, centre, bureau }),
  kind: ({ kind }) => kind,
  startVars: ({ itemCode }) => ({ itemCode }),
  heading: ({ title, itemCode, openedByName, status }) => ({
    ...{ title, itemCode, whoMasked: openedByName, status },
    statusName: ticketStatuses[status].name,
  }),
}
