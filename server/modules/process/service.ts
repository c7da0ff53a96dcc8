import { WorkflowNotFoundError } from '@temporalio/client'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { conflict, notFound, unavailable } from '../../errors.ts'
import { toPage } from '../../paging.ts'
import { PublishError } from './compile.ts'
import type { Problem } from './compile.ts'
import { countElements, findDefinitionFile, listVersions } from '../../records/process/definition.ts'
import { isAway } from './engine.ts'
import { findOpenIncident, listIncidents } from '../../records/process/incident.ts'
import type { IncidentKey } from '../../records/process/incident.ts'
import { compileWithCalls } from './publish.ts'
import type { ProblemView } from './schema.ts'
import { followUpOf, resumeFollowUp } from '../../records/follow-up/follow-up.ts'

/** How long a retry waits for the engine's answer. */
const engineAnswersWithinMs = 4000

/** @throws 404 for a definition or version that was never published */
export async function getDefinition(db: Db, key: string, version?: number) {
  const file = await findDefinitionFile(db, key, version)
  if (!file) throw notFound('流程定义')
  const { id, ...definition } = file
  return { ...definition, counts: await countElements(db, id), versions: await listVersions(db, key) }
}

/** What publishing would refuse, and what it would let through with a word. Writes nothing. */
export async function checkDefinition(
  db: Db,
  bpmn: string,
): Promise<{ problems: ProblemView[]; warnings: ProblemView[] }> {
  try {
    const { warnings } = await compileWithCalls(db, bpmn)
    return { problems: [], warnings: warnings.map(viewProblem) }
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    return { problems: error.problems.map(viewProblem), warnings: [] }
  }
}

/** '' is the file as a whole. */
function viewProblem({ element, code, title }: Problem): ProblemView {
  return { element: element || null, code, title }
}

export async function pageOfIncidents(
  db: Db,
  actor: Actor,
  { cursor, limit }: { cursor?: IncidentKey; limit: number },
) {
  const rows = await listIncidents(db, actor, { after: cursor, limit: limit + 1 })
  const { items, next } = toPage(rows, limit, (row) => [row.at, row.instance, row.key])
  return { rows: items, next }
}

/**
 * Lets the engine run a stopped step again; gives what `recordRetry` is told by. The engine is asked before anything is
 * written: held in a transaction, the incident's row and the step that writes it would wait for each other.
 * @throws 404, 409 `instance-not-running`, 503 (the incident stays; a retry that was sent may still be done)
 */
export async function retryIncident(
  deps: Pick<AppDeps, 'db' | 'engine' | 'temporal' | 'now'>,
  actor: Actor,
  { instance, key }: { instance: string; key: string },
): Promise<{ instance: string; key: string; version: string }> {
  const incident = await findOpenIncident(deps.db, actor, instance, key)
  if (!incident) throw notFound('异常')
  // What follows a step is the drain's: the engine knows nothing of it.
  const followUp = followUpOf(key)
  if (followUp !== undefined) {
    await resumeFollowUp(deps.db, followUp, deps.now().toISOString())
    return { instance, key, version: incident.version }
  }
  const deadline = Date.now() + engineAnswersWithinMs
  try {
    await deps.temporal.withDeadline(deadline, () => deps.engine.retryIncident(instance, key))
  } catch (error) {
    if (isAway(error)) throw unavailable('流程引擎暂时没有应答，异常仍在列表中，请稍后再看', error)
    if (error instanceof WorkflowNotFoundError)
      throw conflict('instance-not-running', '该流程实例未在运行，请先核对数据库与引擎')
    throw error
  }
  return { instance, key, version: incident.version }
}
