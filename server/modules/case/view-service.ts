/** What is the case's own on its page: facts, materials, supplements. Where it stands: /api/instances. */
import type { z } from 'zod'
import { applicantTypes, caseInstance, proposals } from '../../../workflows/case/domain.ts'
import { shortId } from '../../../workflows/process/people.ts'
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { maskName, personalOf } from '../../personal.ts'
import { findResult, getFacts, listHandovers } from '../../records/case/facts.ts'
import type { CaseFactsRow } from '../../records/case/facts.ts'
import { listMaterials } from '../../records/case/case.ts'
import { listSpecials, listSupplements } from '../../records/case/supplement.ts'
import { findEntrustment } from '../../records/item/entrustment.ts'
import { findLastAct, findLastOutcome } from '../../records/process/act.ts'
import { listOpenTasks } from '../../records/process/task.ts'
import { viewMaterials } from './material-view.ts'
import type { caseView } from './view-schema.ts'

type CaseView = z.infer<typeof caseView>

export async function viewCase(deps: AppDeps, caseNo: string): Promise<CaseView> {
  const { db } = deps
  const row = await getFacts(db, caseNo)
  const entrustment = row.entrustmentId ? await findEntrustment(db, row.entrustmentId) : undefined
  return {
    case: {
      ...facts(deps, row),
      entrustment: entrustment ? { no: entrustment.no, from: entrustment.from, to: entrustment.to } : null,
      result: (await findResult(db, caseNo)) ?? null,
    },
    materials: await viewMaterials(db, caseNo),
    demand: await viewDemand(db, caseNo),
    proposal: row.status === 'deciding' ? await viewProposal(db, caseNo) : null,
    supplements: (await listSupplements(db, caseNo)).map(({ list, ...one }) => ({
      ...one,
      list: list.map(({ materialId, name, state, reason }) => ({ id: materialId, name, state, reason })),
    })),
    special: await listSpecials(db, caseNo),
    handovers: await listHandovers(db, caseNo),
  }
}

function facts(deps: AppDeps, row: CaseFactsRow): Omit<CaseView['case'], 'entrustment' | 'result'> {
  const personal = personalOf(deps)
  const { applicantType, applicantMasked, documentType, documentMasked, documentException, ...rest } = row
  const agent = row.agent === null ? undefined : (JSON.parse(personal.open(row.agent)) as { name?: string })
  return {
    ...rest,
    applicant: {
      type: applicantType,
      typeName: applicantTypes[applicantType] ?? applicantType,
      nameMasked: applicantMasked,
      documentType,
      documentMasked,
      exception: documentException,
    },
    agentMasked: agent?.name ? maskName(agent.name) : null,
    address: row.address === null ? null : personal.open(row.address),
  }
}

/** A head approves what is asked for, so it must be seen before. */
async function viewDemand(db: Db, caseNo: string): Promise<CaseView['demand']> {
  const instance = caseInstance(caseNo)
  const waits = (await listOpenTasks(db, instance)).some(
    ({ element }) => shortId(element) === 'demand-approval',
  )
  const act = waits ? await findLastAct(db, instance, 'new-demand') : undefined
  if (!act) return null
  const named = (act.payload.materials ?? []) as { id: string; state: string; reason: string }[]
  const names = new Map((await listMaterials(db, caseNo)).map(({ id, name }) => [id, name]))
  return {
    reason: String(act.payload.reason ?? ''),
    materials: named.map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
  }
}

/** What the review proposes, with its opinion: the head decides with it before their eyes. */
async function viewProposal(db: Db, caseNo: string): Promise<CaseView['proposal']> {
  const act = await findLastOutcome(db, caseInstance(caseNo), Object.keys(proposals))
  if (!act) return null
  const { reason } = act.payload
  return {
    ...{ name: act.actName, byName: act.actorName, at: act.receivedAt },
    reason: typeof reason === 'string' ? reason : null,
  }
}
