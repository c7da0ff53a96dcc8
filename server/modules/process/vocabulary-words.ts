/** What can be drawn: the words the editor offers. Ids stand in the drawing, names on the screen. */
import { roles, sides } from '../../../workflows/identity/domain.ts'
import { clockNames, nounWords } from '../../../workflows/nouns.ts'
import { caseServiceWords } from './vocabulary-services.ts'
import type { Named, ServiceWord } from './vocabulary-services.ts'

/** A form an outcome may ask for; one without uses the general form (reason, note, files). */
export interface FormWord {
  id: string
  title: string
  description: string
}

/** By capability; a new one adds its lists here. */
export const vocabulary: { services: ServiceWord[]; forms: FormWord[] } = {
  services: [...caseServiceWords],
  forms: [],
}

const named = (words: Readonly<Record<string, string>>): Named[] =>
  Object.entries(words).map(([id, name]) => ({ id, name }))

/** @param processes what can be called: the definitions published last */
export function vocabularyWith(processes: readonly { key: string; name: string; version: number }[]) {
  return {
    roles: named(roles),
    sides: named(sides),
    clocks: named(clockNames),
    nouns: nounWords.map(({ key, name }) => ({ id: key, name })),
    ...vocabulary,
    processes: [...processes],
  }
}
