/** Publishing a definition: what is not run, or can starve, is refused with the element and the reason. */
import { messagesCaught } from '../../../workflows/process/people.ts'
import { ProblemError, conflict } from '../../errors.ts'
import type { Db } from '../../db.ts'
import { PublishError } from './compile.ts'
import { compileInThread } from './compile-thread.ts'
import type { Compiled, PinnedCall } from './compile.ts'
import { findDrawing, insertDefinition } from '../../records/process/definition.ts'
import { lockKey } from '../../records/lock.ts'
import { listMappedNets } from '../../records/process/mapping.ts'
import { findLatestDefinition } from '../../records/process/projection.ts'
import { wholeVocabulary } from './vocabulary.ts'

export interface Published {
  id: string
  key: string
  version: number
  hash: string
  /** Called processes, inlined in the version that was published last. */
  calls: PinnedCall[]
  /** The newest version is the same file: nothing was added. */
  unchanged: boolean
}

/**
 * Compiles and stores a definition as the next version of its key. New instances start on it; running ones stay on
 * theirs. The same file again is no new version; the same net drawn more clearly or explained better is one.
 * @param how.current the version it was compared with; left out: whatever runs
 * @throws ProblemError 422 `definition-refused` with `problems: {element, code, title}[]`, 409 `definition-changed`
 */
export async function publishDefinition(
  trx: Db,
  xml: string,
  { current, ...how }: { note?: string; by: string; at: string; current?: number | null },
): Promise<Published> {
  const { net, hash, calls } = await compileForPublish(trx, xml)
  // Two publishers of one key decide one after the other.
  await lockKey(trx, `publish:${net.key}`)
  const latest = await findLatestDefinition(trx, net.key)
  const running = latest?.version ?? 0
  if (current !== undefined && running !== (current ?? 0)) {
    const title = '流程在此期间已发布了新的版本，请重新核对改动'
    throw conflict('definition-changed', title, { extra: { version: running } })
  }
  if (latest?.hash === hash && (await findDrawing(trx, net.key))?.xml === xml) {
    return { id: latest.id, key: net.key, version: latest.version, hash, calls, unchanged: true }
  }
  const version = running + 1
  const id = `${net.key}@${version}`
  await insertDefinition(trx, { id, version, hash, net, calls, bpmn: xml, ...how })
  return { id, key: net.key, version, hash, calls, unchanged: false }
}

async function compileForPublish(db: Db, xml: string): Promise<Compiled> {
  try {
    return await compileWithCalls(db, xml)
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    throw new ProblemError(422, 'definition-refused', '流程定义不能发布，请按提示修改', {
      extra: { problems: error.problems },
    })
  }
}

/** Compiles with the called processes as they are published now, in the words the nouns know. */
export async function compileWithCalls(db: Db, xml: string): Promise<Compiled> {
  const receivers = (await listMappedNets(db)).map(({ noun, net }) => ({
    ...{ noun, key: net.key },
    messages: messagesCaught(net),
  }))
  return compileInThread(xml, {
    resolveCall: (key) => findDrawing(db, key),
    ...wholeVocabulary(),
    receivers,
  })
}
