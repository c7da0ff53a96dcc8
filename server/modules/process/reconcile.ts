/**
 * Whether PostgreSQL and Temporal say the same (reliability R7): every open row has a running workflow in the same
 * state, every running workflow an open row. A step under way differs for a moment, and Temporal's list runs a little
 * behind; so only what still differs after several looks is a difference.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { WorkflowNotFoundError } from '@temporalio/client'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { isAway } from './engine.ts'

export const differenceKinds = {
  'orphan-row': '有在办记录，没有运行中的流程',
  'orphan-workflow': '有运行中的流程，没有在办记录',
  revision: '版本不一致',
  tasks: '待办任务不一致',
  unanswered: '流程没有应答',
} as const

export interface Difference {
  instance: string
  kind: keyof typeof differenceKinds
  detail?: string
}

export interface Reconciliation {
  /** Open rows and running workflows that were compared. */
  rows: number
  workflows: number
  differences: Difference[]
}

export type ReconcileDeps = Pick<AppDeps, 'db' | 'temporal' | 'engine'> & {
  config: Pick<AppDeps['config'], 'taskQueue'>
}

const looks = { times: 6, pauseMs: 1000 }
const rowsAtOnce = 10
const rowsAPage = 500

/** @param settle how often and how far apart what differs is looked at again */
export async function reconcile(deps: ReconcileDeps, settle = looks): Promise<Reconciliation> {
  const running = await runningWorkflows(deps)
  let rows = 0
  let suspects: Difference[] = []
  const open = new Set<string>()
  for await (const page of openInstances(deps.db)) {
    rows += page.length
    page.forEach((instance) => open.add(instance))
    suspects.push(...(await compareAll(deps, page)))
  }
  const strangers = [...running].filter((instance) => !open.has(instance))
  suspects.push(...(await compareAll(deps, strangers)))
  for (let look = 1; look < settle.times && suspects.length > 0; look++) {
    await wait(settle.pauseMs)
    suspects = await compareAll(
      deps,
      suspects.map(({ instance }) => instance),
    )
  }
  return { rows, workflows: running.size, differences: suspects }
}

/** Of this installation only: several may share a namespace. */
async function runningWorkflows({ temporal, config }: ReconcileDeps): Promise<Set<string>> {
  const query = `TaskQueue = '${config.taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running'`
  const running = new Set<string>()
  for await (const { workflowId } of temporal.workflow.list({ query })) running.add(workflowId)
  return running
}

async function* openInstances(db: Db): AsyncGenerator<string[]> {
  let after = ''
  for (;;) {
    const page = await db('process_instance')
      .where({ status: 'open' })
      .andWhere('id', '>', after)
      .orderBy('id')
      .limit(rowsAPage)
      .pluck<string[]>('id')
    if (page.length === 0) return
    yield page
    after = page.at(-1)!
  }
}

async function compareAll(deps: ReconcileDeps, instances: string[]): Promise<Difference[]> {
  const found: Difference[] = []
  for (let n = 0; n < instances.length; n += rowsAtOnce) {
    const batch = instances.slice(n, n + rowsAtOnce)
    const compared = await Promise.all(batch.map((instance) => compareOne(deps, instance)))
    found.push(...compared.filter((one) => one !== undefined))
  }
  return found
}

async function compareOne(deps: ReconcileDeps, instance: string): Promise<Difference | undefined> {
  const isRunning = await runs(deps, instance)
  const row = await deps.db('process_instance').where({ id: instance }).first('status', 'revision')
  const isOpen = row?.status === 'open'
  if (!isRunning) return isOpen ? { instance, kind: 'orphan-row' } : undefined
  if (!row) return { instance, kind: 'orphan-workflow', detail: 'no row' }
  if (!isOpen) return compareEnded(deps, instance, row)
  return compareState(deps, instance, Number(row.revision))
}

/** An ended instance's workflow ends a moment after its record. */
async function compareEnded(
  deps: ReconcileDeps,
  instance: string,
  row: { status: string; revision: string | number },
): Promise<Difference | undefined> {
  try {
    const view = await deps.engine.view(instance)
    const agree = view.ended !== undefined && view.revision === Number(row.revision)
    return agree ? undefined : { instance, kind: 'orphan-workflow', detail: row.status }
  } catch (error) {
    if (isAway(error)) return { instance, kind: 'unanswered' }
    if (error instanceof WorkflowNotFoundError) return undefined // has ended meanwhile
    throw error
  }
}

async function compareState(
  deps: ReconcileDeps,
  instance: string,
  revision: number,
): Promise<Difference | undefined> {
  try {
    const view = await deps.engine.view(instance)
    if (view.revision !== revision) {
      return { instance, kind: 'revision', detail: `database ${revision}, engine ${view.revision}` }
    }
    const tasks = await deps.db('task').where({ instance, status: 'open' }).pluck<string[]>('key')
    const [ours, theirs] = [tasks, view.tasks.map(({ key }) => key)].map((keys) => keys.sort().join(', '))
    return ours === theirs
      ? undefined
      : { instance, kind: 'tasks', detail: `database ${ours || '—'}; engine ${theirs || '—'}` }
  } catch (error) {
    if (isAway(error)) return { instance, kind: 'unanswered' }
    if (error instanceof WorkflowNotFoundError) return { instance, kind: 'orphan-row' }
    throw error
  }
}

async function runs({ temporal }: ReconcileDeps, instance: string): Promise<boolean> {
  try {
    return (await temporal.workflow.getHandle(instance).describe()).status.name === 'RUNNING'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
