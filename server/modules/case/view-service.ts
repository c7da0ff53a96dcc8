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
import type { ActRow } from '../../records/process/act.ts'
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
    ...(await viewProposed(db, caseNo)),
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
  const {
    applicantType,
    applicantMasked,
    documentType,
    documentMasked,
    documentException,
    legalRepresentative,
    ...rest
  } = row
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
    legalRepresentativeMasked:
      legalRepresentative === null ? null : maskName(personal.open(legalRepresentative)),
    agentMasked: agent?.name ? maskName(agent.name) : null,
    address: row.address === null ? null : personal.open(row.address),
  }
}

/** What is put to a head, who has to see it before: a new demand, what the review proposes, the end of a case. */
async function viewProposed(db: Db, caseNo: string): Promise<Pick<CaseView, 'demand' | 'proposals'>> {
  const open = new Set((await listOpenTasks(db, caseInstance(caseNo))).map(({ element }) => shortId(element)))
  const asked = [
    ...(open.has('decide') ? [Object.keys(proposals)] : []),
    ...(open.has('ending-approval') ? [['propose-end']] : []),
  ]
  const found = await Promise.all(asked.map((acts) => findLastOutcome(db, caseInstance(caseNo), acts)))
  return {
    demand: open.has('demand-approval') ? await viewDemand(db, caseNo) : null,
    proposals: found.filter((act) => act !== undefined).map(viewProposal),
  }
}

function viewProposal({
  act,
  actName,
  actorName,
  receivedAt,
  payload,
}: ActRow): CaseView['proposals'][number] {
  const said = (field: string) => (typeof payload[field] === 'string' ? payload[field] : null)
  const by = { byName: actorName, at: receivedAt }
  return { act, name: actName, reason: said('reason'), proof: said('proof'), ...by }
}

async function viewDemand(db: Db, caseNo: string): Promise<CaseView['demand']> {
  const act = await findLastAct(db, caseInstance(caseNo), 'new-demand')
  if (!act) return null
  const named = (act.payload.materials ?? []) as { id: string; state: string; reason: string }[]
  const names = new Map((await listMaterials(db, caseNo)).map(({ id, name }) => [id, name]))
  return {
    reason: String(act.payload.reason ?? ''),
    materials: named.map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
  }
}
