/** The case page: facts, clocks, what is open, and which acts this person can do now with what they will bring. */
import type { z } from 'zod'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { personalOf, maskName } from '../../personal.ts'
import type { Db } from '../../db.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import {
  allowedActs,
  applicantTypes,
  caseActs,
  caseStatuses,
  currentFiles,
  materialStates,
} from '../../../workflows/case/domain.ts'
import type {
  ActSpec,
  ApplicantType,
  CaseAct,
  CaseStatus,
  MaterialState,
} from '../../../workflows/case/domain.ts'
import { getClocks, loadCalendar } from '../../records/clock/clock.ts'
import { findLastAct } from '../../records/process/act.ts'
import { viewClock } from './clock-view.ts'
import type { ClockView } from './clock-view.ts'
import { hintOf } from './hint.ts'
import { findItemOfCase } from './item-of-case.ts'
import { listMaterials } from '../../records/case/case.ts'
import { listSpecials, listSupplements } from '../../records/case/supplement.ts'
import type { caseView, materialView } from './view-schema.ts'
import { instanceId } from '../../../workflows/process/domain.ts'

type CaseView = z.infer<typeof caseView>
type Row = Record<string, any>

/** The case's time: wall time, plus the offset of a fast-forwarded case. */
export async function timeOf(deps: AppDeps, caseNo: string): Promise<string> {
  const row = await deps
    .db('process_instance')
    .where({ id: `case:${caseNo}` })
    .first('time_offset')
  return new Date(deps.now().getTime() + Number(row?.time_offset ?? 0)).toISOString()
}

export async function getCaseRow(db: Db, caseNo: string): Promise<Row> {
  const row = await db('case_record').where({ case_no: caseNo }).first()
  if (!row) throw notFound('办件')
  return row
}

export async function viewCase(deps: AppDeps, actor: Actor, caseNo: string): Promise<CaseView> {
  const { db } = deps
  const row = await getCaseRow(db, caseNo)
  const at = await timeOf(deps, caseNo)
  const item = await findItemOfCase(db, { itemCode: row.item_code, itemVersion: row.item_version })
  const calendar = await loadCalendar(db)
  const stored = await getClocks(db, instanceId('case', caseNo))
  const clocks = stored.map((clock) => viewClock(clock, item, calendar, at))
  const tasks: Row[] = await db('task')
    .where({ instance: `case:${caseNo}`, status: 'open' })
    .orderBy('opened_at')
  const supplementTerm = stored.find(({ kind, state }) => kind === 'supplement' && state !== 'stopped')?.facts
  const subject = { item, bureauName: row.bureau_name, receivedDay: row.received_day, supplementTerm }
  const acts = offeredActs(actor, row, tasks, (act) => hintOf(act, subject, calendar, at))
  await markSeen(db, actor, row, at)
  return {
    case: { ...facts(deps, row, at), ...(await related(db, row)) },
    clocks,
    tasks: tasks.map((task) => viewTask(task, actor, acts)),
    acts,
    materials: await viewMaterials(db, caseNo),
    demand: tasks.some((task) => task.element === 'demand-approval') ? await viewDemand(db, caseNo) : null,
    supplements: (await listSupplements(db, caseNo)).map(({ list, ...one }) => ({
      ...one,
      list: list.map(({ materialId, name, state, reason }) => ({ id: materialId, name, state, reason })),
    })),
    special: await listSpecials(db, caseNo),
    handovers: await db('case_handover')
      .where({ case_no: caseNo })
      .orderBy('at')
      .select('id', 'n', 'direction', 'reason', { byName: 'by_name' }, 'at'),
    saving:
      (await db('act')
        .where({ instance: `case:${caseNo}`, status: 'pending' })
        .first('id')) !== undefined,
    incidents: await db('incident')
      .where({ instance: `case:${caseNo}`, status: 'open' })
      .select('element', 'code', 'message', 'at'),
  }
}

function facts(deps: AppDeps, row: Row, at: string): Omit<CaseView['case'], 'entrustment' | 'result'> {
  const personal = personalOf(deps)
  const agent = row.agent_enc ? (JSON.parse(personal.open(row.agent_enc)) as { name?: string }) : undefined
  return {
    caseNo: row.case_no,
    itemCode: row.item_code,
    itemName: row.item_name,
    itemType: row.item_type,
    itemVersion: row.item_version,
    mode: row.mode,
    status: row.status,
    statusName: caseStatuses[row.status as CaseStatus].name,
    mark: row.mark,
    deemedAccepted: row.deemed_accepted,
    applicant: {
      type: row.applicant_type,
      typeName: applicantTypes[row.applicant_type as ApplicantType] ?? row.applicant_type,
      nameMasked: row.applicant_name_masked,
      documentType: row.document_type,
      documentMasked: row.document_no_masked,
      exception: row.document_exception,
    },
    agentMasked: agent?.name ? maskName(agent.name) : null,
    contactMasked: row.contact_masked,
    phoneMasked: row.phone_masked,
    address: row.address_enc ? personal.open(row.address_enc) : null,
    eDelivery: row.e_delivery,
    channel: row.channel,
    centreName: row.centre_name,
    bureauName: row.bureau_name,
    applyAt: row.apply_at,
    receivedDay: row.received_day,
    acceptedAt: row.accepted_at,
    acceptanceNo: row.acceptance_no,
    decidedAt: row.decided_at,
    endedAt: row.ended_at,
    handlerName: row.handler_name,
    stepName: row.step_name,
    form: row.form,
    revision: row.revision,
    timeNow: at,
  }
}

async function related(db: Db, row: Row): Promise<Pick<CaseView['case'], 'entrustment' | 'result'>> {
  const entrustment = row.entrustment_id
    ? await db('entrustment')
        .where({ id: row.entrustment_id })
        .first('no', { from: 'valid_from', to: 'valid_to' })
    : null
  const result = await db('case_result').where({ case_no: row.case_no }).first({
    result: 'result',
    explanation: 'explanation',
    certificateName: 'certificate_name',
    certificateNo: 'certificate_no',
    decisionNo: 'decision_no',
    validFrom: 'valid_from',
    validTo: 'valid_to',
    refusalReason: 'refusal_reason',
  })
  return { entrustment: entrustment ?? null, result: result ?? null }
}

function offeredActs(actor: Actor, row: Row, tasks: Row[], hint: (act: CaseAct) => string): CaseView['acts'] {
  const elements = tasks.map((task) => task.element as string)
  return allowedActs(row.status, elements, actor).map((id) => {
    const spec: ActSpec = caseActs[id]
    const task = tasks.find((one) => one.element === spec.task)
    const other = task?.claimed_by && task.claimed_by !== String(actor.id)
    return {
      id,
      name: spec.name,
      task: task?.key ?? null,
      ...(spec.reason && { reason: spec.reason }),
      ...(spec.final && { final: true }),
      hint: hint(id),
      ...(other && { disabledReason: `已由${task.claimed_name}领取` }),
    }
  })
}

function viewTask(task: Row, actor: Actor, acts: CaseView['acts']): CaseView['tasks'][number] {
  return {
    key: task.key,
    element: task.element,
    name: task.name,
    claimedBy: task.claimed_by,
    claimedName: task.claimed_name,
    openedAt: task.opened_at,
    openForMe:
      acts.some((act) => act.task === task.key) && (!task.claimed_by || task.claimed_by === String(actor.id)),
  }
}

export async function viewMaterials(db: Db, caseNo: string): Promise<z.infer<typeof materialView>[]> {
  const materials: Row[] = await db('case_material').where({ case_no: caseNo }).orderBy('n')
  const files: Row[] = await db('case_material_file as m')
    .joinRaw('join file f on f.id::text = m.file_id')
    .whereIn(
      'm.material_id',
      materials.map((one) => one.id),
    )
    .orderBy(['m.material_id', 'm.version'])
    .select('m.*', { media_type: 'f.media_type' })
  const notices = files.length > 0 ? await listSupplements(db, caseNo) : []
  return materials.map((one) => {
    const own = files.filter((file) => file.material_id === one.id) as (Row & { at: string })[]
    const told = notices.filter(({ list }) => list.some(({ materialId }) => materialId === one.id))
    const current = currentFiles(
      own,
      told.map(({ toldAt }) => toldAt),
    )
    return {
      id: one.id,
      n: one.n,
      name: one.name,
      required: one.required,
      state: one.state,
      stateName: materialStates[one.state as MaterialState],
      reason: one.reason,
      files: own.map((file) => viewFile(file, current.includes(file))),
    }
  })
}

function viewFile(file: Row, current: boolean): z.infer<typeof materialView>['files'][number] {
  return {
    fileId: file.file_id,
    name: file.name,
    size: file.size,
    version: file.version,
    at: file.at,
    by: file.by_name,
    mediaType: file.media_type,
    current,
    fromCase: file.from_case,
  }
}

/** A head approves what is asked for, so it must be seen before. */
async function viewDemand(db: Db, caseNo: string): Promise<CaseView['demand']> {
  const act = await findLastAct(db, `case:${caseNo}`, 'new-demand')
  if (!act) return null
  const named = (act.payload.materials ?? []) as { id: string; state: string; reason: string }[]
  const names = new Map((await listMaterials(db, caseNo)).map(({ id, name }) => [id, name]))
  return {
    reason: String(act.payload.reason ?? ''),
    materials: named.map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
  }
}

/** What changed since is bold on the worklist. */
async function markSeen(db: Db, actor: Actor, row: Row, at: string): Promise<void> {
  await db('case_seen')
    .insert({ user_id: String(actor.id), case_no: row.case_no, revision: row.revision, at })
    .onConflict(['user_id', 'case_no'])
    .merge({ revision: row.revision, at })
}
