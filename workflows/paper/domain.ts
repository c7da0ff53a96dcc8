/**
 * Words, shapes and legal bases of the papers a case gives out. Pure.
 *
 * A paper is numbered, dated, names its legal basis and has a place for the seal (行政许可法 第三十二条第二款,
 * 第三十八条). The law's titles hold for administrative licensing only; for registration 行政登记, public services
 * 公共服务 and the rest the title is generic and the basis is the item's own.
 */

import { caseStatuses } from '../case/domain.ts'
import type { DeliveryMethod, MaterialState } from '../case/domain.ts'
import type { Day, DayUnit } from '../clock/domain.ts'
import { paperKind } from './kinds.ts'
import type { PaperKind } from './kinds.ts'

export * from './kinds.ts'

export interface PaperMaterial {
  name: string
  state: MaterialState
  /** Why it is missing or defective; obligatory for those two. */
  reason?: string
  copies?: number
  /** 原件, 复印件, 电子件. */
  form?: string
}

/** How a case ended without a decision. */
export const terminations = {
  'deemed-withdrawn': caseStatuses['deemed-withdrawn'].name,
  ended: caseStatuses.ended.name,
  withdrawn: caseStatuses.withdrawn.name,
} as const
export type Termination = keyof typeof terminations

/** An organisation that can number papers. `mark` is its 机关代字, e.g. 京政服. */
export interface PaperBody {
  code: string
  name: string
  mark: string
}

export interface Remedies {
  /** 行政复议: to whom, within how many days (行政复议法 第二十条: 60). */
  reconsideration?: { body: string; days: number }
  /** 行政诉讼: which court, within how many months (行政诉讼法 第四十六条: 6). */
  suit?: { court: string; months: number }
}

/** Everything a paper prints. The case assembles it; the number, kind and dates are filled in when it is issued. */
export interface PaperData {
  kind: PaperKind
  number: string
  /** Day printed on the paper. */
  date: Day
  /** Instant of the act, ISO 8601; also the PDF's creation date, so that equal data give equal bytes. */
  at: string
  caseNo: string
  /** `type` as people read it, e.g. 行政许可. `basis`: the item's own legal basis. */
  item: { name: string; code: string; type: string; licensing: boolean; basis: string[] }
  /** `idMasked` and `phoneMasked` are already masked: the paper never holds the full number. */
  applicant: { name: string; type: string; idMasked?: string; phoneMasked?: string }
  agent?: { name: string; idMasked?: string }
  centre: PaperBody & { address: string; phone: string; hours?: string }
  bureau: PaperBody
  /** 委托受理: the paper names both bodies. */
  entrustment?: { no: string; bureau: string; centre: string }
  materials?: PaperMaterial[]
  reasons?: string[]
  /** Replaces the basis of the kind; for a termination, e.g. the notice and the agreement it rests on. */
  basis?: string[]
  /**
   * supplement-notice: the term runs from delivery; `lastDay` is the last day if delivered on `date`. `continued`: a
   * repeated demand starts no term; `days` are those left, `lastDay` is the last day.
   * acceptance-notice: promised and statutory term. grant-decision: delivery term.
   */
  terms?: { days: number; unit: DayUnit; lastDay?: Day; consequence?: string; continued?: true }
  /** acceptance-notice: the second, statutory term beside the promised one in `terms`. */
  statutory?: { days: number; unit: DayUnit; lastDay?: Day }
  /** acceptance-notice: accepted by silence, from the day of receipt (第三十二条第一款第（四）项). */
  deemed?: { receivedOn: Day }
  receivedAt?: string
  acceptedOn?: Day
  remedies?: Remedies
  extension?: {
    days: number
    unit: DayUnit
    /** Last day before and after; absent while a pause is open, when there is none. */
    from?: Day
    to?: Day
    approvedBy: string
  }
  special?: {
    name: string
    /** The time it needs, to be told for those of 第四十五条. */
    days?: number
    unit: DayUnit
    startOn: Day
    /** Whether its days count towards the statutory term; those of 第四十五条 do not. */
    countsStatutory: boolean
    countsPromised: boolean
    /** The item's law gives this statutory term where the place is inspected. */
    statutoryWithSurvey?: { days: number; unit: DayUnit }
  }
  decision?: {
    /** The opinion, where one was typed for the paper. */
    text?: string
    certificate?: { name: string; number?: string; validFrom?: Day; validTo?: Day }
  }
  termination?: { how: Termination; notice?: { number: string; servedOn: Day; lastDay: Day } }
  service?: {
    papers: { name: string; number: string }[]
    method: DeliveryMethod
    place?: string
    /** When it was handed over: the instant, or the day that was recorded later. */
    servedAt?: string
    servedOn?: Day
    /** Tracking number, e-delivery receipt number. */
    proofNo?: string
    recipient?: string
  }
  sendBack?: { handedOverAt: string; hours: number }
  /** From this day on the holidays are not published: a last day there is provisional, and the paper says so. */
  unpublishedFrom?: Day
  /** Receipt only. */
  querySecret?: string
  /** Printed, and as QR code. */
  progressUrl?: string
}

/** What the caller gives; the rest is fixed when the paper is issued. */
export type PaperInput = Omit<PaperData, 'kind' | 'number' | 'date' | 'at' | 'caseNo'>

export function paperTitle(kind: PaperKind, licensing: boolean): string {
  const facts = paperKind(kind)
  return licensing ? facts.name : (facts.plainTitle ?? facts.name)
}

/** The sentence's bases in order: what the caller names, else the law's article, else the item's own. */
export function paperBasis(data: Pick<PaperData, 'kind' | 'basis' | 'item'>): string[] {
  if (data.basis?.length) return data.basis
  const ofKind = paperKind(data.kind).basis
  if (data.item.licensing && ofKind.length) return [...ofKind]
  if (data.kind === 'proof-of-service') return [...ofKind]
  return data.item.basis
}

/**
 * What the paper lacks, empty when it can be issued. Reasons and remedies of a refusal are obligatory
 * (第三十八条第二款), a supplement notice names each thing to be mended with its reason and what follows from silence,
 * and ending a case for its silence names the notice that was served.
 */
export function missingParts(kind: PaperKind, data: PaperInput): string[] {
  const missing: string[] = paperKind(kind).needs.filter((part) => {
    const value = data[part]
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  })
  if (kind === 'supplement-notice') missing.push(...missingInSupplement(data))
  if (data.termination?.how === 'deemed-withdrawn' && !data.termination.notice)
    missing.push('termination.notice')
  if (data.termination?.how === 'ended' && !data.reasons?.length) missing.push('reasons')
  return missing
}

function missingInSupplement(data: PaperInput): string[] {
  const demanded = toBeSupplemented(data.materials ?? [])
  const missing = demanded.filter((material) => !material.reason).map((m) => `materials[${m.name}].reason`)
  if (data.materials?.length && !demanded.length) missing.push('materials')
  if (data.terms && !data.terms.consequence) missing.push('terms.consequence')
  return missing
}

/** What the applicant is asked for: missing 补齐 and defective 补正 materials. */
export function toBeSupplemented(materials: PaperMaterial[]): PaperMaterial[] {
  return materials.filter((material) => material.state === 'missing' || material.state === 'defective')
}

/** Body in whose sequence the paper is numbered. */
export function issuingBody(kind: PaperKind, data: Pick<PaperData, 'centre' | 'bureau'>): PaperBody {
  return paperKind(kind).issuer === 'centre' ? data.centre : data.bureau
}

/** `京政服〔2026〕补字第000012号`. Beyond 999 999 the number grows, it is never cut. */
export function buildNumber(mark: string, year: number, kind: PaperKind, n: number): string {
  const [before, after] = numberFrame(mark, year, kind)
  return `${before}${String(n).padStart(6, '0')}${after}`
}

/** What stands before and after the six digits of a paper's number. */
export function numberFrame(mark: string, year: number, kind: PaperKind): [before: string, after: string] {
  return [`${mark}〔${year}〕${paperKind(kind).word}字第`, '号']
}

/** The remedies of 第三十八条第二款 with the terms of 行政复议法 第二十条 and 行政诉讼法 第四十六条. */
export function legalRemedies(reconsiderationBody: string, court: string): Remedies {
  return {
    reconsideration: { body: reconsiderationBody, days: 60 },
    suit: { court, months: 6 },
  }
}
