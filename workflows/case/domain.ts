/** 办件 — words and small rules of a case. What people do to it is drawn in its process definitions. */
import { clockKinds } from '../clock/domain.ts'
import { instanceId } from '../process/domain.ts'
import { caseStatuses } from './status.ts'
import type { CaseStatus } from './status.ts'

export * from './status.ts'

/** Modes of handling 办理模式; the kind by which a case's definition is chosen. */
export const handlingModes = { 'entrusted-acceptance': '委托受理' } as const
export type HandlingMode = keyof typeof handlingModes

/** The case as a noun: what every room calls it. */
export const caseWords = {
  key: 'case',
  name: '办件',
  statuses: caseStatuses,
  kinds: handlingModes,
  clocks: clockKinds,
  otherActs: { receive: '收件', withdraw: '申请撤回', 'hand-in-part': '补交部分材料' },
  applicant: '申请人',
  gives: ['papers', 'messages'],
} as const

/** A case's process instance. */
export const caseInstance = (caseNo: string): string => instanceId(caseWords.key, caseNo)

/** Statuses in which the applicant may still withdraw: until the decision (行政许可法 has no bar before it). */
export const withdrawableIn: readonly CaseStatus[] = [
  'received',
  'supplementing',
  'accepted',
  'sent-back',
  'deciding',
]

/** What the review can propose to the head 提请决定, and the decision each proposes. */
export const proposals = { pass: 'grant', 'propose-refusal': 'refuse-grant' } as const

/** Why a supplement term stands still for good: everything came in on its last day, nothing is left to go on with. */
export const termUsedUp = '补正材料在最后一日收齐'

export const materialStates = {
  present: '已收',
  missing: '待补齐',
  defective: '待补正',
  deferred: '容缺',
  'handed-in': '已补交',
} as const
export type MaterialState = keyof typeof materialStates

/** What was in order when its case ended can be taken over into a new application of the same applicant. */
export const reusableStates: readonly MaterialState[] = ['present', 'handed-in']

/**
 * The files that stand for a material: all, or those handed in after the last notice that asked for it again.
 * @param toldAts instants of the notices that name the material
 */
export function currentFiles<F extends { at: string }>(files: readonly F[], toldAts: readonly string[]): F[] {
  const newest = Math.max(...files.map(({ at }) => Date.parse(at)))
  const since = Math.max(-Infinity, ...toldAts.map((at) => Date.parse(at)).filter((at) => at <= newest))
  return files.filter(({ at }) => Date.parse(at) >= since)
}

export const deliveryMethods = {
  'counter-signature': '当面签收',
  'e-delivery': '电子送达（申请人已同意）',
  'mail-receipt': '邮寄签收回执',
} as const
export type DeliveryMethod = keyof typeof deliveryMethods

export const applicantTypes = {
  'natural-person': '自然人',
  enterprise: '企业法人',
  institution: '事业单位法人',
  'social-organisation': '社会组织法人',
  'administrative-organ': '行政机关',
  'individual-business': '个体工商户',
  'other-organisation': '其他组织',
} as const
export type ApplicantType = keyof typeof applicantTypes

export const channels = {
  window: '窗口',
  pc: '电脑端',
  mobile: '移动端',
  mail: '邮寄',
  other: '其他',
} as const
export type Channel = keyof typeof channels

/** Special procedures 特别程序 and how they map to the national code (1 extension, 2 other). */
export const specialKinds = {
  hearing: { name: '听证', art45: true },
  tender: { name: '招标', art45: true },
  auction: { name: '拍卖', art45: true },
  inspection: { name: '检验', art45: true },
  testing: { name: '检测', art45: true },
  quarantine: { name: '检疫', art45: true },
  appraisal: { name: '鉴定', art45: true },
  'expert-review': { name: '专家评审', art45: true },
  'site-survey': { name: '现场踏勘', art45: false },
  'panel-review': { name: '会议评审', art45: false },
} as const
export type SpecialKind = keyof typeof specialKinds

/** Longest strings the platform takes; the page's fields and the server's schemas use the same. */
export const limits = { reason: 1000, name: 200, address: 300, phone: 20, note: 2000 } as const
