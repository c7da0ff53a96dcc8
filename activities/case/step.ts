/** What the services of a case share: the case with its item and agreement, the act behind a step, follow-ups. */
import type { ServiceCall, FollowUp } from '../../workflows/process/domain.ts'
import type { CaseStatus } from '../../workflows/case/domain.ts'
import { basisTexts } from '../../workflows/item/domain.ts'
import type { Item } from '../../workflows/item/domain.ts'
import type { NotificationTemplate } from '../../workflows/notification/domain.ts'
import type { PaperKind } from '../../workflows/paper/domain.ts'
import { parseInstanceId } from '../../workflows/process/domain.ts'
import { addProcess, changeCase, getCase } from '../../server/records/case/case.ts'
import type { CaseRow, ProcessEntry } from '../../server/records/case/case.ts'
import { findEntrustment } from '../../server/records/item/entrustment.ts'
import { getItem } from '../../server/records/item/item.ts'
import { findAct } from '../../server/records/process/act.ts'
import type { ActRow } from '../../server/records/process/act.ts'
import type { Db } from '../../server/db.ts'

/** Hours in which a bureau may send back where the agreement names none. */
const defaultSendBackHours = 24

/** What is to be told after a step: ids only. */
export interface Tell {
  caseNo: string
  stepKey: string
  actId: string
  at: string
  paper: PaperKind | null
  message: NotificationTemplate | null
  /** The row a paper is about: a supplement's or special procedure's id. */
  ref: string | null
}

export interface Subject {
  row: CaseRow
  item: Item
  /** The item's own legal basis in one line. */
  basis: string
  sendBackHours: number
}

export async function subject(trx: Db, call: Pick<ServiceCall, 'instance'>): Promise<Subject> {
  const row = await getCase(trx, parseInstanceId(call.instance).number)
  const item = await getItem(trx, row.itemCode, row.itemVersion)
  const entrustment = row.entrustmentId ? await findEntrustment(trx, row.entrustmentId) : undefined
  return {
    row,
    item,
    basis: basisTexts(item.basis).join('、'),
    sendBackHours: entrustment?.sendBackHours ?? defaultSendBackHours,
  }
}

/** The person's act behind a step; undefined when a timer moved the case. */
export async function actOf(trx: Db, call: Pick<ServiceCall, 'cause'>): Promise<ActRow | undefined> {
  return findAct(trx, call.cause.actId)
}

/** For steps that only a person's act can bring. */
export async function personAct(trx: Db, call: ServiceCall): Promise<ActRow> {
  const act = await actOf(trx, call)
  if (!act) throw new TypeError(`no act behind ${call.key}`)
  return act
}

export function reasonOf(act: ActRow | undefined): string | null {
  return typeof act?.payload.reason === 'string' ? act.payload.reason : null
}

/** Sets the status and writes it beside the act that brought it. */
export async function changeStatus(
  trx: Db,
  row: CaseRow,
  call: ServiceCall,
  status: CaseStatus,
): Promise<void> {
  await changeCase(trx, row.caseNo, { status }, call.cause.at)
  await trx('case_process')
    .where({ case_no: row.caseNo })
    .whereIn('step_key', [call.cause.actId, call.key])
    .update({ status_after: status })
}

/** A row of 办件过程 for what the law or the clock did. */
export async function noteSystemAct(
  trx: Db,
  row: CaseRow,
  call: ServiceCall,
  entry: Pick<ProcessEntry, 'stage' | 'act' | 'actName' | 'opinion' | 'nodeKind' | 'facts'>,
): Promise<void> {
  await addProcess(trx, row, {
    ...entry,
    stepKey: call.key,
    at: call.cause.at,
    handlerId: 'system',
    handlerName: '系统',
    nodeCode: call.element,
  })
}

/** A paper and a message that follow a step. Ids only: the activity reads names and texts itself. */
export function followUp(
  call: ServiceCall,
  tell: { paper?: PaperKind; message?: NotificationTemplate; ref?: string },
): FollowUp {
  return {
    key: `${call.key}/${tell.paper ?? tell.message}`,
    activity: 'tellApplicant',
    args: {
      caseNo: parseInstanceId(call.instance).number,
      stepKey: call.key,
      actId: call.cause.actId,
      at: call.cause.at,
      paper: tell.paper ?? null,
      message: tell.message ?? null,
      ref: tell.ref ?? null,
    },
  }
}
