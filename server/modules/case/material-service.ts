/**
 * Handing in files for what a notice of 补正 names. Files and hand-ins are decided under the instance's lock, like acts:
 * what came before the term's end counts, what comes at it is late, whatever the timer is doing.
 */
import { caseInstance, caseWords } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { intakeLimits } from '../../../workflows/intake/domain.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { conflict, forbidden, notFound } from '../../errors.ts'
import { changeCase, findCase, listMaterials, themeOf } from '../../records/case/case.ts'
import type { CaseRow, MaterialRow } from '../../records/case/case.ts'
import { addMaterialFile, findUse, notePaper, removeMaterialFile } from '../../records/case/material.ts'
import type { HandedFile } from '../../records/case/material.ts'
import { listSupplements } from '../../records/case/supplement.ts'
import { claimFiles, findFile, findFiles } from '../../records/file/file.ts'
import type { FileRow } from '../../records/file/file.ts'
import { findAct, lockInstance } from '../../records/process/act.ts'
import { timeOf } from '../../records/process/instance.ts'
import { notifyInstance } from '../../records/process/live.ts'
import { listOpenTasks } from '../../records/process/task.ts'
import { addTrail } from '../../records/process/trail.ts'
import { carryOut, keepAct } from '../process/acts.ts'
import { forApplicant } from '../process/sender.ts'
import { isWaiting, lockDemand, markHandedIn, newFiles, recordPart } from './demand.ts'
import type { Demand } from './demand.ts'

function wantedMaterial({ wanted }: Demand, id: string): MaterialRow {
  const material = wanted.find((one) => one.id === id)
  if (!material) throw conflict('material-not-wanted', '告知书没有要求补交这项材料')
  return material
}

/** Adds an upload to a material; the same one sent again changes nothing. */
async function attach(
  trx: Db,
  demand: Demand,
  material: MaterialRow,
  file: FileRow,
  by: { name: string; kind: HandedFile['byKind'] },
): Promise<void> {
  const use = await findUse(trx, file.id)
  if (use?.materialId === material.id) return
  if (use) throw conflict('file-used', '这个文件已用于另一项材料，请重新上传')
  const most = intakeLimits.filesPerMaterial
  const before = (await newFiles(trx, demand)).filter(({ materialId }) => materialId === material.id)
  if (before.length >= most) throw conflict('too-many-files', `每项材料每次最多补交 ${most} 个文件`)
  await addMaterialFile(trx, material.id, file, { ...by, at: demand.at })
}

export interface FileOfMaterial {
  caseNo: string
  materialId: string
  fileId: string
  /** In the same transaction, after it is written (audit). */
  onDone(trx: Db): Promise<void>
}

/** The applicant adds an upload of their own; it is handed in by `handIn`. */
export async function addOwnFile(deps: AppDeps, given: FileOfMaterial): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const demand = await lockDemand(deps, trx, given.caseNo)
    const material = wantedMaterial(demand, given.materialId)
    if (!isWaiting(material)) throw conflict('material-handed-in', '这项材料已经提交，不能再修改')
    const file = await findFile(trx, given.fileId)
    const own =
      file?.status === 'stored' &&
      file.ownerKind === 'citizen' &&
      file.instance === caseInstance(given.caseNo)
    if (!own) throw notFound('文件')
    await attach(trx, demand, material, file, { name: '申请人', kind: 'citizen' })
    await given.onDone(trx)
  })
}

/** The applicant takes back an upload that was not handed in yet. */
export async function removeOwnFile(deps: AppDeps, given: FileOfMaterial): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const demand = await lockDemand(deps, trx, given.caseNo)
    const material = wantedMaterial(demand, given.materialId)
    const file = (await newFiles(trx, demand)).find(
      (one) => one.fileId === given.fileId && one.materialId === material.id && one.byKind === 'citizen',
    )
    if (!file) throw notFound('文件')
    if (!isWaiting(material)) throw conflict('material-handed-in', '这项材料已经提交，不能再修改')
    await removeMaterialFile(trx, material.id, file.fileId)
    await given.onDone(trx)
  })
}

export interface FilesAtCounter extends Omit<FileOfMaterial, 'fileId'> {
  /** Everything of this material at once: with the last material the supplement is complete. */
  fileIds: string[]
  /** The paper itself is in the clerk's hands; without files nothing of it is scanned. */
  paper: boolean
}

/**
 * Taken at the counter: the files are in the clerk's hands, so the material is handed in with them, and when it was the
 * last one the supplement is complete in the same transaction. Otherwise the term would end a case whose materials lie
 * on the desk. In a case that was sent back the centre adds what corrects it.
 * @throws ProblemError 403; 404; 409 `case-ended`, `no-open-supplement`, `term-over`, `material-not-wanted`, `file-used`
 */
export async function takeAtCounter(deps: AppDeps, actor: Actor, given: FilesAtCounter): Promise<HandIn> {
  const act = await deps.pools.acts.transaction(async (trx) => {
    const lock = await lockInstance(trx, caseInstance(given.caseNo))
    const part = await partKey(trx, given)
    const key = `counter/${part}`
    const known = await findAct(trx, key)
    if (known) {
      await given.onDone(trx)
      return known
    }
    const row = await findCase(trx, given.caseNo)
    if (lock && row?.status === 'sent-back') {
      const at = timeOf(deps.now(), lock)
      await correct(trx, row, actor, { ...given, part }, at)
      return undefined
    }
    const demand = await lockDemand(deps, trx, given.caseNo)
    if (demand.completedBy === 'complete-supplement' && actor.side !== 'centre')
      throw forbidden('受理前的补正材料由受理窗口收取')
    const material = wantedMaterial(demand, given.materialId)
    for (const file of await ownFiles(trx, actor, given))
      await attach(trx, demand, material, file, { name: actor.name, kind: 'staff' })
    if (given.paper) await notePaper(trx, material.id)
    await given.onDone(trx)
    if (demand.wanted.some((one) => isWaiting(one) && one.id !== material.id)) {
      await recordPart(trx, demand, [material], partOf(actor, part))
      return undefined
    }
    await markHandedIn(trx, [material], demand.at)
    // For the applicant, who hands in with it: whoever has claimed the task does not stand in the way.
    const sender = forApplicant({ id: String(actor.id), name: actor.name })
    const request = { outcome: demand.completedBy }
    return keepAct(deps, trx, { instance: caseInstance(given.caseNo), key, sender, request })
  })
  if (!act) return { complete: false, saving: false }
  const result = await carryOut(deps, act)
  return { complete: true, saving: 'saving' in result }
}

/** complete: all that was asked for is in, and the case goes on. saving: kept, its records are being written. */
export interface HandIn {
  complete: boolean
  saving: boolean
}

/** The same hand-in sent again is known by its first file, or by the material and the notice it answers. */
async function partKey(trx: Db, { caseNo, materialId, fileIds }: FilesAtCounter): Promise<string> {
  return fileIds[0] ?? `${materialId}/paper/${(await listSupplements(trx, caseNo)).length}`
}

function partOf(actor: Actor, part: string) {
  return { stepKey: `hand-in/${part}`, handlerId: String(actor.id), handlerName: actor.name }
}

/** Finished uploads of this clerk, tied to the case. */
async function ownFiles(trx: Db, actor: Actor, { caseNo, fileIds }: FilesAtCounter): Promise<FileRow[]> {
  const files = await findFiles(trx, fileIds)
  const own = files.filter(
    ({ status, ownerKind, uploadedBy }) =>
      status === 'stored' && ownerKind === 'staff' && uploadedBy === actor.id,
  )
  const all = own.length === fileIds.length
  if (!all || (await claimFiles(trx, fileIds, caseInstance(caseNo), actor.id)) < fileIds.length)
    throw notFound('文件')
  return own
}

/** 退件更正: the bureau sent it back, and the centre puts right what it handed over. */
async function correct(
  trx: Db,
  row: CaseRow,
  actor: Actor,
  given: FilesAtCounter & { part: string },
  at: string,
): Promise<void> {
  if (actor.side !== 'centre') throw forbidden('退件由受理窗口更正')
  const material = (await listMaterials(trx, row.caseNo)).find(({ id }) => id === given.materialId)
  if (!material) throw notFound('材料')
  for (const file of await ownFiles(trx, actor, given)) {
    const use = await findUse(trx, file.id)
    if (use && use.materialId !== material.id)
      throw conflict('file-used', '这个文件已用于另一项材料，请重新上传')
    if (!use) await addMaterialFile(trx, material.id, file, { name: actor.name, kind: 'staff', at })
  }
  await addTrail(trx, caseInstance(row.caseNo), {
    theme: themeOf(row),
    ...partOf(actor, given.part),
    at,
    stage: await stageOfResubmit(trx, row.caseNo),
    act: 'correct-material',
    actName: '更正材料',
    opinion: material.name,
    nodeCode: resubmitTask,
  })
  await given.onDone(trx)
  await changeCase(trx, row.caseNo, {}, at)
  await notifyInstance(trx, caseInstance(row.caseNo), row.revision)
}

const resubmitTask = 'resubmit'

async function stageOfResubmit(trx: Db, caseNo: string): Promise<string> {
  const tasks = await listOpenTasks(trx, caseInstance(caseNo))
  return tasks.find(({ element }) => shortId(element) === resubmitTask)?.name ?? caseWords.name
}
