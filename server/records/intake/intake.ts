import type { Knex } from 'knex'
import type { CaseStatus, HandlingMode } from '../../../workflows/case/domain.ts'
import { caseStatuses } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Intake } from '../../../workflows/intake/domain.ts'
import { buildItemCodes, caseTypeOf } from '../../../workflows/item/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import { documentTypes, normaliseDocumentNo } from '../../../workflows/item/identity-number.ts'
import type { Db, Trx } from '../../db.ts'
import { scopeQuery } from '../identity/scope.ts'
import type { Place } from '../identity/scope.ts'
import type { FileRow } from '../file/file.ts'
import { maskDocument, maskName, maskPhone } from '../../personal.ts'
import type { CaseRow } from '../case/case.ts'
import type { Personal } from '../../personal.ts'
import type { Bureau, Centre } from '../item/directory.ts'
import type { Entrustment } from '../item/entrustment.ts'
import { secretHash } from '../../modules/intake/secret.ts'

/** How every case is handled that is taken at a counter. */
export const modeTaken = 'entrusted-acceptance' satisfies HandlingMode

/** Everything a case record is made of at the moment of receipt. */
export interface NewCase {
  caseNo: string
  querySecret: string
  intake: Intake
  item: Item
  centre: Centre
  bureau: Bureau
  entrustment: Entrustment
  clerk: { id: number; name: string }
  /** Instant of receipt, and its day in Asia/Shanghai. A Saturday counts as that day. */
  at: string
  receivedDay: string
}

/** The record of a new case, and what opening its instance asks of it. Written with what else opens it (together.ts). */
export function caseRows(
  trx: Trx,
  personal: Personal,
  given: NewCase,
): { record: OpenedCase; rows: Knex.QueryBuilder[] } {
  const { item, intake, centre, clerk } = given
  const row = {
    case_no: given.caseNo,
    query_secret_hash: secretHash(personal, given.caseNo, given.querySecret),
    query_secret_enc: personal.seal(given.querySecret),
    ...itemColumns(item, given.bureau),
    ...placeColumns(given),
    ...applicantColumns(personal, intake),
    ...contactColumns(personal, intake),
    mode: modeTaken,
    channel: intake.channel,
    summary: intake.summary ?? null,
    form: JSON.stringify(intake.form),
    e_delivery: intake.eDelivery,
    status: 'received' satisfies CaseStatus,
    apply_at: given.at,
    received_day: given.receivedDay,
    handler_id: String(clerk.id),
    handler_name: clerk.name,
    changed_at: given.at,
    source_key: `${centre.code}:${given.caseNo}`,
  }
  const record: OpenedCase = {
    caseNo: given.caseNo,
    mode: row.mode,
    status: 'received',
    applicantMasked: row.applicant_name_masked,
    ...{ itemCode: item.code, itemVersion: item.version, itemName: item.name, itemType: item.itemType },
    ...{ district: row.district, centre: row.centre, bureau: row.bureau },
  }
  return { record, rows: [trx('case_record').insert(row)] }
}

/** What opening its instance asks of the record. */
export type OpenedCase = Place &
  Pick<
    CaseRow,
    'caseNo' | 'mode' | 'status' | 'applicantMasked' | 'itemCode' | 'itemVersion' | 'itemName' | 'itemType'
  >

function itemColumns(item: Item, bureau: Bureau) {
  const level = bureau.district === '110000' ? '2' : '4'
  const codes = buildItemCodes(bureau.creditCode, level, item.codes.basic)
  return {
    item_code: item.code,
    item_version: item.version,
    item_name: item.name,
    item_type: item.itemType,
    basic_code: codes.basic,
    implementing_code: codes.implementing,
    handling_code: codes.handling,
    case_type: caseTypeOf(item.terms),
  }
}

function placeColumns({ entrustment, centre, bureau }: NewCase) {
  return {
    entrustment_id: entrustment.id,
    centre: centre.code,
    centre_name: centre.name,
    bureau: bureau.code,
    bureau_name: bureau.name,
    district: centre.district,
  }
}

function applicantColumns(personal: Personal, { applicant, legalRepresentative }: Intake) {
  const documentNo = normaliseDocumentNo(applicant.documentNo)
  const isPerson = documentTypes[applicant.documentType].for === 'person'
  return {
    applicant_type: applicant.type,
    applicant_name_enc: personal.seal(applicant.name),
    // An organisation's name is public (企业信息公示暂行条例); only people are masked.
    applicant_name_masked: isPerson ? maskName(applicant.name) : applicant.name,
    document_type: applicant.documentType,
    document_no_enc: personal.seal(documentNo),
    document_no_masked: maskDocument(documentNo),
    document_no_hash: personal.hash(documentNo),
    document_exception: applicant.exception ?? null,
    legal_representative_enc: legalRepresentative ? personal.seal(legalRepresentative) : null,
  }
}

/** `agent_enc` holds JSON {name, documentType, documentNo, phone}; `contact_enc` and `phone_enc` plain text. */
function contactColumns(personal: Personal, { agent, contact, address }: Intake) {
  const agentFacts = agent && {
    ...agent,
    documentType: agent.documentType ?? 'resident-id',
    documentNo: normaliseDocumentNo(agent.documentNo),
  }
  return {
    agent_enc: agentFacts ? personal.seal(JSON.stringify(agentFacts)) : null,
    contact_enc: personal.seal(contact.name),
    contact_masked: maskName(contact.name),
    phone_enc: personal.seal(contact.phone),
    phone_masked: maskPhone(contact.phone),
    address_enc: address ? personal.seal(address) : null,
  }
}

export type MaterialFile = Pick<FileRow, 'id' | 'name' | 'sha256' | 'size' | 'mediaType'> & {
  /** The ended case it was handed in for first. */
  fromCase?: string
}

export interface NewMaterial {
  n: number
  name: string
  required: boolean
  state: string
  reason?: string
  paper: boolean
  files: MaterialFile[]
}

/** Ids are `<case number>-<n>`: known before the row is. */
export function materialId(caseNo: string, n: number): string {
  return `${caseNo}-${n}`
}

export function materialRows(
  trx: Trx,
  caseNo: string,
  materials: NewMaterial[],
  by: { name: string; at: string },
): Knex.QueryBuilder[] {
  if (materials.length === 0) return []
  const files = materials.flatMap((material) => toFileRows(caseNo, material, by))
  return [
    trx('case_material').insert(materials.map((material) => toMaterialRow(caseNo, material, by.at))),
    ...(files.length > 0 ? [trx('case_material_file').insert(files)] : []),
  ]
}

function toMaterialRow(caseNo: string, material: NewMaterial, at: string) {
  const onPaper = material.paper && material.files.length === 0
  const reused = material.files.length > 0 && material.files.every(({ fromCase }) => fromCase !== undefined)
  return {
    id: materialId(caseNo, material.n),
    case_no: caseNo,
    n: material.n,
    name: material.name,
    required: material.required,
    state: material.state,
    reason: material.reason ?? null,
    taken_how: onPaper ? 'counter' : reused ? 'reuse' : 'upload',
    quantity: Math.max(1, material.files.length),
    medium: onPaper ? 'paper' : 'electronic',
    original: 'copy',
    changed_at: at,
  }
}

function toFileRows(caseNo: string, { n, files }: NewMaterial, by: { name: string; at: string }) {
  return files.map((file, i) => ({
    material_id: materialId(caseNo, n),
    version: i + 1,
    file_id: file.id,
    name: file.name.slice(0, 255),
    sha256: file.sha256,
    size: file.size,
    by_name: by.name,
    by_kind: 'staff',
    at: by.at,
    from_case: file.fromCase ?? null,
  }))
}

export interface Duplicate {
  caseNo: string
  status: CaseStatus
  statusName: string
  applyAt: string
}

const openStatuses = (Object.keys(caseStatuses) as CaseStatus[]).filter((id) => caseStatuses[id].open)

/** Open cases of one applicant for one item that the clerk may see, newest first. */
export async function listDuplicates(
  db: Db,
  what: { itemCode: string; documentNoHash: string; actor: Actor },
): Promise<Duplicate[]> {
  const query = db('case_record as c')
    .select({ caseNo: 'c.case_no', status: 'c.status', applyAt: 'c.apply_at' })
    .where({ 'c.document_no_hash': what.documentNoHash, 'c.item_code': what.itemCode })
    .whereIn('c.status', openStatuses)
    .orderBy('c.apply_at', 'desc')
    .limit(20)
  scopeQuery(query, what.actor, 'c')
  const rows = await query
  return rows.map((row) => ({ ...row, statusName: caseStatuses[row.status as CaseStatus].name }))
}
