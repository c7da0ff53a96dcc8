/** Publishing a definition: what is not run, or can starve, is refused with the element and the reason. */
import { ProblemError } from '../../errors.ts'
import type { Db } from '../../db.ts'
import { caseServices } from '../../../workflows/case/services.ts'
import { drawnServiceNames } from '../../../workflows/process/services.ts'
import { compileBpmn, PublishError } from './compile.ts'
import type { Compiled, PinnedCall } from './compile.ts'
import { findLatestDefinition } from '../../records/process/projection.ts'

export interface Published {
  id: string
  key: string
  version: number
  hash: string
  /** Called processes, inlined in the version that was published last. */
  calls: PinnedCall[]
  /** The newest version is the same net: nothing was added. */
  unchanged: boolean
}

/**
 * Compiles and stores a definition as the next version of its key. New instances start on it; running ones stay on
 * theirs. The same net again is no new version.
 * @throws ProblemError 422 `definition-refused` with `problems: {element, code, title}[]`
 */
export async function publishDefinition(
  trx: Db,
  xml: string,
  how: { note?: string; by: string; at: string },
): Promise<Published> {
  const { net, hash, calls } = await compileForPublish(trx, xml)
  // Two publishers of one key decide one after the other.
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`publish:${net.key}`])
  const latest = await findLatestDefinition(trx, net.key)
  if (latest?.hash === hash) {
    return { id: latest.id, key: net.key, version: latest.version, hash, calls, unchanged: true }
  }
  const version = (latest?.version ?? 0) + 1
  const id = `${net.key}@${version}`
  await trx('process_definition').insert({
    id,
    key: net.key,
    version,
    name: net.name,
    hash,
    bpmn: xml,
    net: JSON.stringify(net),
    note: how.note ?? null,
    published_at: how.at,
    published_by: how.by,
  })
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

/** Compiles with the called processes as they are published now. */
export function compileWithCalls(db: Db, xml: string): Promise<Compiled> {
  const resolveCall = async (key: string) =>
    db('process_definition')
      .where({ key })
      .orderBy('version', 'desc')
      .first<{ xml: string; version: number } | undefined>({ xml: 'bpmn', version: 'version' })
  return compileBpmn(xml, { resolveCall, services: new Set<string>([...caseServices, ...drawnServiceNames]) })
}
