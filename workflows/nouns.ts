/** Every noun 名词 of the platform with the words all rooms use. Server and worker add their own part to each. */
import { caseWords } from './case/domain.ts'
import { changeTicketWords } from './change-ticket/domain.ts'
import { parseInstanceId } from './process/domain.ts'

export interface StatusWords {
  name: string
  open: boolean
  tone: 'info' | 'warning' | 'success' | 'danger' | 'neutral'
}

export interface NounWords {
  /** Folder of its capability, and what an instance's id begins with. */
  key: string
  name: string
  statuses: Record<string, StatusWords>
  /** Kinds of its records, by which the mapping chooses a definition. */
  kinds: Record<string, string>
  /** An administrator may add kinds of their own: nothing in code depends on a record's kind. */
  openKinds?: true
  /** Its clock kinds; ids and names are its own. */
  clocks: Record<string, string>
  /** Acts that stand on no drawing, e.g. the receipt that starts an instance. */
  otherActs: Record<string, string>
  /** Whom it is done for, where that is nobody of the staff. */
  applicant?: string
  /** What goes out of it; its page has a tab for each. */
  gives?: readonly ('papers' | 'messages')[]
}

export const nounWords: readonly NounWords[] = [caseWords, changeTicketWords]

/** Clock kinds of every noun, in the order of their acts. */
export const clockNames: Readonly<Record<string, string>> = Object.fromEntries(
  nounWords.flatMap(({ clocks }) => Object.entries(clocks)),
)

export const clockName = (kind: string): string => clockNames[kind] ?? kind

export function wordsOf(noun: string): NounWords | undefined {
  return nounWords.find(({ key }) => key === noun)
}

/** The words of an instance's noun. */
export function wordsOfInstance(instance: string): NounWords | undefined {
  return wordsOf(parseInstanceId(instance).noun)
}

export function statusName(noun: string, status: string): string {
  return wordsOf(noun)?.statuses[status]?.name ?? status
}

/** Every status with its name; nouns that share an id share the name or are told apart by their own. */
export function namesOfStatus(status: string): string[] {
  return nounWords.flatMap(({ statuses }) => statuses[status]?.name ?? [])
}
