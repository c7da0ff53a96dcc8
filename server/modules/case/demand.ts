/**
 * What a notice of 补正 asks for and what of it is in. Read and marked under the instance's lock, like acts.
 */
import { caseInstance, caseWords } from '../../../workflows/case/domain.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { conflict, notFound } from '../../errors.ts'
import { changeCase, changeMaterial, findCase, listMaterials, themeOf } from '../../records/case/case.ts'
import type { CaseRow, MaterialRow } from '../../records/case/case.ts'
import { listFilesSince } from '../../records/case/material.ts'
import type { HandedFile } from '../../records/case/material.ts'
import { listSupplements } from '../../records/case/supplement.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import { getClocks } from '../../records/clock/clock.ts'
import { lockInstance } from '../../records/process/act.ts'
import { notifyInstance } from '../../records/process/live.ts'
import { addTrail } from '../../records/process/trail.ts'
import { getNet } from '../../records/process/projection.ts'
import { timeOf } from '../../records/process/instance.ts'
import type { InstanceRow } from '../../records/process/instance.ts'
import { listOpenTasks } from '../../records/process/task.ts'
import type { OpenTask } from '../../records/process/task.ts'
import { refuseAfterTerm } from '../process/may.ts'

/** What a case's open notice asks for, locked. */
export interface Demand {
  row: CaseRow
  /** The case's time. */
  at: string
  notice: SupplementRow
  /** The materials it names, in the notice's order. */
  wanted: MaterialRow[]
  /** The act that says everything is in. */
  completedBy: Completion
  /** The open task that act completes: what the trail names. */
  stage: { element: string; name: string }
}

type Completion = 'complete-supplement' | 'complete-late-supplement'

export function completionOf(notice: Pick<SupplementRow, 'phase'>): Completion {
  return notice.phase === 'acceptance' ? 'complete-supplement' : 'complete-late-supplement'
}

/** @throws ProblemError 404; 409 `case-ended`, `no-open-supplement`, `term-over` */
export async function lockDemand(deps: Pick<AppDeps, 'now'>, trx: Db, caseNo: string): Promise<Demand> {
  const lock = await lockInstance(trx, caseInstance(caseNo))
  const row = await findCase(trx, caseNo)
  if (!lock || !row) throw notFound('办件')
  if (lock.status !== 'open') throw conflict('case-ended', '办件已结束，不能再补交材料')
  const at = timeOf(deps.now(), lock)
  const notice = (await listSupplements(trx, caseNo)).find((one) => one.status === 'open')
  if (!notice) throw conflict('no-open-supplement', '现在没有需要补交的材料')
  const completedBy = completionOf(notice)
  const task = await taskOf(trx, lock, completedBy)
  refuseAfterTerm({ clocks: await getClocks(trx, lock.id), instance: lock, at }, task ? [task] : [])
  const stage = { element: task?.element ?? completedBy, name: task?.name ?? caseWords.name }
  return { row, at, notice, wanted: await wantedMaterials(trx, caseNo, notice), completedBy, stage }
}

/** The open task whose drawn outcomes hold this one. */
async function taskOf(
  trx: Db,
  { id, definitionId }: InstanceRow,
  outcome: Completion,
): Promise<OpenTask | undefined> {
  const net = await getNet(trx, definitionId)
  const has = ({ element }: OpenTask) =>
    net.elements[element]?.user?.outcomes.some((one) => one.id === outcome)
  return (await listOpenTasks(trx, id)).find(has)
}

export async function wantedMaterials(db: Db, caseNo: string, notice: SupplementRow): Promise<MaterialRow[]> {
  const materials = await listMaterials(db, caseNo)
  return notice.list.flatMap(({ materialId }) => materials.find((one) => one.id === materialId) ?? [])
}

/** Files handed in after the notice: what was there before is what the notice found wanting. */
export function newFiles(
  db: Db,
  { wanted, notice }: Pick<Demand, 'wanted' | 'notice'>,
): Promise<HandedFile[]> {
  return listFilesSince(
    db,
    wanted.map(({ id }) => id),
    notice.toldAt,
  )
}

export function isWaiting({ state }: Pick<MaterialRow, 'state'>): boolean {
  return state === 'missing' || state === 'defective'
}

export async function markHandedIn(trx: Db, part: MaterialRow[], at: string): Promise<void> {
  for (const { id } of part) await changeMaterial(trx, id, { state: 'handed-in' }, at)
}

/** A part of what was asked for is in: its state, a row of 办件过程, and open pages are told. */
export async function recordPart(
  trx: Db,
  { row, at, stage }: Demand,
  part: MaterialRow[],
  by: { stepKey: string; handlerId: string; handlerName: string },
): Promise<void> {
  await markHandedIn(trx, part, at)
  await addTrail(trx, caseInstance(row.caseNo), {
    theme: themeOf(row),
    ...by,
    at,
    stage: stage.name,
    act: 'hand-in-part',
    actName: caseWords.otherActs['hand-in-part'],
    opinion: part
      .map(({ name }) => name)
      .join('、')
      .slice(0, 1000),
    nodeCode: stage.element,
  })
  await changeCase(trx, row.caseNo, {}, at)
  await notifyInstance(trx, caseInstance(row.caseNo), row.revision)
}
