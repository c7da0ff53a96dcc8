/** The change ticket 变更工单 as a noun: what acts, lists, pages, scope and mapping need of it. */
import { changeTicketWords, ticketStatuses } from '../../../workflows/change-ticket/domain.ts'
import { conflict } from '../../errors.ts'
import type { ActRules, Noun } from '../../noun.ts'
import { hasSpoken } from '../../records/change-ticket/change-ticket.ts'
import { ticketSceneSql } from '../../records/change-ticket/scene.sql.ts'
import type { TicketRow } from '../../records/change-ticket/change-ticket.ts'

/** A panel of three is three people. */
const oneVoice: ActRules<TicketRow> = {
  before: [
    async ({ db, instance, sender }) => {
      if (await hasSpoken(db, instance, sender))
        throw conflict('opinion-given', '您已在本轮会审中发表意见，其余意见须由他人发表')
    },
  ],
}

export const changeTicketNoun: Noun<TicketRow, TicketRow> = {
  words: changeTicketWords,
  services: new Set(),
  forms: {},
  rules: { 'panel-agree': oneVoice, 'panel-object': oneVoice },
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
