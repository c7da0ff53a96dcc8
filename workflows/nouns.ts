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

/** Nouns choose their ids alone, so two may call one id differently: where no noun is chosen yet, it has all its names. */
function allNames(tables: readonly Record<string, string>[]): Readonly<Record<string, string>> {
  const names = new Map<string, Set<string>>()
  for (const [id, name] of tables.flatMap((table) => Object.entries(table)))
    names.set(id, (names.get(id) ?? new Set()).add(name))
  return Object.fromEntries([...names].map(([id, all]) => [id, [...all].join('／')]))
}

/** Clock kinds of every noun, in the order of their acts; for lists over all nouns. */
export const clockNames = allNames(nounWords.map(({ clocks }) => clocks))

/** Statuses of every noun; for lists over all nouns. */
export const statusNames = allNames(
  nounWords.map(({ statuses }) =>
    Object.fromEntries(Object.entries(statuses).map(([id, { name }]) => [id, name])),
  ),
)

/** What a clock is called by the noun it belongs to. */
export const clockName = ({ instance, kind }: { instance: string; kind: string }): string =>
  wordsOfInstance(instance)?.clocks[kind] ?? kind

/** A noun's act that stands on no drawing. */
export const otherActName = (noun: string, act: string): string | undefined => wordsOf(noun)?.otherActs[act]

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

/** What a status is called, by each noun that has it. */
export function namesOfStatus(status: string): string[] {
  return nounWords.flatMap(({ statuses }) => statuses[status]?.name ?? [])
}
