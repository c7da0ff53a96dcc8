/** What the applicant's page shows: one sentence, what is missing and until when, papers, and how it went so far. */
import type { AppDeps } from '../../deps.ts'
import type { Db } from '../../db.ts'
import { caseStatuses, withdrawableIn } from '../../../workflows/case/domain.ts'
import type { CaseStatus } from '../../../workflows/case/domain.ts'
import { dayOf } from '../../../workflows/clock/day.ts'
import { getCentre } from '../../records/item/directory.ts'
import { listPapers } from '../paper/service.ts'
import type { CitizenView } from './citizen-schema.ts'
import { stepsOf } from './citizen-steps.ts'
import { daysText, plainSentence, toldText } from './citizen-words.ts'
import type { Situation } from './citizen-words.ts'
import type { LedgerView } from './clock-view.ts'
import { isWaiting, newFiles, wantedMaterials } from './material-service.ts'
import { listSpecials, listSupplements } from '../../records/case/supplement.ts'
import type { SupplementRow } from '../../records/case/supplement.ts'
import { viewLedgers } from './track-service.ts'
import { getCaseRow, timeOf } from './view-service.ts'
import { instanceId } from '../../../workflows/process/domain.ts'

type Row = Record<string, any>

export async function viewForApplicant(deps: AppDeps, caseNo: string): Promise<CitizenView> {
  const { db } = deps
  const row = await getCaseRow(db, caseNo)
  const at = await timeOf(deps, caseNo)
  const ledgers = await viewLedgers(deps, caseNo)
  const supplements = await listSupplements(db, caseNo)
  const notice = supplements.find((one) => one.status === 'open')
  const missing = notice ? await missingOf(db, caseNo, notice) : []
  const status: CaseStatus = row.status
  const situation = await situationOf(db, row, { at, ledgers, supplements, notice, missing })
  const term = notice?.phase === 'acceptance' ? termOf(ledgers) : undefined
  const inTerm = term?.reading.state !== 'overdue'
  return {
    caseNo,
    itemName: row.item_name,
    status,
    statusName: caseStatuses[status].name,
    plain: plainSentence(situation),
    steps: stepsOf({ status, ...stepFacts(row, supplements) }),
    missing,
    until: term?.reading.dueDay
      ? {
          day: term.reading.dueDay,
          daysText: daysText(term.reading, situation.today),
          explain: term.explainPlain,
        }
      : null,
    canHandIn: notice !== undefined && caseStatuses[status].open && inTerm,
    canWithdraw: withdrawableIn.includes(status) && inTerm,
    ledger: ledgers.map(({ kindName, explainPlain, days }) => ({ kindName, explainPlain, days })),
    papers: await papersOf(deps, caseNo),
    contact: await contactOf(db, row.centre),
    timeline: await timelineOf(db, caseNo),
    timeNow: at,
  }
}

/** The applicant's own term: none before the notice is proven to be delivered. */
function termOf(ledgers: LedgerView[]): LedgerView | undefined {
  return ledgers
    .filter(({ kind, reading }) => kind === 'supplement' && reading.state !== 'stopped')
    .sort((a, b) => b.n - a.n)[0]
}

async function missingOf(db: Db, caseNo: string, notice: SupplementRow): Promise<CitizenView['missing']> {
  const wanted = await wantedMaterials(db, caseNo, notice)
  const files = await newFiles(db, { wanted, notice })
  return wanted.map((material) => ({
    id: material.id,
    name: material.name,
    state: material.state,
    reason: material.reason,
    handedIn: !isWaiting(material),
    // What a clerk scanned at the counter is the office's file; the applicant has the original.
    files: files
      .filter((file) => file.materialId === material.id && file.byKind === 'citizen')
      .map(({ fileId, name, size }) => ({ fileId, name, size })),
  }))
}

interface Facts {
  at: string
  ledgers: LedgerView[]
  supplements: SupplementRow[]
  notice: SupplementRow | undefined
  missing: CitizenView['missing']
}

async function situationOf(db: Db, row: Row, facts: Facts): Promise<Situation> {
  const { notice, missing } = facts
  const special = (await listSpecials(db, row.case_no)).find((one) => one.endedAt === null)
  const result = await db('case_result').where({ case_no: row.case_no }).first('result', 'explanation')
  return {
    status: row.status,
    today: dayOf(facts.at),
    bureauName: row.bureau_name,
    clocks: facts.ledgers.map(({ reading }) => reading),
    notice: notice ? { phase: notice.phase, delivered: notice.deliveredDay !== null } : null,
    wanting: missing.filter(({ handedIn }) => !handedIn).length,
    supplemented: facts.supplements.some((one) => one.status === 'complete'),
    special: special?.name ?? null,
    result: result ? { granted: result.result === 'issued', explanation: result.explanation } : null,
    endedAt: row.ended_at,
  }
}

function stepFacts(row: Row, supplements: SupplementRow[]) {
  const before = supplements.filter((one) => one.phase === 'acceptance')
  return {
    applyAt: row.apply_at as string,
    supplement: before.length > 0,
    supplementedAt: before.at(-1)?.supplementedAt ?? null,
    acceptedAt: row.accepted_at as string | null,
    decidedAt: row.decided_at as string | null,
    endedAt: row.ended_at as string | null,
  }
}

async function papersOf(deps: AppDeps, caseNo: string): Promise<CitizenView['papers']> {
  const papers = await listPapers(deps, { kind: 'citizen', citizen: { caseNo } }, caseNo)
  return papers.map(({ id, title, number, issuedOn }) => ({ id, title, number, issuedOn }))
}

async function contactOf(db: Db, centre: string): Promise<CitizenView['contact']> {
  const { name, phone, address, hours } = await getCentre(db, centre)
  return { centreName: name, phone, address, hours }
}

async function timelineOf(db: Db, caseNo: string): Promise<CitizenView['timeline']> {
  const rows: Row[] = await db('trail')
    .where({ instance: instanceId('case', caseNo) })
    .orderBy(['ended_at', 'id'])
  return rows.flatMap((row) => {
    const text = toldText(row.act, row.opinion)
    return text ? [{ at: row.ended_at as string, text }] : []
  })
}
