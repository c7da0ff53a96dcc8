import { ApiError } from '../../../api/http'
import { changeDecoration } from '../../../bpmn/decorate'
import type { Decoration } from '../../../bpmn/model'
import type { Change } from '../../../bpmn/modeler/compare'
import { getDefinition, getVocabulary } from '../api'
import type { Vocabulary } from '../model'
import { namesOfAll } from './words'

export interface Difference {
  /** The version in force; null before the first. */
  current: number | null
  changes: Change[]
}

/** What a drawing would change as the next version of its process. The comparison is loaded when somebody asks. */
export async function differenceOf(xml: string, words?: Vocabulary): Promise<Difference> {
  const { compare, readFacts } = await import('../../../bpmn/modeler/compare')
  const after = await readFacts(xml)
  const [running, vocabulary] = await Promise.all([
    runningVersion(after.get('')?.id ?? ''),
    words ?? getVocabulary(),
  ])
  const before = running ? await readFacts(running.bpmn.root) : new Map()
  return { current: running?.version ?? null, changes: compare(before, after, namesOfAll(vocabulary)) }
}

async function runningVersion(key: string) {
  try {
    return await getDefinition(key, null)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** What came and what is different, on the new drawing; what went has no shape there, only a line in the list. */
export function decorationOf(changes: readonly Change[]): Decoration {
  const ids = (what: Change['what']) => changes.filter((one) => one.what === what).map(({ id }) => id)
  return changeDecoration({ added: ids('added'), changed: ids('changed') })
}
