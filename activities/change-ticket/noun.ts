/** The change ticket as a noun of the process engine. All its services are the drawn ones; it has no papers. */
import type { Noun } from '../process/plan.ts'
import { ticketFactsSql, ticketPartsSql } from '../../server/records/change-ticket/facts.sql.ts'
import { changeTicketWords, ticketStatuses } from '../../workflows/change-ticket/domain.ts'
import type { TicketStatus } from '../../workflows/change-ticket/domain.ts'

interface TicketFacts {
  number: string
  itemCode: string
  status: TicketStatus
}

export const changeTicketNoun: Noun<TicketFacts> = {
  sql: { noun: changeTicketWords.key, facts: ticketFactsSql, parts: ticketPartsSql },
  prepare: async (_db, loaded) => {
    if (!loaded) throw new TypeError('no such ticket')
    return loaded as TicketFacts
  },
  rows: ({ facts, instance }, at) => ({
    changeTicket: [
      {
        ...{ number: facts.number, status: facts.status, changed_at: at },
        ...{ revision: instance.revision, ended_at: instance.ended_at },
      },
    ],
  }),
  heading: ({ itemCode, status }) => ({ itemCode, statusName: ticketStatuses[status].name }),
  setStatus: ({ facts }, status) => void (facts.status = status as TicketStatus),
  rungsOf: () => undefined,
  services: {},
  letter: () => ({}),
  paperIssued: async () => undefined,
}
