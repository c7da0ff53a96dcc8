/** The pages of the nouns: where a list's row or an incident leads. */
import { caseWords } from '../../workflows/case/domain'
import { changeTicketWords } from '../../workflows/change-ticket/domain'

const pages: Record<string, (number: string) => string> = {
  [caseWords.key]: (no) => `/cases/${encodeURIComponent(no)}`,
  [changeTicketWords.key]: (no) => `/change-tickets/${encodeURIComponent(no)}`,
}

export function pageOf(noun: string, number: string): string | undefined {
  return pages[noun]?.(number)
}
