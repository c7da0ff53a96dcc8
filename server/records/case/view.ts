/** Reads what is the case's own on its page, in one statement (view.sql.ts). */
import { caseInstance, proposals } from '../../../workflows/case/domain.ts'
import { placeOfActor } from '../../../workflows/identity/domain.ts'
import type { Actor } from '../../../workflows/identity/domain.ts'
import type { Db } from '../../db.ts'
import { maySee } from '../identity/scope.ts'
import type { Place } from '../identity/scope.ts'
import { prepared, reviveInstants } from '../prepared.ts'
import type { MaterialRow } from './case.ts'
import type { CaseFactsRow, HandoverRow, ResultFacts } from './facts.ts'
import type { MaterialFileRow } from './material.ts'
import type { SpecialRow, SupplementRow } from './supplement.ts'
import { caseView } from './view.sql.ts'

/** What waits for a head's word. */
interface Proposal {
  act: string
  name: string
  byName: string
  at: string
  payload: Record<string, unknown>
}

export interface LoadedCaseView {
  row: CaseFactsRow
  entrustment: { no: string; from: string; to: string } | null
  result: ResultFacts | null
  materials: Pick<MaterialRow, 'id' | 'n' | 'name' | 'required' | 'state' | 'reason'>[]
  files: MaterialFileRow[]
  supplements: SupplementRow[]
  specials: SpecialRow[]
  handovers: HandoverRow[]
  /** What the act that awaits the head's approval asks for. */
  demand: { reason?: unknown; materials?: { id: string; state: string; reason: string }[] } | null
  /** What the review proposes, and the end that is asked for. */
  proposals: Proposal[]
}

type Raw = Omit<LoadedCaseView, 'row' | 'demand' | 'proposals'> & {
  proposals: (Omit<Proposal, 'payload'> & { payload: string })[]
  row: Omit<CaseFactsRow, 'form'>
  form: string
  demand: string | null
  place: Place
  asked: boolean
}

/** Undefined for one outside the actor's scope, as for one that is not there. */
export async function findCaseView(
  db: Db,
  actor: Actor,
  caseNo: string,
): Promise<LoadedCaseView | undefined> {
  const asks = [actor.side, placeOfActor(actor), actor.roles, String(actor.id)]
  const [found] = await prepared<{ view: string }>(db, caseView, [
    ...[caseInstance(caseNo), caseNo, ...asks, Object.keys(proposals)],
  ])
  if (!found) return undefined
  const {
    place,
    asked,
    form,
    demand,
    proposals: proposed,
    ...raw
  } = JSON.parse(found.view, reviveInstants) as Raw
  if (!asked && !maySee(actor, place)) return undefined
  return {
    ...raw,
    row: { ...raw.row, form: JSON.parse(form) as CaseFactsRow['form'] },
    proposals: proposed.map((one) => ({ ...one, payload: JSON.parse(one.payload) as Proposal['payload'] })),
    demand: demand === null ? null : (JSON.parse(demand) as LoadedCaseView['demand']),
  }
}
