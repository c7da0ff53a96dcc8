/** The nouns this server knows. */
import { parseInstanceId } from '../workflows/process/domain.ts'
import { notFound } from './errors.ts'
import { caseNoun } from './modules/case/noun.ts'
import { changeTicketNoun } from './modules/change-ticket/noun.ts'
import type { Noun } from './noun.ts'

export const nouns: readonly Noun[] = [caseNoun, changeTicketNoun]

/** @throws Error for a noun that is not listed: an instance of it cannot be here */
export function nounOf(key: string): Noun {
  const noun = nouns.find(({ words }) => words.key === key)
  if (!noun) throw new Error(`unknown noun ${key}`)
  return noun
}

/** @throws 404 for what names no instance of a known noun */
export function nounOfInstance(instance: string): { noun: Noun; number: string } {
  const { noun: key, number } = parseInstanceId(instance)
  const noun = nouns.find(({ words }) => words.key === key)
  if (!noun || number === '') throw notFound()
  return { noun, number }
}
