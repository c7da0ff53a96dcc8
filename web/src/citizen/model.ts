/** Shapes of the applicant's API (GET /citizen/case). */
import type { CaseStatus, MaterialState } from '../../../workflows/case/domain'
import type { LedgerDay } from '../../../workflows/clock/domain'

export interface HandedFile {
  fileId: string
  name: string
  size?: number
}

export interface WantedMaterial {
  id: string
  name: string
  state: MaterialState
  reason: string | null
  handedIn: boolean
  files: HandedFile[]
}

export interface CitizenCase {
  caseNo: string
  itemName: string
  status: CaseStatus
  statusName: string
  /** Where is my case: one sentence. */
  plain: string
  steps: { name: string; state: 'done' | 'now' | 'todo'; at?: string | null }[]
  missing: WantedMaterial[]
  until?: { day: string; daysText: string; explain: string } | null
  canHandIn: boolean
  canWithdraw: boolean
  ledger: { kindName: string; explainPlain: string; days: LedgerDay[] }[]
  papers: { id: string; title: string; number: string | null; issuedOn: string }[]
  contact: { centreName: string; phone: string; address: string; hours: string }
  timeline: { at: string; text: string }[]
  /** The case's own time, where the server tells it. */
  timeNow?: string
}
