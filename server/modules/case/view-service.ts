/** What is the case's own on its page: facts, materials, supplements. Where it stands: /api/instances. */
import type { z } from 'zod'
import { applicantTypes } from '../../../workflows/case/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { maskName, personalOf } from '../../personal.ts'
import type { CaseFactsRow } from '../../records/case/facts.ts'
import { findCaseView } from '../../records/case/view.ts'
import type { LoadedCaseView } from '../../records/case/view.ts'
import { viewMaterials } from './material-view.ts'
import type { caseView } from './view-schema.ts'

type CaseView = z.infer<typeof caseView>

/** @throws 404 for one outside the actor's scope, as for one that is not there */
export async function viewCase(deps: AppDeps, actor: Actor, caseNo: string): Promise<CaseView> {
  const loaded = await findCaseView(deps.db, actor, caseNo)
  if (!loaded) throw notFound('办件')
  const { row, entrustment, result, supplements, specials, handovers } = loaded
  return {
    case: { ...facts(deps, row), entrustment, result },
    materials: viewMaterials(loaded),
    demand: viewDemand(loaded),
    proposals: loaded.proposals.map(viewProposal),
    supplements: supplements.map(({ list, ...one }) => ({
      ...one,
      list: list.map(({ materialId, name, state, reason }) => ({ id: materialId, name, state, reason })),
    })),
    special: specials,
    handovers,
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

type Proposal = LoadedCaseView['proposals'][number]

function viewProposal({ act, name, byName, at, payload }: Proposal): CaseView['proposals'][number] {
  const said = (field: string) => (typeof payload[field] === 'string' ? payload[field] : null)
  return { act, name, reason: said('reason'), proof: said('proof'), byName, at }
}

/** A head approves what is asked for, so it must be seen before. */
function viewDemand({ demand, materials }: LoadedCaseView): CaseView['demand'] {
  if (!demand) return null
  const names = new Map(materials.map(({ id, name }) => [id, name]))
  return {
    reason: String(demand.reason ?? ''),
    materials: (demand.materials ?? []).map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
  }
}
