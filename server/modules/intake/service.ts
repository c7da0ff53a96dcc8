import { createHash, randomUUID } from 'node:crypto'
import { dayOf } from '../../../workflows/clock/day.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import { intakeFaults, isLeftOut } from '../../../workflows/intake/domain.ts'
import type { Intake } from '../../../workflows/intake/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import { documentTypes, normaliseDocumentNo } from '../../../workflows/item/identity-number.ts'
import { caseInstance, caseWords } from '../../../workflows/case/domain.ts'
import type { Db, Trx } from '../../db.ts'
import type { AppDeps } from '../../deps.ts'
import { conflict, forbidden, invalid } from '../../errors.ts'
import { personalOf } from '../../personal.ts'
import { keysOf } from '../../search.ts'
import type { Findable } from '../../search.ts'
import { claimFiles, findFiles, insertFile } from '../../records/file/file.ts'
import type { FileRow } from '../../records/file/file.ts'
import { getBureau, getCentre } from '../../records/item/directory.ts'
import type { Entrustment } from '../../records/item/entrustment.ts'
import { findOffers } from '../item/offer.ts'
import { findItem } from '../../records/item/item.ts'
import { getCase } from '../../records/case/case.ts'
import { findAct } from '../../records/process/act.ts'
import { caseNoun } from '../case/noun.ts'
import type { Engine } from '../process/engine.ts'
import { chooseDefinition, openInstance, startOpened } from '../process/open.ts'
import type { Opening } from '../process/open.ts'
import { allocateCaseNumber } from '../../records/intake/case-number.ts'
import { deleteDraftOfKey } from '../../records/intake/draft.ts'
import { caseRows, materialRows, modeTaken } from '../../records/intake/intake.ts'
import type { MaterialFile, NewMaterial, OpenedCase } from '../../records/intake/intake.ts'
import { claimKey, findRequest, requestRow } from '../../records/intake/request.ts'
import type { IntakeRequest } from '../../records/intake/request.ts'
import { findReusable } from '../../records/intake/reuse.ts'
import { createQuerySecret } from './secret.ts'

export type CaseStarter = Pick<Engine, 'start'>
export type IntakeDeps = Pick<AppDeps, 'pools' | 'db' | 'acts' | 'config' | 'log'> & { engine: CaseStarter }

export interface Submission {
  /** Idempotency-Key; becomes the id of the starting act. */
  key: string
  intake: Intake
  actor: Actor
  /** ISO instant of receipt. */
  at: string
}

export interface Receipt {
  caseNo: string
  querySecret: string
  /** The engine has written its records; otherwise it will, and the page says 正在保存. */
  saved: boolean
  /** A twin of this submission had been taken before. */
  repeated: boolean
}

type OnTaken = (trx: Db, taken: { caseNo: string; repeated: boolean }) => Promise<void>

/**
 * Takes a case: number, record, materials and the starting act in one transaction, then the engine is told. Submissions
 * with one key are one case: the first to write the key takes it, the others wait for its commit and give its answer
 * (reliability R1, R6). `onTaken` runs in the transaction (audit).
 */
export async function takeCase(deps: IntakeDeps, submission: Submission, onTaken: OnTaken): Promise<Receipt> {
  return deps.acts.through(() => take(deps, submission, onTaken))
}

async function take(deps: IntakeDeps, submission: Submission, onTaken: OnTaken): Promise<Receipt> {
  const request = { id: submission.key, userId: submission.actor.id, digest: digestOf(submission.intake) }
  const taken = await takeNew(deps, submission, request, onTaken)
  if (taken) {
    const input = { instance: caseInstance(taken.caseNo), actId: submission.key, at: submission.at }
    return { ...taken, saved: await startOnce(deps, input), repeated: false }
  }
  const answer = await getAnswer(deps.db, request)
  await onTaken(deps.db, { caseNo: answer.caseNo, repeated: true })
  return confirm(deps, answer)
}

type Taken = Pick<Receipt, 'caseNo' | 'querySecret'>

/** undefined: a twin was first. */
async function takeNew(
  deps: IntakeDeps,
  submission: Submission,
  request: Omit<IntakeRequest, 'caseNo'>,
  onTaken: OnTaken,
): Promise<Taken | undefined> {
  return deps.pools.acts.transaction(async (trx) => {
    if (!(await claimKey(trx, request, submission.at))) return undefined
    const { item, entrustment, materials } = await checkSubmission(trx, deps, submission)
    await deleteDraftOfKey(trx, personalOf(deps), submission.actor.id, submission.key)
    const taken = await writeCase(trx, deps, submission, {
      item,
      entrustment,
      materials,
      digest: request.digest,
    })
    const { caseNo } = taken
    await onTaken(trx, { caseNo, repeated: false })
    return taken
  })
}

/** The twin's case, if this is the same submission of the same person. */
async function getAnswer(db: Db, request: Omit<IntakeRequest, 'caseNo'>): Promise<IntakeRequest> {
  const known = await findRequest(db, request.id)
  if (!known) throw new Error(`intake-request-missing: ${request.id}`)
  if (known.digest !== request.digest || known.userId !== request.userId)
    throw conflict('idempotency-key-reused', '同一提交标识已用于另一份申请，请重新提交')
  return known
}

async function confirm(deps: IntakeDeps, request: IntakeRequest): Promise<Receipt> {
  const row = await getCase(deps.db, request.caseNo)
  const querySecret = personalOf(deps).open(row.querySecretEnc)
  return { caseNo: request.caseNo, querySecret, saved: await startEngine(deps, request), repeated: true }
}

/** Starts under way in this process: a hundred twins ask the engine once and share its answer. */
const starting = new Map<string, Promise<boolean>>()

async function startEngine(deps: IntakeDeps, { id }: IntakeRequest): Promise<boolean> {
  const act = await findAct(deps.db, id)
  if (!act) throw new Error(`start-act-missing: ${id}`)
  if (act.status === 'done') return true
  return startOnce(deps, { instance: act.instance, actId: act.id, at: act.receivedAt })
}

function startOnce(deps: IntakeDeps, input: Parameters<Engine['start']>[0]): Promise<boolean> {
  const id = input.actId
  const known = starting.get(id) ?? startOpened(deps, input).finally(() => starting.delete(id))
  starting.set(id, known)
  return known
}

interface Checked {
  item: Item
  entrustment: Entrustment
  materials: NewMaterial[]
}

/** Throws 400 with every fault, 403 away from a counter, 409 for an item that is not offered here today. */
async function checkSubmission(
  trx: Trx,
  deps: IntakeDeps,
  { intake, actor, at }: Submission,
): Promise<Checked> {
  if (!actor.centreCode) throw forbidden('只有政务服务中心的窗口人员可以收件')
  const item = await findItem(trx, intake.itemCode)
  if (!item) throw invalid([{ path: 'body.itemCode', message: '没有这个已发布的事项' }])
  const today = dayOf(at)
  const offer = (await findOffers(trx, actor.centreCode, today, [item.code])).get(item.code)!
  if (!offer.offered || !offer.entrustment)
    throw conflict('item-not-offered', '本中心不能收取该事项', { detail: offer.notOfferedReason })
  const faults = intakeFaults(intake, item, today)
  const documentNoHash = personalOf(deps).hash(normaliseDocumentNo(intake.applicant.documentNo))
  const materials = await withFiles(trx, { intake, item, actor, documentNoHash }, faults)
  if (faults.length > 0) throw invalid(faults.map(({ path, message }) => ({ path: `body.${path}`, message })))
  return { item, entrustment: offer.entrustment, materials }
}

/**
 * Resolves file ids. A file must be a finished upload of this clerk that belongs to no case, or have been handed in for
 * an ended case of the same applicant; it is used once.
 */
async function withFiles(
  trx: Trx,
  taking: { intake: Intake; item: Item; actor: Actor; documentNoHash: string },
  faults: { path: string; message: string }[],
): Promise<NewMaterial[]> {
  const { intake, item, actor } = taking
  const ids = intake.materials.flatMap(({ files }) => files)
  const found = new Map((ids.length > 0 ? await findFiles(trx, ids) : []).map((file) => [file.id, file]))
  const isOwn = (file: FileRow) => file.uploadedBy === actor.id && file.instance === null
  const others = [...found.values()].filter((file) => !isOwn(file)).map(({ id }) => id)
  const reusable = await findReusable(trx, actor, taking.documentNoHash, others)
  const used = new Set<string>()
  const resolve = (id: string, path: string): MaterialFile | undefined => {
    const file = found.get(id)
    const usable = file?.status === 'stored' && (isOwn(file) || reusable.has(id)) && !used.has(id)
    used.add(id)
    if (usable) return { ...file, fromCase: reusable.get(id) }
    faults.push({ path, message: '文件不存在、未上传完成、已被使用，或不是同一申请人已结束办件的材料' })
  }
  return intake.materials.flatMap((material, i) => {
    const files = material.files.map((id, f) => resolve(id, `materials.${i}.files.${f}`))
    if (isLeftOut(material, item)) return []
    const { n, name, state, reason, paper = false } = material
    const required = item.materials[n - 1]?.required ?? false
    return [{ n, name, state, reason, paper, required, files: files.filter((file) => file !== undefined) }]
  })
}

/** Files of ended cases stay with their case; the new one gets rows of its own to the same bytes. */
async function copyReused(
  trx: Trx,
  materials: NewMaterial[],
  owner: Pick<FileRow, 'instance' | 'uploadedBy' | 'at'>,
): Promise<NewMaterial[]> {
  const copied: NewMaterial[] = []
  for (const material of materials) {
    const files: MaterialFile[] = []
    for (const file of material.files) {
      if (file.fromCase === undefined) files.push(file)
      else {
        const copy = { ...file, id: randomUUID(), ownerKind: 'staff', ...owner } as const
        await insertFile(trx, copy)
        files.push(copy)
      }
    }
    copied.push({ ...material, files })
  }
  return copied
}

async function writeCase(
  trx: Trx,
  deps: IntakeDeps,
  { intake, actor, at, key }: Submission,
  { item, entrustment, materials: given, digest }: Checked & { digest: string },
): Promise<Taken> {
  const centre = await getCentre(trx, entrustment.centre)
  const bureau = await getBureau(trx, entrustment.bureau)
  const receivedDay = dayOf(at)
  const definition = await chooseDefinition(trx, caseNoun, modeTaken, at)
  // From here to the commit other intakes of the centre wait: everything is read, what is left is writing.
  const caseNo = await allocateCaseNumber(trx, { centre, day: receivedDay })
  const made = { caseNo, querySecret: createQuerySecret(), intake, item, centre, bureau, entrustment }
  const { record, rows } = caseRows(trx, personalOf(deps), { ...made, clerk: actor, at, receivedDay })
  const materials = await copyReused(trx, given, { instance: caseInstance(caseNo), uploadedBy: actor.id, at })
  rows.push(...materialRows(trx, caseNo, materials, { name: actor.name, at }), requestRow(trx, key, caseNo))
  const files = materials.flatMap((material) => material.files.map(({ id }) => id))
  if (files.length > 0 && (await claimFiles(trx, files, caseInstance(caseNo), actor.id)) !== files.length)
    throw conflict('file-taken', '上传的文件刚被另一办件使用，请重新上传')
  const keys = keysOf(personalOf(deps), findableOf(caseNo, intake, item))
  const opening = openingOf({ key, record, keys, actor, at, digest, item, materials })
  await openInstance(trx, opening, definition, rows)
  return { caseNo, querySecret: made.querySecret }
}

/** An organisation's name is public, a person's is not. */
function findableOf(number: string, { applicant, contact }: Intake, item: Item): Findable {
  const isPerson = documentTypes[applicant.documentType].for === 'person'
  const phones = [contact.phone]
  const documents = [applicant.documentNo]
  const names = isPerson
    ? { texts: [item.name], people: [applicant.name] }
    : { texts: [item.name, applicant.name] }
  return { number, ...names, phones, documents }
}

function openingOf(
  start: Pick<Submission, 'key' | 'actor' | 'at'> & {
    record: OpenedCase
    keys: string[]
    digest: string
    item: Item
    materials: NewMaterial[]
  },
): Opening {
  const { key, record, keys, actor, at, digest, item, materials } = start
  const { caseNo } = record
  const gaps = materials.filter(({ state }) => state !== 'present').length
  const act = 'receive'
  const payload = { caseNo, itemCode: item.code, itemVersion: item.version, gaps }
  const who = { actorId: String(actor.id), actorName: actor.name }
  const starting = { id: key, act, actName: caseWords.otherActs[act], ...who, payload, digest }
  return { noun: caseNoun, number: caseNo, record, keys, at, act: starting }
}

/** Of the validated body with its keys in order: the same intake gives the same digest. */
function digestOf(intake: Intake): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(intake)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}
