/** The whole record of a case for its page: what the engine's steps do not need. Personal data lies sealed. */
import type { ApplicantType, CaseStatus, Channel } from '../../../workflows/case/domain.ts'
import type { DocumentType } from '../../../workflows/item/identity-number.ts'
import type { Db } from '../../db.ts'
import { notFound } from '../../errors.ts'

export interface CaseFactsRow {
  caseNo: string
  itemCode: string
  itemName: string
  itemType: string
  itemVersion: number
  mode: string
  status: CaseStatus
  mark: string | null
  deemedAccepted: boolean
  applicantType: ApplicantType
  applicantMasked: string
  documentType: DocumentType
  documentMasked: string
  documentException: string | null
  legalRepresentative: string | null
  agent: string | null
  contactMasked: string
  phoneMasked: string
  address: string | null
  eDelivery: boolean
  channel: Channel
  centre: string
  centreName: string
  bureauName: string
  entrustmentId: string | null
  applyAt: string
  receivedDay: string
  acceptedAt: string | null
  acceptanceNo: string | null
  decidedAt: string | null
  endedAt: string | null
  handlerName: string
  stepName: string | null
  /** 申请内容 as it was typed at intake. */
  summary: string | null
  form: Record<string, unknown>
  revision: number
}

const columns: Record<keyof CaseFactsRow, string> = {
  caseNo: 'case_no',
  itemCode: 'item_code',
  itemName: 'item_name',
  itemType: 'item_type',
  itemVersion: 'item_version',
  mode: 'mode',
  status: 'status',
  mark: 'mark',
  deemedAccepted: 'deemed_accepted',
  applicantType: 'applicant_type',
  applicantMasked: 'applicant_name_masked',
  documentType: 'document_type',
  documentMasked: 'document_no_masked',
  documentException: 'document_exception',
  legalRepresentative: 'legal_representative_enc',
  agent: 'agent_enc',
  contactMasked: 'contact_masked',
  phoneMasked: 'phone_masked',
  address: 'address_enc',
  eDelivery: 'e_delivery',
  channel: 'channel',
  centre: 'centre',
  centreName: 'centre_name',
  bureauName: 'bureau_name',
  entrustmentId: 'entrustment_id',
  applyAt: 'apply_at',
  receivedDay: 'received_day',
  acceptedAt: 'accepted_at',
  acceptanceNo: 'acceptance_no',
  decidedAt: 'decided_at',
  endedAt: 'ended_at',
  handlerName: 'handler_name',
  stepName: 'step_name',
  summary: 'summary',
  form: 'form',
  revision: 'revision',
}

/** @throws 404 */
export async function getFacts(db: Db, caseNo: string): Promise<CaseFactsRow> {
  const row = await db('case_record').where({ case_no: caseNo }).first(columns)
  if (!row) throw notFound('办件')
  return row
}

/** What stands masked on pages, sealed. */
export interface SealedFacts {
  name: string
  documentNo: string
  phone: string
  contact: string
  agent: string | null
  legalRepresentative: string | null
  address: string | null
}

export async function getSealed(db: Db, caseNo: string): Promise<SealedFacts> {
  const row = await db('case_record').where({ case_no: caseNo }).first({
    name: 'applicant_name_enc',
    documentNo: 'document_no_enc',
    phone: 'phone_enc',
    contact: 'contact_enc',
    agent: 'agent_enc',
    legalRepresentative: 'legal_representative_enc',
    address: 'address_enc',
  })
  if (!row) throw notFound('办件')
  return row
}

/** The query secret's hash, to compare with; undefined for an unknown number. */
export async function findSecretHash(db: Db, caseNo: string): Promise<string | undefined> {
  return (await db('case_record').where({ case_no: caseNo }).first('query_secret_hash'))?.query_secret_hash
}

export interface ResultFacts {
  result: string
  explanation: string | null
  certificateName: string | null
  certificateNo: string | null
  decisionNo: string | null
  validFrom: string | null
  validTo: string | null
  refusalReason: string | null
}

export async function findResult(db: Db, caseNo: string): Promise<ResultFacts | undefined> {
  return db('case_result').where({ case_no: caseNo }).first({
    result: 'result',
    explanation: 'explanation',
    certificateName: 'certificate_name',
    certificateNo: 'certificate_no',
    decisionNo: 'decision_no',
    validFrom: 'valid_from',
    validTo: 'valid_to',
    refusalReason: 'refusal_reason',
  })
}

export interface HandoverRow {
  id: string
  n: number
  direction: 'to-bureau' | 'to-centre'
  reason: string | null
  byName: string
  at: string
}
