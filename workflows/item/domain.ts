/**
 * 事项 — what can be applied for, its terms and its checklist. Pure; the same words on the server and on the screen.
 * The law gives a term its length; the item's data says where each came from.
 */
import type { ApplicantType, SpecialKind } from '../case/domain.ts'
import type { DayUnit } from '../clock/domain.ts'

/** 办理模式: how the item is taken and decided. */
export const handlingModes = {
  standard: '标准',
  'realtime-instant': '实时即办件',
  'realtime-minimal': '实时极简办件',
  'non-realtime-instant': '非实时即办件',
  'entrusted-acceptance': '委托受理',
  'receive-equals-accept': '收件即受理',
} as const
export type HandlingMode = keyof typeof handlingModes
export const handlingModeIds = Object.keys(handlingModes) as [HandlingMode, ...HandlingMode[]]

/** The event from which the handling clocks run; the day of the event itself does not count (民法典 第二百零一条). */
export const startEvents = {
  acceptance: '受理之日',
  receipt: '收到申请之日',
  'all-valid-documents': '收到全部有效文件之日',
  'intake-window-end': '受理期限终止之日',
} as const
export type StartEvent = keyof typeof startEvents

/** Where the unit of the statutory term comes from. `assumed`: the law says only 日, the earlier date is taken. */
export const unitSources = { text: '法律条文', guide: '办事指南', assumed: '推定（从早）' } as const
export type UnitSource = keyof typeof unitSources

export const verifications = { text: '已核条文', secondary: '据办事指南', unverified: '待核实' } as const
export type Verification = keyof typeof verifications

export const itemStatuses = { draft: '草稿', published: '已发布', withdrawn: '已撤下' } as const
export type ItemStatus = keyof typeof itemStatuses

/** Lengths in days. `acceptance`, `supplement`, `delivery` in working days. */
export interface Terms {
  startEvent: StartEvent
  /** 0: accepted or refused in the same visit. */
  acceptance: number
  /** null: no statutory term. */
  statutory: number | null
  unit: DayUnit
  unitSource: UnitSource
  /** The statutory term when a site survey is held, where the law gives another one. */
  statutoryWithSurvey: number | null
  /** Days the statutory term can be extended by, once; 0: not at all. */
  extension: number
  extensionBasis: string | null
  promised: number
  promisedUnit: DayUnit
  /** Why the published promise differs from the one first proposed. */
  promisedNote?: string
  supplement: number
  delivery: number
}

export interface LegalBasis {
  law: string
  article: string | null
}

export interface MaterialSpec {
  name: string
  required: boolean
  /** 原件核验 before closing. */
  originalToVerify: boolean
  /** 容缺: may be handed in after acceptance. */
  deferrable: boolean
}

export interface SpecialStage {
  kind: SpecialKind
  countsTowardsStatutory: boolean
  countsTowardsPromised: boolean
  basis: string
}

/** The country's codes: 基本编码 12, 实施编码 31, 业务办理项编码 33. */
export interface ItemCodes {
  basic: string
  implementing: string
  handling: string
}

export interface Item {
  code: string
  version: number
  status: ItemStatus
  name: string
  /** 行政许可, 行政登记, 公共服务… as the catalogue words it. */
  itemType: string
  /** Code of the city's bureau in charge; a district's entrusting bureau is of the same line. */
  bureau: string
  bureauName: string
  mode: HandlingMode
  theme: string
  oneThing: string | null
  applicantTypes: ApplicantType[]
  terms: Terms
  basis: LegalBasis[]
  materials: MaterialSpec[]
  specialStages: SpecialStage[]
  verified: Verification
  resultName: string
  codes: ItemCodes
}

/** 行政许可法 applies: silence is acceptance (第三十二条), papers carry its articles. */
export function isLicensing(itemType: string): boolean {
  return itemType === '行政许可'
}

/** 《建筑法》第八条, one text for each basis. A document number stands without title marks. */
export function basisTexts(basis: readonly LegalBasis[]): string[] {
  return basis.map(({ law, article }) => {
    const [title = '', note = ''] = law.split(/(?=（)/)
    const cited = title.includes('〔') ? title : `《${title}》`
    return `${cited}${note}${article ?? ''}`
  })
}

/** Case type of the standard tables: 即办件 when the promise is the same day. */
export function caseTypeOf(terms: Pick<Terms, 'promised'>): 'instant' | 'promised' {
  return terms.promised === 0 ? 'instant' : 'promised'
}

/** What makes the statutory term longer when the place is inspected; undefined where inspection changes nothing. */
export function surveyBasis({
  terms,
  specialStages,
}: Pick<Item, 'terms' | 'specialStages'>): string | undefined {
  if (terms.statutoryWithSurvey === null) return undefined
  return specialStages.find(({ kind }) => kind === 'site-survey')?.basis
}

/** Level of the body in the implementing code: 2 province level (the city's own bureaus), 4 county level (districts). */
export type BodyLevel = '2' | '4'

/** 18 (credit code of the body) + 1 (level) + 12 (basic code) = 31, and 2 more for the handling item = 33. */
export function buildItemCodes(
  creditCode: string,
  level: BodyLevel,
  basic: string,
  handlingItem = '01',
): ItemCodes {
  const implementing = `${creditCode}${level}${basic}`
  return { basic, implementing, handling: `${implementing}${handlingItem}` }
}

/** 委托 — what the bureau lets the centre do in its name. */
export const entrustmentScopes = {
  accept: '受理',
  notify: '补正告知',
  end: '终止办件',
} as const
export type EntrustmentScope = keyof typeof entrustmentScopes
export const entrustmentScopeIds = Object.keys(entrustmentScopes) as [EntrustmentScope, ...EntrustmentScope[]]

export const entrustmentStatuses = {
  active: '有效',
  future: '未生效',
  expired: '已到期',
  ended: '已终止',
} as const
export type EntrustmentStatus = keyof typeof entrustmentStatuses

export interface EntrustmentTerm {
  from: string
  /** Last day, inclusive. */
  to: string
  /** Ended before its time: from this day on nothing is taken under it. */
  endedOn: string | null
}

/** What an agreement is on a day. */
export function entrustmentStatus(term: EntrustmentTerm, day: string): EntrustmentStatus {
  if (term.endedOn !== null && day >= term.endedOn) return 'ended'
  if (day < term.from) return 'future'
  return day > term.to ? 'expired' : 'active'
}

/** Why an item is not offered at a centre today, in the words of the counter. */
export function notOfferedReason(
  scope: readonly EntrustmentScope[] | undefined,
  status: EntrustmentStatus | undefined,
): string | undefined {
  if (status === undefined) return '本中心未受委托办理该事项'
  if (status === 'future') return '委托协议尚未生效'
  if (status === 'expired') return '委托协议已到期'
  if (status === 'ended') return '委托协议已终止'
  return scope?.includes('accept') ? undefined : '委托范围不含受理'
}
