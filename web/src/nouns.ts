/** The pages of the nouns: where a list's row or an incident leads. */
import { caseWords } from '../../workflows/case/domain'

const pages: Record<string, (number: string) => string> = {
  [caseWords.key]: (no) => `/cases/${encodeURIComponent(no)}`,
}

export function pageOf(noun: string, number: string): string | undefined {
  return pages[noun]?.(number)
}
