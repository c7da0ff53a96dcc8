/** What can be drawn: the words the editor offers. Ids stand in the drawing, names on the screen. */
import { roles, sides } from '../../../workflows/identity/domain.ts'
import { clockNames, nounWords } from '../../../workflows/nouns.ts'
import { nouns } from '../../nouns.ts'
import { drawnServiceWords, named } from './vocabulary-drawn.ts'
import type { Named, ServiceWord } from '../../service-word.ts'

/** An act without a form uses the general one: reason, note, files. */
const forms: Named[] = nouns.flatMap((noun) =>
  Object.entries(noun.forms).map(([id, { name }]) => ({ id, name })),
)

/** What every drawing may use first, then what single nouns bring. */
export const vocabulary: { services: ServiceWord[]; forms: Named[] } = {
  services: [...drawnServiceWords, ...nouns.flatMap((noun) => noun.services)],
  forms,
}

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
