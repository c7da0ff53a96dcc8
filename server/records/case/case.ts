/**
 * The case's own rows, for the engine's steps. Every function takes the step's transaction; the instant `at` is the
 * case's time and always given.
 */
import type { Db } from '../../db.ts'
import type { CaseStatus, MaterialState } from '../../../workflows/case/domain.ts'

export interface CaseRow {
  caseNo: string
  itemCode: string
  itemVersion: number
  itemName: string
  itemType: string
  mode: string
  status: CaseStatus
  entrustmentId: string | null
  centre: string
  centreName: string
  bureau: string
  bureauName: string
  district: string
  applicantType: string
  applicantNameEnc: string
  documentNoMasked: string
  phoneEnc: string
  phoneMasked: string
  agentEnc: string | null
  querySecretEnc: string
  eDelivery: boolean
  channel: string
  applyAt: string
  receivedDay: string
  acceptedDay: string | null
  acceptanceNo: string | null
  decidedAt: string | null
  handedOverAt: string | null
  handlerId: string
  handlerName: string
  themeCode: string | null
  themeName: string | null
  themeCaseNo: string | null
  revision: number
}

const columns: Record<keyof CaseRow, string> = {
  caseNo: 'case_no',
  itemCode: 'item_code',
  itemVersion: 'item_version',
  itemName: 'item_name',
  itemType: 'item_type',
  mode: 'mode',
  status: 'status',
  entrustmentId: 'entrustment_id',
  centre: 'centre',
  centreName: 'centre_name',
  bureau: 'bureau',
  bureauName: 'bureau_name',
  district: 'district',
  applicantType: 'applicant_type',
  applicantNameEnc: 'applicant_name_enc',
  documentNoMasked: 'document_no_masked',
  phoneEnc: 'phone_enc',
  phoneMasked: 'phone_masked',
  agentEnc: 'agent_enc',
  querySecretEnc: 'query_secret_enc',
  eDelivery: 'e_delivery',
  channel: 'channel',
  applyAt: 'apply_at',
  receivedDay: 'received_day',
  acceptedDay: 'accepted_day',
  acceptanceNo: 'acceptance_no',
  decidedAt: 'decided_at',
  handedOverAt: 'handed_over_at',
  handlerId: 'handler_id',
  handlerName: 'handler_name',
  themeCode: 'theme_code',
  themeName: 'theme_name',
  themeCaseNo: 'theme_case_no',
  revision: 'revision',
}

export async function findCase(db: Db, caseNo: string): Promise<CaseRow | undefined> {
  return db('case_record').where({ case_no: caseNo }).first(columns)
}

export async function getCase(db: Db, caseNo: string): Promise<CaseRow> {
  const row = await findCase(db, caseNo)
  if (!row) throw new TypeError(`no case ${caseNo}`)
  return row
}

export interface CaseChange {
  status?: CaseStatus
  mark?: string
  acceptanceNo?: string
  acceptedAt?: string
  acceptedDay?: string
  deemedAccepted?: boolean
  handedOverAt?: string
  sendBackUntil?: string | null
  decidedAt?: string
  endedAt?: string
}

const changeColumns: Record<keyof CaseChange, string> = {
  status: 'status',
  mark: 'mark',
  acceptanceNo: 'acceptance_no',
  acceptedAt: 'accepted_at',
  acceptedDay: 'accepted_day',
  deemedAccepted: 'deemed_accepted',
  handedOverAt: 'handed_over_at',
  sendBackUntil: 'send_back_until',
  decidedAt: 'decided_at',
  endedAt: 'ended_at',
}

export async function changeCase(trx: Db, caseNo: string, change: CaseChange, at: string): Promise<void> {
  const update: Record<string, unknown> = {
    changed_at: at,
    operation: 'U',
    row_version: trx.raw('row_version + 1'),
  }
  for (const [key, value] of Object.entries(change)) update[changeColumns[key as keyof CaseChange]] = value
  await trx('case_record').where({ case_no: caseNo }).update(update)
}

export interface MaterialRow {
  id: string
  n: number
  name: string
  required: boolean
  state: MaterialState
  reason: string | null
  firstNotice: boolean
  round: number
}

export async function listMaterials(db: Db, caseNo: string): Promise<MaterialRow[]> {
  return db('case_material')
    .where({ case_no: caseNo })
    .orderBy('n')
    .select('id', 'n', 'name', 'required', 'state', 'reason', { firstNotice: 'first_notice' }, 'round')
}

export async function changeMaterial(
  trx: Db,
  id: string,
  change: { state: MaterialState; reason?: string | null; firstNotice?: boolean; round?: number },
  at: string,
): Promise<void> {
  await trx('case_material')
    .where({ id })
    .update({
      state: change.state,
      changed_at: at,
      ...(change.reason !== undefined && { reason: change.reason }),
      ...(change.firstNotice !== undefined && { first_notice: change.firstNotice }),
      ...(change.round !== undefined && { round: change.round }),
    })
}

/** Numbers of papers that the case's own rows carry. */
export async function notePaper(
  trx: Db,
  caseNo: string,
  paper: { kind: string; ref: string | null; paperId: string; number: string },
): Promise<void> {
  const { kind, ref, paperId, number } = paper
  if (kind === 'acceptance-notice') {
    await trx('case_record').where({ case_no: caseNo }).update({ acceptance_no: number })
  } else if (kind === 'grant-decision' || kind === 'refusal-decision') {
    await trx('case_result').where({ case_no: caseNo }).update({ decision_no: number })
  } else if (kind === 'supplement-notice') {
    await trx('case_supplement').where({ id: ref }).update({ paper_id: paperId })
  }
}

/** Columns of other rows that name the theme of several cases together. */
export const themeOf = (row: CaseRow) => ({
  theme_code: row.themeCode,
  theme_name: row.themeName,
  theme_case_no: row.themeCaseNo,
})
